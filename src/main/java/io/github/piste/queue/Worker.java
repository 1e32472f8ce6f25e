package io.github.piste.queue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks for work in turn and sleeps a little when there is none. A daemon of the lowest priority.
 *
 * <p>Every call into a handler goes through {@link #call}, where the watchdog can take it away.
 */
final class Worker extends Thread {

    /** A call into a handler. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    /** Below the threads of the application; Linux heeds it only with -XX:ThreadPriorityPolicy, as in bin/piste. */
    static final int PRIORITY = Thread.MIN_PRIORITY;

    private static final long SHORTEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long NAP_STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long ABANDONED = -1;

    private final Workload workload;
    private final Lifecycle lifecycle;
    private final @Nullable ClassLoader classLoader;

    /*
     * Odd while a call is in progress, even between calls, ABANDONED once the watchdog has taken a call away. The
     * worker ends a call, and the watchdog takes it, by a compare-and-set on the same number, so exactly one of them
     * owns the mailbox afterwards. `serving` is written before the number and read after it.
     */
    private final AtomicLong calls = new AtomicLong();
    private @Nullable Delivery<?> serving;
    private boolean abandoned;

    /** Set by the watchdog when the slow call is over that this worker was started for. */
    private volatile boolean dismissed;

    // The watchdog's own.
    private long watchedCall;
    private long watchedTicks;

    Worker(String name, Workload workload, Lifecycle lifecycle) {
        super(name);
        this.workload = workload;
        this.lifecycle = lifecycle;
        classLoader = getContextClassLoader();
        setDaemon(true);
        lowerPriority();
    }

    @Override
    public void run() {
        long nap = SHORTEST_NAP_NANOS;
        while (!abandoned && !dismissed && !lifecycle.isStopped()) {
            if (workload.serveRound(this)) {
                nap = SHORTEST_NAP_NANOS;
            } else if (!abandoned) {
                restore(); // a stray interrupt would turn the nap into a spin
                LockSupport.parkNanos(workload, nap);
                nap = Math.min(nap + NAP_STEP_NANOS, LONGEST_NAP_NANOS);
            }
        }
    }

    /**
     * Makes one call into a handler, under the watchdog.
     *
     * @return what it threw, or null; without meaning if the worker {@link #isAbandoned is abandoned} afterwards
     */
    @Nullable
    Throwable call(Delivery<?> delivery, Call call) {
        serving = delivery;
        long number = calls.get() + 1;
        calls.set(number);
        Throwable failure = null;
        try {
            call.run();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        restore();
        abandoned = !calls.compareAndSet(number, number + 1);
        return failure;
    }

    /** Whether the watchdog took the last call away; for the worker itself. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Undoes what a call may have done to its thread. */
    void restore() {
        Thread.interrupted();
        lowerPriority();
        if (getContextClassLoader() != classLoader) {
            setContextClassLoader(classLoader);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // a courtesy to the application's threads, nothing relies on it
    private void lowerPriority() {
        if (getPriority() != PRIORITY) {
            setPriority(PRIORITY);
        }
    }

    /** Ends this worker after the round it is in. */
    void dismiss() {
        dismissed = true;
    }

    /** Whether the call in progress was seen for at least as many ticks; by the watchdog. */
    boolean isInsideCallFor(long ticks) {
        return watchedCall > 0 && (watchedCall & 1) == 1 && watchedTicks >= ticks;
    }

    /**
     * Takes the call in progress away if it has now been seen for as many ticks as its mailbox allows; by the
     * watchdog, once every tick.
     *
     * @return the mailbox it was for, owned by the caller from now on, or null
     */
    @Nullable
    Delivery<?> takeOverdueCall() {
        long call = calls.get();
        Delivery<?> delivery = serving;
        if (call != watchedCall) {
            watchedCall = call;
            watchedTicks = 0;
            return null;
        }
        boolean inProgress = call > 0 && (call & 1) == 1;
        if (!inProgress || delivery == null || ++watchedTicks < delivery.deadlineTicks()) {
            return null;
        }
        return calls.compareAndSet(call, ABANDONED) ? delivery : null;
    }
}
