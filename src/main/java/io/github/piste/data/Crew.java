package io.github.piste.data;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share out numbered pieces of work, the calling thread among them.
 *
 * <p>Each takes the next piece when it is done with one. What the workers wrote is seen by the caller when a method
 * returns. Thread-safety: one caller.
 */
final class Crew implements AutoCloseable {
    /** A number of a piece that no file reaches: nobody takes another one. */
    private static final int STOPPED = Integer.MAX_VALUE / 2;

    private final int size;
    private final ExecutorService helpers;

    /**
     * Gathers threads.
     *
     * @param size how many, the calling one included
     */
    Crew(int size) {
        this.size = size;
        this.helpers = Executors.newCachedThreadPool(new ThreadFactoryBuilder()
                .setNameFormat("piste-csv-%d")
                .setDaemon(true)
                .build());
    }

    int size() {
        return size;
    }

    /** What is done with a piece. */
    interface Work {
        /**
         * Does a piece.
         *
         * @param worker number of the thread, 0 for the calling one
         * @param piece number of the piece
         * @return whether to go on
         * @throws IOException to stop
         */
        boolean process(int worker, int piece) throws IOException;
    }

    /**
     * Does all pieces, unless one of them stops the work.
     *
     * @param pieces how many
     * @param work what to do with each
     * @return whether all were done
     * @throws IOException if a piece failed; whatever else a piece threw comes out as it is
     */
    boolean run(int pieces, Work work) throws IOException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(size, pieces); i++) {
            int worker = i;
            others.add(helpers.submit(() -> {
                take(worker, next, pieces, work);
                return worker;
            }));
        }
        try {
            take(0, next, pieces, work);
        } finally {
            for (Future<?> other : others) {
                await(other);
            }
        }
        return next.get() < STOPPED;
    }

    private static void take(int worker, AtomicInteger next, int pieces, Work work) throws IOException {
        boolean done = false;
        try {
            int piece = next.getAndIncrement();
            while (piece < pieces && work.process(worker, piece)) {
                piece = next.getAndIncrement();
            }
            done = piece >= pieces;
        } finally {
            if (!done) {
                next.set(STOPPED);
            }
        }
    }

    private static void await(Future<?> other) throws IOException {
        try {
            Uninterruptibles.getUninterruptibly(other);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Throwables.throwIfInstanceOf(cause, IOException.class);
            Throwables.throwIfUnchecked(cause);
            throw new AssertionError(cause);
        }
    }

    /** Lets the threads end. */
    @Override
    public void close() {
        helpers.shutdown();
    }
}
