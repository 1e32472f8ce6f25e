package io.github.piste.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps a fixed number of workers at work. A worker that has been inside one call for long does not count until it is
 * back: another one takes its turn with the other mailboxes meanwhile, so that even with a single worker no slow handler
 * holds up the rest.
 *
 * <p>Thread-safety: workers are started by the thread that makes the queue and then only by the watchdog; the
 * counters are for any thread.
 */
final class WorkerPool {
    /** Ticks inside one call after which a worker is relieved. */
    private static final int RELIEF_TICKS = 10;

    /** The same when little time is left. */
    private static final int HURRIED_RELIEF_TICKS = 2;

    private final String queueName;
    private final int size;
    private final Workload workload;
    private final Lifecycle lifecycle;
    private final FailureLog deaths;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final List<Worker> abandoned = new CopyOnWriteArrayList<>();
    private final AtomicInteger abandonedInTotal = new AtomicInteger();
    private final AtomicInteger died = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private volatile int reliefTicks = RELIEF_TICKS;

    WorkerPool(String queueName, int size, Workload workload, Lifecycle lifecycle, LongSupplier nanoClock) {
        this.queueName = queueName;
        this.size = size;
        this.workload = workload;
        this.lifecycle = lifecycle;
        deaths = new FailureLog(nanoClock);
    }

    /** Replaces workers that died or were given up, relieves slow ones; forgets those given up that have ended at last. */
    void fill() {
        abandoned.removeIf(worker -> !worker.isAlive());
        workers.removeIf(worker -> !worker.isAlive());
        int wanted = size
                + (int) workers.stream()
                        .filter(worker -> worker.isInsideCallFor(reliefTicks))
                        .count();
        while (workers.size() < wanted && !lifecycle.isStopped()) {
            start();
        }
        if (workers.size() > wanted) {
            workers.get(workers.size() - 1).dismiss();
        }
    }

    /** Relieves sooner from now on. */
    void hurry() {
        reliefTicks = HURRIED_RELIEF_TICKS;
    }

    private void start() {
        Worker worker = new Worker(queueName + "-worker-" + (started.get() + 1), workload, lifecycle);
        worker.setUncaughtExceptionHandler((thread, failure) -> {
            died.getAndIncrement();
            deaths.failed(thread.getName(), failure);
        });
        worker.start();
        workers.add(worker);
        started.getAndIncrement();
    }

    List<Worker> workers() {
        return workers;
    }

    /** Ends the naps: for submitters, who may take the time that a post must not. */
    void wake() {
        workers.forEach(LockSupport::unpark);
    }

    void giveUp(Worker worker) {
        workers.remove(worker);
        abandoned.add(worker);
        abandonedInTotal.getAndIncrement();
    }

    int alive() {
        return (int) workers.stream().filter(Thread::isAlive).count();
    }

    int abandonedInTotal() {
        return abandonedInTotal.get();
    }

    int replacedInTotal() {
        return died.get() + abandonedInTotal.get();
    }

    boolean isWorker(Thread thread) {
        return thread instanceof Worker worker && (workers.contains(worker) || abandoned.contains(worker));
    }

    /** All threads that have been started and have not ended. */
    List<Thread> threads() {
        List<Thread> threads = new ArrayList<>(workers);
        threads.addAll(abandoned);
        threads.removeIf(thread -> !thread.isAlive());
        return threads;
    }
}
