package io.github.piste.run;

import io.github.piste.objective.Curvature;
import io.github.piste.optim.StopReason;
import java.util.Locale;

/**
 * How a descent ended, said with what is known about its loss: on an ill-conditioned one a short gradient proves that the
 * loss is near its minimum, but not that the weights are, so it is never called converged.
 *
 * <p>Thread-safety: immutable.
 *
 * @param state how it ended
 * @param reason why, in half a sentence
 */
public record Verdict(RunState state, String reason) {
    /**
     * Judges an end.
     *
     * @param reason why the loop ended
     * @param curvature of the loss
     * @return state and reason
     */
    public static Verdict of(StopReason reason, Curvature curvature) {
        RunState state = RunState.after(reason);
        boolean success = state == RunState.CONVERGED || state == RunState.FINISHED;
        return success && curvature.isIllConditioned()
                ? new Verdict(RunState.FINISHED, reason.text() + "; " + illConditioned(curvature))
                : new Verdict(state, reason.text());
    }

    /** What to say of such a loss. */
    static String illConditioned(Curvature curvature) {
        double condition = curvature.conditionNumber();
        return String.format(
                Locale.ROOT,
                "ill-conditioned: the condition number is %s, so the loss hardly depends on some of the weights and a"
                        + " descent cannot find those",
                Double.isInfinite(condition) ? "infinite" : String.format(Locale.ROOT, "%.2g", condition));
    }
}
