package io.github.piste.queue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workers' side of a mailbox: takes items out and calls the handler, one worker at a time.
 *
 * <p>Thread-safety: a worker becomes the owner by an atomic step, and all fields that are not final, volatile or
 * atomic belong to the owner. Two things end an ownership: the worker lets go, or the watchdog takes the worker's
 * call away from it ({@link Worker#call}); then the watchdog is the owner until it lets go, and the worker, whenever
 * its call returns, touches nothing here again.
 */
final class Delivery<T> {

    /** After this long a worker goes on to the next mailbox, whatever still waits here. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Slots<T> slots;
    private final Supplier<T> items;
    private final MailboxHandler<? super T> handler;
    private final Health health;
    private final AtomicBoolean posting;
    private final long deadlineTicks;
    private final Lifecycle lifecycle;
    private final LongSupplier nanoClock;

    private final AtomicReference<@Nullable Worker> owner = new AtomicReference<>();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private volatile boolean running;
    private volatile boolean finished;
    private volatile long flushed;

    /** The slot to give in exchange for the next filled one; null before the first call and after a stuck one. */
    private @Nullable Slot<T> free;

    private long lastNumber;
    private long skipped;
    private boolean unflushed;

    Delivery(
            Slots<T> slots,
            Supplier<T> items,
            MailboxHandler<? super T> handler,
            Health health,
            AtomicBoolean posting,
            long deadlineTicks,
            Lifecycle lifecycle,
            LongSupplier nanoClock) {
        this.slots = slots;
        this.items = items;
        this.handler = handler;
        this.health = health;
        this.posting = posting;
        this.deadlineTicks = deadlineTicks;
        this.lifecycle = lifecycle;
        this.nanoClock = nanoClock;
        free = new Slot<>(items.get());
    }

    /** Serves the mailbox for a while if there is something to do and no other worker does; true if it did. */
    boolean serve(Worker worker) {
        if (!isDue() || !owner.compareAndSet(null, worker)) {
            return false;
        }
        try {
            boolean progress = health.state() == MailboxState.OFF ? discard() : handleSlice(worker);
            if (lifecycle.isDraining() && !worker.isAbandoned()) {
                progress |= finish(worker);
            }
            return progress;
        } finally {
            if (!worker.isAbandoned()) {
                letGo();
            }
        }
    }

    /** Takes the mailbox over from a worker whose call exceeded the deadline; by the watchdog. */
    void abandon(String where) {
        free = null;
        health.stuck(where);
        letGo();
    }

    /** Whether everything has been handled and the handler closed. */
    boolean isFinished() {
        return finished && !isServed();
    }

    boolean isServed() {
        return owner.get() != null;
    }

    boolean isServedByThisThread() {
        return owner.get() == Thread.currentThread();
    }

    long deadlineTicks() {
        return deadlineTicks;
    }

    MailboxState state() {
        return health.state();
    }

    @Nullable
    String lastError() {
        return health.lastError();
    }

    long handled() {
        return handled.get();
    }

    long failed() {
        return failed.get();
    }

    long discarded() {
        return discarded.get();
    }

    /** The number of the last item that was handled and flushed. */
    long flushed() {
        return flushed;
    }

    int running() {
        return running ? 1 : 0;
    }

    private boolean isDue() {
        if (lifecycle.isDraining()) {
            return !finished;
        }
        return slots.pending() > 0 && !health.pausing();
    }

    /** Ends an ownership. An item still marked as running was abandoned, or its worker is dying: it failed. */
    private void letGo() {
        if (running) {
            failed.getAndIncrement();
            running = false;
        }
        owner.set(null);
    }

    private boolean discard() {
        int waiting = slots.discard();
        discarded.getAndAdd(waiting);
        return waiting > 0;
    }

    private boolean handleSlice(Worker worker) {
        long start = nanoClock.getAsLong();
        boolean progress = false;
        while (!lifecycle.isStopped() && handleNext(worker)) {
            progress = true;
            if (health.state() != MailboxState.ACTIVE || nanoClock.getAsLong() - start > SLICE_NANOS) {
                break;
            }
        }
        if (!worker.isAbandoned() && slots.pending() == 0 && health.state() == MailboxState.ACTIVE) {
            flush(worker);
        }
        return progress;
    }

    /** Handles the next item; false if there is none or the worker has been abandoned. */
    private boolean handleNext(Worker worker) {
        Slot<T> exchange = free == null ? newSlot(worker) : free;
        Slot<T> slot = exchange == null ? null : slots.take(exchange);
        if (slot == null) {
            return false;
        }
        running = true;
        free = slot;
        skipped += slot.number - lastNumber - 1;
        lastNumber = slot.number;
        long skippedHere = skipped;
        Throwable failure = worker.call(this, () -> handler.handle(slot.item, skippedHere));
        if (worker.isAbandoned()) {
            return false;
        }
        if (failure == null) {
            handled.getAndIncrement();
            running = false;
            skipped = 0;
            unflushed = true;
            health.succeeded();
        } else {
            failed.getAndIncrement();
            running = false;
            health.failed(failure);
        }
        return true;
    }

    private @Nullable Slot<T> newSlot(Worker worker) {
        AtomicReference<@Nullable T> item = new AtomicReference<>();
        Throwable failure = worker.call(this, () -> item.set(items.get()));
        T made = item.get();
        if (worker.isAbandoned()) {
            return null;
        }
        if (failure != null || made == null) {
            health.switchOff("no new slot: " + (failure == null ? "null" : FailureLog.inOneLine(failure)));
            return null;
        }
        free = new Slot<>(made);
        return free;
    }

    private void flush(Worker worker) {
        if (unflushed) {
            unflushed = false;
            long number = lastNumber;
            callOrFail(worker, handler::drained);
            if (!worker.isAbandoned()) {
                flushed = number;
            }
        }
    }

    /** Closes the handler once nothing waits and no post is in progress that could still add something. */
    private boolean finish(Worker worker) {
        if (health.state() == MailboxState.SUSPENDED) {
            discard(); // it was tried a last time and failed
        }
        if (finished || posting.get() || slots.pending() > 0) {
            return false;
        }
        finished = true;
        if (!health.stuckForGood()) {
            flush(worker);
            if (!worker.isAbandoned()) {
                callOrFail(worker, handler::close);
            }
        }
        return true;
    }

    private void callOrFail(Worker worker, Worker.Call call) {
        Throwable failure = worker.call(this, call);
        if (failure != null && !worker.isAbandoned()) {
            health.failed(failure);
        }
    }
}
