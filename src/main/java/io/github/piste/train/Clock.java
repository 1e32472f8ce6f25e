package io.github.piste.train;

/** Training time: it runs from the start of the loop and carries on from where a checkpoint left it. */
final class Clock {
    private long startNanos = System.nanoTime();
    private long earlierNanos;

    void start(long elapsedBefore) {
        earlierNanos = elapsedBefore;
        startNanos = System.nanoTime();
    }

    long elapsedNanos() {
        return earlierNanos + (System.nanoTime() - startNanos);
    }
}
