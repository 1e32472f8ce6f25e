package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.LocalCurvature;
import io.github.piste.objective.TestFunction;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.UpdateRule;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What a descent on a function teaches: whether its rate was too large or too small, whether it arrived, and whether it
 * arrived in the right valley.
 */
final class Lesson {
    /** The bottom is so near, as a part of the way made, that it counts as reached. */
    private static final double ARRIVED = 0.01;
    /** Without a bend to judge by, or on a saddle: so much of the slope is left. */
    private static final double NO_SLOPE = 1e-3;
    /** A minimum of a value that is so much above the least one is another minimum. */
    private static final double ANOTHER = 1e-3;
    /** A smaller part of the way to the minimum is a crawl. */
    private static final double CRAWL = 0.05;

    private static final double AT_THE_LIMIT = 1e-4;

    private final FunctionProblem problem;
    private final ImmutableDoubleArray start;
    private final FunctionOutcome outcome;
    private final LocalCurvature atStart;
    private final LocalCurvature atEnd;
    private final double slopeAtStart;
    private final double slopeAtEnd;
    private final ImmutableList.Builder<String> sentences = ImmutableList.builder();
    private String headline = "";

    private Lesson(FunctionProblem problem, ImmutableDoubleArray start, FunctionOutcome outcome) {
        this.problem = problem;
        this.start = start;
        this.outcome = outcome;
        this.atStart = curvature(problem, start);
        this.atEnd = curvature(problem, outcome.point());
        double[] gradient = new double[start.length()];
        problem.trusted().valueAndGradient(start.toArray(), gradient);
        this.slopeAtStart = Points.norm(ImmutableDoubleArray.copyOf(gradient));
        problem.trusted().valueAndGradient(outcome.point().toArray(), gradient);
        this.slopeAtEnd = Points.norm(ImmutableDoubleArray.copyOf(gradient));
    }

    /** Judges a descent. */
    static Lesson of(FunctionProblem problem, ImmutableDoubleArray start, FunctionOutcome outcome) {
        Lesson lesson = new Lesson(problem, start, outcome);
        lesson.judge();
        return lesson;
    }

    /** How the function bends where its gradient can be trusted. */
    static LocalCurvature curvature(FunctionProblem problem, ImmutableDoubleArray point) {
        return LocalCurvature.at(problem.trusted(), point.toArray());
    }

    /** In a few words. */
    String headline() {
        return headline;
    }

    /** In sentences. */
    ImmutableList<String> sentences() {
        return sentences.build();
    }

    private void judge() {
        if (oscillates()) {
            oscillation();
        } else if (outcome.reason() == StopReason.DIVERGED) {
            diverged();
        } else if (slopeAtStart == 0) {
            stuckAtStart();
        } else if (crawls()) {
            crawl();
        } else if (isSettled()) {
            settled();
        } else {
            onTheWay();
        }
    }

    private boolean plain() {
        return outcome.descent().rule() instanceof UpdateRule.Sgd
                && outcome.descent().schedule() instanceof Schedule.Constant;
    }

    private double rate() {
        return outcome.descent().learningRate();
    }

    private boolean up() {
        return problem.direction() == FunctionProblem.Direction.ASCENT;
    }

    private String minimum() {
        return up() ? "maximum" : "minimum";
    }

    private void diverged() {
        double limit = plain() ? atStart.stableLimit() : Double.NaN;
        Divergence divergence = Divergence.of(problem, start, outcome, limit);
        headline = divergence.headline();
        sentences.addAll(divergence.sentences());
    }

    private void stuckAtStart() {
        headline = "no slope at the start";
        say(
                "The gradient at the start is zero, so there is nowhere to go%s.",
                atStart.smallest() < 0 ? "; but the function bends the other way here: start a little beside it" : "");
    }

    private boolean oscillates() {
        ImmutableList<ImmutableDoubleArray> last = outcome.points();
        if (last.size() < 3) {
            return false;
        }
        double jump = Points.distance(last.get(1), last.get(2));
        return jump > 1e-6 * Math.max(1e-3, Points.norm(last.get(2)))
                && Points.distance(last.get(0), last.get(2)) <= AT_THE_LIMIT * jump;
    }

    private void oscillation() {
        headline = "jumps between two points";
        say(
                "It jumps between two points for ever, %s and %s.",
                Points.brief(outcome.points().get(1)),
                Points.brief(outcome.points().get(2)));
        double limit = atStart.stableLimit();
        if (plain() && Math.abs(rate() - limit) <= AT_THE_LIMIT * limit) {
            say(
                    "Rate %s is exactly the stable limit 2 / lambda_max: it neither settles nor diverges. Try %s.",
                    Text.number(rate()), Text.number(limit / 4));
        } else {
            say("The rate is too large to settle here; try %s.", Text.number(rate() / 4));
        }
    }

    private double moved() {
        return Points.distance(start, outcome.point());
    }

    /** Where the bottom would lie if the function kept the bend that it has at the start. */
    private double farAway() {
        return slopeAtStart / atStart.largest();
    }

    private boolean crawls() {
        return slopeAtEnd > 0.8 * slopeAtStart
                && (atStart.largest() > 0 ? moved() < CRAWL * farAway() : moved() < 1e-3 * Points.norm(start));
    }

    private void crawl() {
        headline = "too small: crawls";
        String part = atStart.largest() > 0
                ? String.format(
                        Locale.ROOT,
                        ", about %s %% of the way to the %s",
                        Text.number(100 * moved() / farAway()),
                        minimum())
                : "";
        say(
                "The rate %s is too small to get anywhere: it crawls. All %s steps together moved %s%s.",
                Text.number(rate()), Text.count(outcome.steps()), Text.number(moved()), part);
        if (plain() && atStart.largest() > 0) {
            say("The bend of the function suggests a rate near %s.", Text.number(1 / atStart.largest()));
        }
    }

    private void onTheWay() {
        headline = "on the way";
        say(
                "It is still on its way: the gradient is %s %% as long as at the start.",
                Text.number(100 * slopeAtEnd / slopeAtStart));
        double limit = atEnd.stableLimit();
        if (plain() && rate() > limit) {
            say(
                    "But it cannot settle where it is now: there, plain descent is stable below %s only. Try a smaller"
                            + " rate.",
                    Text.number(limit));
        } else {
            say(
                    "More steps will get it further%s.",
                    plain() && rate() < limit / 4
                            ? ", and so would a larger rate: here, plain descent is stable below " + Text.number(limit)
                            : "");
        }
        nearest()
                .ifPresent(point ->
                        say("The %s is %s away.", minimum(), Text.number(Points.distance(point, outcome.point()))));
    }

    /** The slope divided by the least bend is how far away the bottom can be. */
    private boolean isSettled() {
        return atEnd.smallest() > 0
                ? slopeAtEnd / atEnd.smallest() <= ARRIVED * moved()
                : slopeAtEnd <= NO_SLOPE * slopeAtStart;
    }

    private void settled() {
        double bend = atEnd.smallest();
        if (bend < -1e-6 * Math.max(1, Math.abs(atEnd.largest()))) {
            headline = "stopped on a saddle";
            say(
                    "It stopped where the slope is zero but the function still bends %s in some direction: this is no %s."
                            + " Start a little beside it.",
                    up() ? "up" : "down", minimum());
            return;
        }
        headline = "settled in a " + minimum();
        boolean right = !up() && deepest();
        if (!right) {
            say("It settled in a %s.", minimum());
        }
        if (plain() && rate() > atEnd.stableLimit() / 2) {
            say(
                    "Each step overshot and landed on the other side: the rate is above half of the stable limit, which is"
                            + " %s here.",
                    Text.number(atEnd.stableLimit()));
        }
    }

    /** Says whether this is the deepest valley that is known. */
    private boolean deepest() {
        Optional<ImmutableDoubleArray> nearest = nearest();
        if (nearest.isEmpty()) {
            Optional<String> deeper = DeeperValley.near(problem, start, outcome);
            deeper.ifPresent(found -> {
                headline = "wrong valley";
                sentences.add(found);
            });
            return deeper.isPresent();
        }
        TestFunction function = problem.known().orElseThrow();
        double gap = outcome.value() - function.least();
        if (gap > ANOTHER * Math.max(1, Math.abs(function.least()))) {
            headline = "wrong valley";
            say(
                    "It ended in a local minimum, value %s: the wrong valley. The least value of %s is %s, at %s. Another"
                            + " start leads there.",
                    Text.number(outcome.value()),
                    function.name(),
                    Text.number(function.least()),
                    Points.brief(nearest.get()));
        } else {
            headline = "found the minimum";
            say(
                    "It found the minimum %s of %s, up to %s.",
                    Points.brief(nearest.get()),
                    function.name(),
                    Text.number(Points.distance(nearest.get(), outcome.point())));
        }
        return true;
    }

    /** The known minimum that is nearest to the end. */
    private Optional<ImmutableDoubleArray> nearest() {
        if (up() || problem.known().isEmpty()) {
            return Optional.empty();
        }
        return problem.known().get().minima(problem.dimension()).stream()
                .min(Comparator.comparingDouble(point -> Points.distance(point, outcome.point())));
    }

    private void say(String format, Object... values) {
        sentences.add(String.format(Locale.ROOT, format, values));
    }
}
