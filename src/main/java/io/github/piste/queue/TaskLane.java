package io.github.piste.queue;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** The submitted tasks of a queue: those that wait, in order, and those that run. Thread-safety: safe, by one lock. */
final class TaskLane {

    /** A task and where its result goes. */
    private static final class Task<V> {
        final Callable<V> body;
        final CompletableFuture<V> result = new CompletableFuture<>();
        long number;

        Task(Callable<V> body) {
            this.body = body;
        }
    }

    private final String queueName;
    private final int capacity;
    private final Lifecycle lifecycle;
    private final FailureLog failures;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition someDone = lock.newCondition();
    private final ArrayDeque<Task<?>> waiting = new ArrayDeque<>();
    /** Waiting and running tasks in the order of their submission, so that {@link #join} sees the oldest. */
    private final Set<Task<?>> unfinished = new LinkedHashSet<>();

    private long submitted;
    private long succeeded;
    private long failed;
    private long cancelled;

    TaskLane(String queueName, int capacity, Lifecycle lifecycle, LongSupplier nanoClock) {
        this.queueName = queueName;
        this.capacity = capacity;
        this.lifecycle = lifecycle;
        failures = new FailureLog(nanoClock);
    }

    /** Adds a task, waiting for room. */
    <V> CompletableFuture<V> put(Callable<V> body) throws InterruptedException {
        Task<V> task = new Task<>(body);
        lock.lockInterruptibly();
        try {
            while (lifecycle.isOpen() && waiting.size() >= capacity) {
                room.await();
            }
            register(task);
            waiting.add(task);
        } finally {
            lock.unlock();
        }
        return task.result;
    }

    /** Adds a task if there is room, else runs it on this thread: for workers, which must not wait for workers. */
    <V> CompletableFuture<V> putOrRun(Callable<V> body) {
        Task<V> task = new Task<>(body);
        boolean full;
        lock.lock();
        try {
            full = waiting.size() >= capacity;
            register(task);
            if (!full) {
                waiting.add(task);
            }
        } finally {
            lock.unlock();
        }
        if (full) {
            run(task);
        }
        return task.result;
    }

    /** Runs the oldest waiting task on this thread; false if there is none. */
    boolean runNext() {
        Task<?> task;
        lock.lock();
        try {
            task = lifecycle.isStopped() ? null : waiting.poll();
            if (task == null) {
                return false;
            }
            room.signal();
        } finally {
            lock.unlock();
        }
        run(task);
        return true;
    }

    /** Waits until all tasks submitted before this call are done. */
    void join() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long last = submitted;
            while (!unfinished.isEmpty() && unfinished.iterator().next().number <= last) {
                someDone.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait for room find out that the queue is closed. */
    void refuseWaitingSubmitters() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels what has not been started. */
    void cancelWaiting() {
        ArrayDeque<Task<?>> left;
        lock.lock();
        try {
            left = new ArrayDeque<>(waiting);
            waiting.clear();
            left.forEach(unfinished::remove);
            cancelled += left.size();
            someDone.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(task -> task.result.cancel(false));
    }

    boolean isIdle() {
        lock.lock();
        try {
            return unfinished.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    TaskStats stats() {
        lock.lock();
        try {
            int running = unfinished.size() - waiting.size();
            return new TaskStats(submitted, succeeded, failed, cancelled, waiting.size(), running);
        } finally {
            lock.unlock();
        }
    }

    private void register(Task<?> task) {
        if (!lifecycle.isOpen()) {
            throw new IllegalStateException(
                    "queue '" + queueName + "' is closed and takes no more tasks; submit before closing it");
        }
        task.number = ++submitted;
        unfinished.add(task);
    }

    private <V> void run(Task<V> task) {
        boolean success = false;
        try {
            task.result.complete(task.body.call());
            success = true;
        } catch (Throwable failure) {
            failures.failed("a task of queue '" + queueName + "'", failure);
            task.result.completeExceptionally(failure);
        } finally {
            finished(task, success);
        }
    }

    private void finished(Task<?> task, boolean success) {
        lock.lock();
        try {
            if (success) {
                succeeded++;
            } else {
                failed++;
            }
            unfinished.remove(task);
            someDone.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
