package io.github.piste.run;

import io.github.piste.optim.StopReason;
import java.util.List;

/** How a run is doing. */
public enum RunState {
    /** It goes on, or its process died without a word. */
    RUNNING,
    /** There is nothing left to descend, or as little as was asked for. */
    CONVERGED,
    /** It went as far as it was told to. */
    FINISHED,
    /** Somebody stopped it; it can be resumed. */
    STOPPED,
    /** The loss grew instead of falling. */
    DIVERGED,
    /** An error ended it. */
    FAILED;

    /**
     * Of several descents one after another.
     *
     * @param states in the order in which they ended
     * @return stopped if the last one was, or there is none; diverged only if all are; else that of the first which did
     *     not diverge
     */
    public static RunState of(List<RunState> states) {
        if (states.isEmpty() || states.get(states.size() - 1) == STOPPED) {
            return STOPPED;
        }
        return states.stream().filter(state -> state != DIVERGED).findFirst().orElse(DIVERGED);
    }

    /** The state that a stop reason leads to on a well-conditioned loss; {@link Verdict} judges all. */
    static RunState after(StopReason reason) {
        return switch (reason) {
            case ROUNDING, LOSS_CHANGE, GRADIENT_NORM -> CONVERGED;
            case EPOCHS, TIME_LIMIT, PATIENCE -> FINISHED;
            case REQUEST -> STOPPED;
            case DIVERGED -> DIVERGED;
        };
    }
}
