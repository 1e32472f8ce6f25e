package io.github.piste.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few worker threads that serve mailboxes and run tasks.
 *
 * <p>{@link #mailbox Mailboxes} are for a producer that must not wait: what its handlers cannot keep up with is
 * conflated or dropped, and counted. {@link #submit(Runnable) submit} and {@link #join} are the plain thread-pool
 * queue: every task runs exactly once, and the submitter waits while the queue is full.
 *
 * <p>Threads: {@code <name>-worker-1} and so on, of low priority, and {@code <name>-watchdog}; all daemons. A handler
 * that throws or hangs is counted, logged, and in the end switched off; it stops neither the workers nor other
 * mailboxes. A call past its mailbox's deadline costs its worker, which is replaced.
 *
 * <p>Not protected against: a handler that keeps what it is given or allocates without limit, and a submitted task
 * that never returns, which keeps its worker.
 *
 * <p>Thread-safety: safe.
 */
public final class TaskQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);
    private static final Duration DEFAULT_CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final long CLOSE_POLL_NANOS = 500_000;
    /** For threads to end after the last call has returned, or after the limit has passed. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String name;
    private final Duration tick;
    private final LongSupplier nanoClock;
    private final Lifecycle lifecycle = new Lifecycle();
    private final TaskLane tasks;
    private final Workload workload;
    private final WorkerPool pool;
    private final Watchdog watchdog;
    private final List<Mailbox<?>> mailboxes = new ArrayList<>(); // guarded by itself
    private final AtomicReference<@Nullable CloseReport> closeReport = new AtomicReference<>();

    TaskQueue(TaskQueueBuilder builder) {
        name = builder.name;
        tick = builder.tick;
        nanoClock = builder.nanoClock;
        tasks = new TaskLane(name, builder.taskCapacity, lifecycle, nanoClock);
        workload = new Workload(tasks, lifecycle);
        pool = new WorkerPool(name, builder.workers, workload, lifecycle, nanoClock);
        watchdog = new Watchdog(name, pool, lifecycle, tick, builder.pacer, nanoClock);
    }

    /**
     * Begins to describe a queue.
     *
     * @param name names the queue and its threads
     * @return a builder with 1 worker, room for 1,024 tasks and a tick of 50 ms
     */
    public static TaskQueueBuilder builder(String name) {
        return new TaskQueueBuilder(name);
    }

    /** Starts the threads. */
    void start() {
        try {
            pool.fill();
            watchdog.start();
        } catch (Throwable failure) {
            lifecycle.stop(); // ends the workers that did start
            throw failure;
        }
    }

    /**
     * Says that the queue will be closed soon, and how little time there is then: from now on a worker that is inside one call
     * for two ticks is relieved by another, so that a slow or stuck handler holds up nobody at the end. Any thread, any
     * time; O(1).
     */
    public void hurry() {
        pool.hurry();
    }

    /**
     * Opens a mailbox.
     *
     * @param <T> what its slots hold: a mutable object that the producer overwrites for each item
     * @param config its name and behaviour
     * @param items makes the slots; called now, and again by a worker for a slot that a hanging call keeps
     * @param handler works on the items
     * @return the mailbox
     * @throws IllegalArgumentException if the queue has a mailbox of that name
     * @throws IllegalStateException if the queue is closed
     */
    public <T> Mailbox<T> mailbox(MailboxConfig config, Supplier<T> items, MailboxHandler<? super T> handler) {
        AtomicBoolean posting = new AtomicBoolean();
        Slots<T> slots = config.overflow() == Overflow.CONFLATE
                ? new TripleBuffer<>(items)
                : new Ring<>(config.capacity(), items);
        Health health = new Health(config.name(), config.longestPause().toNanos(), nanoClock);
        Delivery<T> delivery =
                new Delivery<>(slots, items, handler, health, posting, ticks(config.deadline()), lifecycle, nanoClock);
        Mailbox<T> mailbox = new Mailbox<>(config, slots, posting, delivery, lifecycle, watchdog::ticks);
        synchronized (mailboxes) {
            if (!lifecycle.isOpen()) {
                throw new IllegalStateException("queue '" + name + "' is closed and takes no mailbox");
            }
            if (mailboxes.stream().anyMatch(other -> other.name().equals(config.name()))) {
                throw new IllegalArgumentException(
                        "queue '" + name + "' has a mailbox '" + config.name() + "' already; names must differ");
            }
            mailboxes.add(mailbox);
            workload.add(delivery);
        }
        return mailbox;
    }

    /**
     * Has a task run once by a worker. Waits while the queue is full; a worker of this queue runs the task itself
     * then. A task that throws is counted and logged.
     *
     * @param task what to run
     * @throws InterruptedException if interrupted while waiting; the task is not accepted
     * @throws IllegalStateException if the queue is closed
     */
    @SuppressWarnings("FutureReturnValueIgnored") // counted and logged by the lane
    public void submit(Runnable task) throws InterruptedException {
        requireNonNull(task, "task");
        submit(() -> {
            task.run();
            return true;
        });
    }

    /**
     * Has a task run once by a worker. Waits while the queue is full; a worker of this queue runs the task itself
     * then.
     *
     * @param <V> what the task returns
     * @param task what to run
     * @return its result, or what it threw, in the future; cancelling the future does not keep the task from running
     * @throws InterruptedException if interrupted while waiting; the task is not accepted
     * @throws IllegalStateException if the queue is closed
     */
    public <V> CompletableFuture<V> submit(Callable<V> task) throws InterruptedException {
        requireNonNull(task, "task");
        CompletableFuture<V> result = isOwnThread() ? tasks.putOrRun(task) : tasks.put(task);
        pool.wake();
        return result;
    }

    /**
     * Waits until all tasks submitted before this call are done: have returned, thrown or been cancelled by a close.
     *
     * <p>Happens-before: everything those tasks did happens-before the return.
     *
     * @throws InterruptedException if interrupted while waiting
     * @throws IllegalStateException if called by a worker or the watchdog of this queue, which would wait for itself
     */
    public void join() throws InterruptedException {
        if (isOwnThread()) {
            throw new IllegalStateException(
                    "a thread of queue '" + name + "' cannot join it: it would wait for itself");
        }
        tasks.join();
    }

    /**
     * Has something run on the watchdog's thread at every tick. It must return quickly, as deadlines are not watched
     * meanwhile; what it throws is logged.
     *
     * @param listener what to run
     */
    public void onTick(Runnable listener) {
        watchdog.onTick(requireNonNull(listener, "listener"));
    }

    /**
     * The counters as they are now.
     *
     * @return the counters
     */
    public QueueStats stats() {
        List<MailboxStats> perMailbox;
        synchronized (mailboxes) {
            perMailbox = mailboxes.stream().map(Mailbox::stats).toList();
        }
        return new QueueStats(
                name, tasks.stats(), perMailbox, pool.alive(), pool.abandonedInTotal(), pool.replacedInTotal());
    }

    /** Closes the queue with a limit of 10 s; what is left behind is logged. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_LIMIT);
    }

    /**
     * Closes the queue: refuses new items and tasks, has the waiting ones worked off and the handlers closed, and
     * ends the threads. A suspended mailbox is tried once more; if that fails, its items are dropped.
     *
     * <p>Past the limit nothing further is started, waiting tasks are cancelled, the threads that are still inside a
     * call are interrupted and, after half a second, left behind as daemons, and the report tells what remained. An interrupt of the caller
     * ends the waiting likewise; its flag stays set.
     *
     * <p>Called by a thread of this queue, a handler's say, it only begins the close and returns the state of that
     * moment; the workers work off the rest.
     *
     * @param limit how long to wait for the work to be done; zero or less: not at all
     * @return what was left; a second call returns the first one's report
     */
    public CloseReport close(Duration limit) {
        long start = System.nanoTime();
        hurry();
        synchronized (mailboxes) {
            lifecycle.drain();
        }
        tasks.refuseWaitingSubmitters();
        if (isOwnThread()) {
            return new CloseReport(stats(), List.of());
        }
        awaitDrained(start, nanos(limit));
        CloseReport earlier = closeReport.get();
        if (earlier != null) {
            return earlier;
        }
        lifecycle.stop();
        tasks.cancelWaiting();
        pool.threads().forEach(Thread::interrupt); // at rest it only ends the nap
        watchdog.interrupt();
        List<String> threadsLeft = awaitThreads();
        CloseReport report = new CloseReport(stats(), threadsLeft);
        if (!closeReport.compareAndSet(null, report)) {
            return requireNonNull(closeReport.get());
        }
        if (!report.clean()) {
            LOG.warn("queue '{}' was closed with work left behind: {}", name, report.leftovers());
        }
        return report;
    }

    private void awaitDrained(long start, long limitNanos) {
        while (!lifecycle.isStopped()
                && System.nanoTime() - start < limitNanos
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, CLOSE_POLL_NANOS);
        }
    }

    /** Gives the threads a moment to end; returns the names of those that did not. */
    private List<String> awaitThreads() {
        List<Thread> threads = new ArrayList<>(pool.threads());
        threads.add(watchdog);
        long start = System.nanoTime();
        boolean interrupted = Thread.interrupted();
        while (threads.stream().anyMatch(Thread::isAlive) && System.nanoTime() - start < GRACE_NANOS) {
            LockSupport.parkNanos(this, CLOSE_POLL_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }

    private boolean isOwnThread() {
        Thread current = Thread.currentThread();
        return current == watchdog || pool.isWorker(current);
    }

    private long ticks(Duration duration) {
        return Math.max(1, -Math.floorDiv(-nanos(duration), nanos(tick))); // rounded up
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration); // saturates
    }
}
