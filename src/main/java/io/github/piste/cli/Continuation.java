package io.github.piste.cli;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Updater;
import io.github.piste.run.FunctionProblem;
import io.github.piste.train.Descent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What would have become of a descent that was ended as diverged, by objective and update rule alone: an analytic gradient
 * leads to infinity, a numerical one may vanish on the way, which looks like a minimum and is none.
 */
final class Continuation {
    /** Nobody waits for more. */
    private static final long MOST_STEPS = 1_000_000;

    private Continuation() {}

    /** Goes the way again, past the point where it was ended, up to the planned number of steps. */
    static Optional<String> of(FunctionProblem problem, ImmutableDoubleArray start, Descent descent) {
        Objective objective = problem.objective();
        int d = start.length();
        Updater updater = descent.rule().updater(d, 0, 0);
        double[] w = start.toArray();
        double[] gradient = new double[d];
        long steps = Math.min(MOST_STEPS, descent.stop().epochs());
        for (long step = 0; step <= steps; step++) {
            if (!Arrays.stream(w).allMatch(Double::isFinite)) {
                return Optional.of("Left alone, it reaches infinity at step " + step + ".");
            }
            objective.valueAndGradient(w, gradient);
            if (Arrays.stream(gradient).allMatch(slope -> slope == 0)) {
                return vanished(problem, w, step);
            }
            double rate = descent.learningRate()
                    * descent.schedule()
                            .factor((double) step, (double) descent.stop().epochs());
            updater.update(w, gradient, rate);
        }
        return Optional.empty();
    }

    private static Optional<String> vanished(FunctionProblem problem, double[] w, long step) {
        double[] slope = new double[w.length];
        problem.trusted().valueAndGradient(w, slope);
        int steepest = 0;
        for (int j = 1; j < w.length; j++) {
            steepest = Math.abs(slope[j]) > Math.abs(slope[steepest]) ? j : steepest;
        }
        if (slope[steepest] == 0) {
            return Optional.empty();
        }
        String x = problem.variables().get(steepest);
        return Optional.of(String.format(
                Locale.ROOT,
                "Left alone, it stands still from step %d on at %s, which is no minimum: the numerical"
                        + " gradient is 0 there, the true one %s. So far out neighbouring numbers lie %s apart at %s ="
                        + " %s, and a value of %s is rounded to steps of %s: f(%s + h) and f(%s - h) are the same number,"
                        + " and their difference quotient vanishes. With the analytic gradient the descent would go on to"
                        + " infinity.",
                step,
                Points.full(ImmutableDoubleArray.copyOf(w)),
                Points.brief(problem.signed(ImmutableDoubleArray.copyOf(slope))),
                Text.number(Math.ulp(w[steepest])),
                x,
                Text.number(w[steepest]),
                Text.number(problem.objective().value(w)),
                Text.number(Math.ulp(problem.objective().value(w))),
                x,
                x));
    }
}
