package io.github.piste.sink;

import static java.util.Objects.requireNonNull;

import io.github.piste.queue.Mailbox;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.SlotWriter;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Carries moments from the training thread to one sink's mailbox, when they are due, and measures how long that takes.
 *
 * <p>Thread-safety: the training thread's, but for the clock's tick and the reading of times.
 *
 * @param <T> the kind of slot that travels
 */
final class Courier<T> {
    private static final long ROOM_POLL_NANOS = 200_000;
    /** Hand-over times beyond this many nanoseconds count as this many. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Mailbox<T> mailbox;
    private final int capacity;
    private final DueDate dueDate;
    private final Packer<T> packer;
    private final SlotWriter<T> writer = this::pack;
    private final SingleWriterRecorder times = new SingleWriterRecorder(LONGEST_NANOS, 2);
    private final Histogram allTimes = new Histogram(LONGEST_NANOS, 2);
    private @Nullable Moment moment;

    /** How a moment is copied into a slot. */
    interface Packer<T> {
        void pack(Moment moment, T slot);
    }

    Courier(Mailbox<T> mailbox, int capacity, DueDate dueDate, Packer<T> packer) {
        this.mailbox = mailbox;
        this.capacity = capacity;
        this.dueDate = dueDate;
        this.packer = packer;
    }

    private void pack(T slot) {
        packer.pack(requireNonNull(moment), slot);
    }

    void tick(long nowNanos, Control control) {
        dueDate.tick(nowNanos, control);
    }

    long nextStep(long step) {
        return dueDate.nextStep(step);
    }

    /** Posts the moment if it is one to be seen: tens of nanoseconds, no wait, no allocation. */
    void offer(Moment present) {
        if (dueDate.at(present)) {
            dueDate.done();
            post(present);
        }
    }

    /** Posts the last moment; the loop is over, so it may wait a little for room. */
    void offerLast(Moment present, long deadlineNanos) {
        while (mailbox.stats().pending() >= capacity
                && mailbox.stats().state() == MailboxState.ACTIVE
                && deadlineNanos - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, ROOM_POLL_NANOS);
        }
        post(present);
    }

    private void post(Moment present) {
        moment = present;
        long start = System.nanoTime();
        mailbox.post(writer);
        times.recordValue(Math.min(LONGEST_NANOS, Math.max(0, System.nanoTime() - start)));
    }

    /** How many moments the sink was offered. */
    long offered() {
        return mailbox.offered();
    }

    /** Whether the sink has dealt with so many moments, and flushed them, or will not. */
    boolean isFlushed(long moments) {
        return mailbox.isFlushed(moments) || mailbox.stats().state() != MailboxState.ACTIVE;
    }

    /** Hand-over times so far. */
    synchronized HandOver handOver() {
        allTimes.add(times.getIntervalHistogram());
        return HandOver.of(mailbox.name(), allTimes);
    }
}
