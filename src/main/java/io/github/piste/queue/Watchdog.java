package io.github.piste.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A thread that counts ticks, and on each takes away calls that are past their deadline and replaces lost workers.
 *
 * <p>Deadlines are counted in its own ticks: a process that was stopped and continued, or a laptop that slept, has
 * not ticked meanwhile, so nothing looks late.
 */
final class Watchdog extends Thread {

    /** Waits for the next tick. */
    @FunctionalInterface
    interface Pacer {
        void awaitTick(Duration tick) throws InterruptedException;
    }

    /** Real time. */
    static final Pacer SLEEPING = tick -> TimeUnit.NANOSECONDS.sleep(tick.toNanos());

    private final WorkerPool pool;
    private final Lifecycle lifecycle;
    private final Duration tick;
    private final Pacer pacer;
    private final FailureLog failures;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong ticks = new AtomicLong();

    Watchdog(
            String queueName,
            WorkerPool pool,
            Lifecycle lifecycle,
            Duration tick,
            Pacer pacer,
            LongSupplier nanoClock) {
        super(queueName + "-watchdog");
        this.pool = pool;
        this.lifecycle = lifecycle;
        this.tick = tick;
        this.pacer = pacer;
        failures = new FailureLog(nanoClock);
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!lifecycle.isStopped()) {
            try {
                pacer.awaitTick(tick);
                tick();
            } catch (InterruptedException e) {
                // The queue stops, or a stray interrupt: the condition tells, and the flag is clear again.
            } catch (Throwable failure) {
                failures.failed(getName(), failure);
            }
        }
    }

    void onTick(Runnable listener) {
        listeners.add(listener);
    }

    long ticks() {
        return ticks.get();
    }

    private void tick() {
        ticks.getAndIncrement();
        for (Worker worker : pool.workers()) {
            Delivery<?> late = worker.takeOverdueCall();
            if (late != null) {
                pool.giveUp(worker);
                late.abandon(whereIs(worker));
            }
        }
        pool.fill();
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (Throwable failure) {
                failures.failed("a listener of " + getName(), failure);
            }
        }
    }

    private static String whereIs(Thread thread) {
        StackTraceElement[] trace = thread.getStackTrace();
        return "in " + thread.getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
