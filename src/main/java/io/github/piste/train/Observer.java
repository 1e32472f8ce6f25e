package io.github.piste.train;

import java.util.function.Supplier;

/**
 * What a loop shows itself to. It is called on the training thread, so it must neither wait nor allocate; to pass things
 * on to other threads is its whole job.
 *
 * <p>Thread-safety: called by one thread.
 */
public interface Observer {
    /** Looks at nothing. */
    Observer NONE = new Observer() {
        @Override
        public void observe(Moment moment) {}
    };

    /**
     * Looks at a moment: the first, the last, every end of an epoch, every step that was asked for by {@link
     * #nextStep()} or by {@link Control#requestObservation()}.
     *
     * @param moment changes after the call returns: copy what is to be kept
     */
    void observe(Moment moment);

    /**
     * The next step at which to be called even inside an epoch.
     *
     * @return a step, {@link Long#MAX_VALUE} for none
     */
    default long nextStep() {
        return Long.MAX_VALUE;
    }

    /**
     * Whether a checkpoint is due and could be taken care of at once.
     *
     * @return true to be given one; asked before every step
     */
    default boolean wantsCheckpoint() {
        return false;
    }

    /**
     * Takes the state to be saved.
     *
     * @param checkpoint makes a copy of the loop's state when asked
     * @param last whether the loop ends here, so that no other follows
     */
    default void checkpoint(Supplier<Checkpoint> checkpoint, boolean last) {}
}
