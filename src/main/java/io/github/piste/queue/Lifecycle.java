package io.github.piste.queue;

import java.util.concurrent.atomic.AtomicReference;

/** Where a queue is in its life: open, then draining, then stopped; it never goes back. Thread-safety: safe. */
final class Lifecycle {

    private enum Phase {
        OPEN,
        DRAINING,
        STOPPED
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

    /** Whether posts and tasks are taken. */
    boolean isOpen() {
        return phase.get() == Phase.OPEN;
    }

    /** Whether nothing new is taken, but what has been taken is still being worked on. */
    boolean isDraining() {
        return phase.get() == Phase.DRAINING;
    }

    /** Whether no further call is started. */
    boolean isStopped() {
        return phase.get() == Phase.STOPPED;
    }

    void drain() {
        phase.compareAndSet(Phase.OPEN, Phase.DRAINING);
    }

    void stop() {
        phase.set(Phase.STOPPED);
    }
}
