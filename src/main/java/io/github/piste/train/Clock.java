package io.github.piste.train;

/** Training time: it runs from the start of the loop and carries on from where a checkpoint left it. */
final class Clock {
    private long startNanos = System.nanoTime();
    private long earlierNanos;
    private long stoppedNanos = -1;

    void start(long elapsedBefore) {
        earlierNanos = elapsedBefore;
        startNanos = System.nanoTime();
    }

    /** The descent is over: what its end still takes, such as waiting for a writer, is no training. */
    void stop() {
        stoppedNanos = elapsedNanos();
    }

    long elapsedNanos() {
        return stoppedNanos >= 0 ? stoppedNanos : earlierNanos + (System.nanoTime() - startNanos);
    }
}
