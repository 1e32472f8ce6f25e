package io.github.piste.train;

/**
 * Requests from other threads to a running loop, which looks at them once a step.
 *
 * <p>Thread-safety: any thread may request at any time, without a lock. Happens-before: what a thread did before its
 * request happens-before the loop's answer to it.
 */
public final class Control {
    private volatile boolean stop;
    private volatile boolean observation;

    /** No request yet. */
    public Control() {}

    /** Asks the loop to end after the current step. Asking twice changes nothing. */
    public void requestStop() {
        stop = true;
    }

    /** Asks the loop to call its observer after the current step. */
    public void requestObservation() {
        observation = true;
    }

    /**
     * Whether the loop was asked to end.
     *
     * @return true from the first {@link #requestStop()} on
     */
    public boolean stopRequested() {
        return stop;
    }

    boolean observationRequested() {
        return observation;
    }

    /** Called by the loop before it calls its observer: a request made meanwhile leads to another call. */
    void observing() {
        observation = false;
    }
}
