package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.LocalCurvature;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.UpdateRule;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;

/** What is known about a way down a function: slopes and bends at both ends, by a gradient that can be trusted. */
final class Way {
    /** A rate so little above a limit is at the limit. */
    private static final double TOLERANCE = 1e-3;

    private final FunctionProblem problem;
    private final ImmutableDoubleArray start;
    private final FunctionOutcome outcome;
    private final LocalCurvature atStart;
    private final LocalCurvature atEnd;
    private final double slopeAtStart;
    private final double slopeAtEnd;

    Way(FunctionProblem problem, ImmutableDoubleArray start, FunctionOutcome outcome) {
        this.problem = problem;
        this.start = start;
        this.outcome = outcome;
        this.atStart = curvature(problem, start);
        this.atEnd = curvature(problem, outcome.point());
        this.slopeAtStart = slope(start);
        this.slopeAtEnd = slope(outcome.point());
    }

    /** How the function bends where its gradient can be trusted. */
    static LocalCurvature curvature(FunctionProblem problem, ImmutableDoubleArray point) {
        return LocalCurvature.at(problem.trusted(), point.toArray());
    }

    /** Length of the true gradient. */
    double slope(ImmutableDoubleArray point) {
        double[] gradient = new double[point.length()];
        problem.trusted().valueAndGradient(point.toArray(), gradient);
        return Points.norm(ImmutableDoubleArray.copyOf(gradient));
    }

    FunctionProblem problem() {
        return problem;
    }

    ImmutableDoubleArray start() {
        return start;
    }

    ImmutableDoubleArray end() {
        return outcome.point();
    }

    FunctionOutcome outcome() {
        return outcome;
    }

    LocalCurvature atStart() {
        return atStart;
    }

    LocalCurvature atEnd() {
        return atEnd;
    }

    double slopeAtStart() {
        return slopeAtStart;
    }

    double slopeAtEnd() {
        return slopeAtEnd;
    }

    ImmutableList<ImmutableDoubleArray> last() {
        return outcome.points();
    }

    double rate() {
        return outcome.descent().learningRate();
    }

    double moved() {
        return Points.distance(start, end());
    }

    /** Whether limits of plain descent apply. */
    boolean plain() {
        return outcome.descent().rule() instanceof UpdateRule.Sgd
                && outcome.descent().schedule() instanceof Schedule.Constant;
    }

    /** Whether plain steps jump across the bottom where the way ended. */
    boolean overshoots() {
        return plain() && rate() > atEnd.stableLimit() / 2 * (1 + TOLERANCE);
    }

    boolean up() {
        return problem.direction() == FunctionProblem.Direction.ASCENT;
    }

    /** Which of the two, with the plain rule. */
    String kind() {
        return up() ? "plain ascent" : "plain descent";
    }

    String minimum() {
        return up() ? "maximum" : "minimum";
    }
}
