package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help the calling one with passes over all rows. They wait for work actively for a moment, then asleep; the
 * calling thread takes its part and wakes only who sleeps. Daemons; closed with the run.
 *
 * <p>Thread-safety: {@link #close} may come from any thread while no pass runs; passes come from one thread at a time.
 * What happens before a pass begins happens-before the work on it, and that happens-before the end of the pass. Nothing
 * allocates after construction.
 */
public final class RowWorkers implements AutoCloseable {
    /** About 20 microseconds: longer than from one pass to the next. */
    private static final int SPINS = 1000;

    private final Helper[] helpers;
    /** The pass, in the upper half, and its next chunk: nobody can take a chunk of a pass that he has not seen begin. */
    private final AtomicLong claims = new AtomicLong();

    private final AtomicInteger done = new AtomicInteger();
    private @Nullable Task task;
    private int chunks;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** What is done with a chunk. */
    interface Task {
        /** Works on a chunk; threads are counted from 0, the calling one. */
        void run(int chunk, int thread);
    }

    /**
     * Starts the threads.
     *
     * @param threads how many work on a pass, the calling one included
     * @throws IllegalArgumentException for less than one
     */
    public RowWorkers(int threads) {
        checkArgument(threads >= 1, "threads must be at least 1, found %s", threads);
        helpers = new Helper[threads - 1];
        for (int t = 0; t < helpers.length; t++) {
            helpers[t] = new Helper(t + 1);
        }
        for (Helper helper : helpers) {
            helper.start();
        }
    }

    /**
     * Counts the threads.
     *
     * @return how many work on a pass, the calling one included
     */
    public int threads() {
        return helpers.length + 1;
    }

    /** Runs a task for chunks 0 to {@code count - 1}; returns when all are done. */
    void run(Task newTask, int count) {
        int pass = pass() + 2;
        claims.set(((long) (pass - 1) << Integer.SIZE)
                + Integer.MAX_VALUE); // late helpers find nothing while this is set up
        task = newTask;
        chunks = count;
        done.set(0);
        claims.set((long) pass << Integer.SIZE);
        for (Helper helper : helpers) {
            helper.wake();
        }
        work(pass, 0);
        while (done.get() < count) {
            Thread.onSpinWait();
        }
        Throwable problem = failure;
        if (problem != null) {
            failure = null;
            throw new IllegalStateException("a pass over the rows failed", problem);
        }
    }

    private int pass() {
        return (int) (claims.get() >>> Integer.SIZE);
    }

    private void work(int pass, int thread) {
        for (; ; ) {
            long claim = claims.get();
            int chunk = (int) claim;
            if ((int) (claim >>> Integer.SIZE) != pass || chunk >= chunks) {
                return;
            }
            if (claims.compareAndSet(claim, claim + 1)) {
                runChunk(chunk, checkNotNull(task), thread);
            }
        }
    }

    private void runChunk(int chunk, Task present, int thread) {
        try {
            present.run(chunk, thread);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        done.incrementAndGet();
    }

    /** Ends the threads; they finish what they work on. */
    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private final class Helper extends Thread {
        private final int index;
        private volatile boolean asleep;

        Helper(int index) {
            super("piste-rows-" + index);
            this.index = index;
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int seen = 0;
            int spins = 0;
            while (!closed) {
                int pass = pass();
                if (pass != seen) {
                    seen = pass;
                    work(pass, index);
                    spins = 0;
                } else if (spins < SPINS) {
                    spins++;
                    Thread.onSpinWait();
                } else {
                    sleep(seen);
                }
            }
        }

        /** Says so before looking once more: either the caller sees it, or it sees the new pass. */
        private void sleep(int seen) {
            asleep = true;
            if (pass() == seen && !closed) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
