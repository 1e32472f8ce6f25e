package io.github.piste.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps a fixed number of workers at work.
 *
 * <p>Thread-safety: workers are started by the thread that makes the queue and then only by the watchdog; the
 * counters are for any thread.
 */
final class WorkerPool {

    private final String queueName;
    private final int size;
    private final Workload workload;
    private final Lifecycle lifecycle;
    private final FailureLog deaths;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final List<Worker> abandoned = new CopyOnWriteArrayList<>();
    private final AtomicInteger abandonedInTotal = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();

    WorkerPool(String queueName, int size, Workload workload, Lifecycle lifecycle, LongSupplier nanoClock) {
        this.queueName = queueName;
        this.size = size;
        this.workload = workload;
        this.lifecycle = lifecycle;
        deaths = new FailureLog(nanoClock);
    }

    /** Replaces workers that died or were given up; forgets those given up that have ended at last. */
    void fill() {
        abandoned.removeIf(worker -> !worker.isAlive());
        workers.removeIf(worker -> !worker.isAlive());
        while (workers.size() < size && !lifecycle.isStopped()) {
            Worker worker = new Worker(queueName + "-worker-" + (started.get() + 1), workload, lifecycle);
            worker.setUncaughtExceptionHandler((thread, failure) -> deaths.failed(thread.getName(), failure));
            worker.start();
            workers.add(worker);
            started.getAndIncrement();
        }
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
        return Math.max(0, started.get() - size);
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
