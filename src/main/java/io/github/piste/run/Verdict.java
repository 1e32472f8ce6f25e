package io.github.piste.run;

import io.github.piste.objective.Curvature;
import io.github.piste.optim.StopReason;
import java.util.Locale;

/**
 * How a descent ended, said with what is known about its loss: on an ill-conditioned one a short gradient proves that the
 * loss is near its minimum, but not that the weights are, so it is never called converged. Nor is a loss without a
 * minimum, that of separable classes.
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

    /**
     * Judges the end of a descent whose weights prove that the loss has no minimum.
     *
     * @param reason why the loop ended
     * @return what it would be otherwise, but never converged
     */
    static Verdict separable(StopReason reason) {
        RunState state = RunState.after(reason);
        return new Verdict(
                state == RunState.CONVERGED ? RunState.FINISHED : state,
                reason.text() + "; not converged: the classes are separable, so the loss has no minimum and the weights"
                        + " would grow without end; a penalty such as model.l2 = 1e-3 gives it one");
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
