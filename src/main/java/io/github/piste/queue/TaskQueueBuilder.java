package io.github.piste.queue;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Describes a queue. Thread-safety: none. */
public final class TaskQueueBuilder {

    final String name;
    int workers = 1;
    int taskCapacity = 1024;
    Duration tick = Duration.ofMillis(50);
    LongSupplier nanoClock = System::nanoTime;
    Watchdog.Pacer pacer = Watchdog.SLEEPING;

    TaskQueueBuilder(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a queue needs a name that is not blank");
        }
        this.name = name;
    }

    /**
     * Sets the number of worker threads.
     *
     * @param count at least 1; a mailbox never uses more than one at a time
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public TaskQueueBuilder workers(int count) {
        workers = positive("workers", count);
        return this;
    }

    /**
     * Sets how many submitted tasks can wait.
     *
     * @param count at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public TaskQueueBuilder taskCapacity(int count) {
        taskCapacity = positive("task capacity", count);
        return this;
    }

    /**
     * Sets the time between two ticks of the watchdog: deadlines are watched no finer than that.
     *
     * @param interval at least 1 ms
     * @return this
     * @throws IllegalArgumentException if it is shorter than 1 ms
     */
    public TaskQueueBuilder tick(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "queue '" + name + "': a tick of " + interval + " is not allowed, it must be at least 1 ms");
        }
        tick = interval;
        return this;
    }

    /** What tells the time for pauses and log intervals, in nanoseconds. */
    TaskQueueBuilder nanoClock(LongSupplier clock) {
        nanoClock = clock;
        return this;
    }

    /** What makes the watchdog tick. */
    TaskQueueBuilder pacer(Watchdog.Pacer newPacer) {
        pacer = newPacer;
        return this;
    }

    /**
     * Makes the queue and starts its threads.
     *
     * @return the queue; to be closed
     */
    public TaskQueue start() {
        TaskQueue queue = new TaskQueue(this);
        queue.start();
        return queue;
    }

    private int positive(String what, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "queue '" + name + "': " + what + " of " + count + " is not allowed, it must be at least 1");
        }
        return count;
    }
}
