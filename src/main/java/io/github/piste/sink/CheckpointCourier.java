package io.github.piste.sink;

import io.github.piste.queue.Mailbox;
import io.github.piste.queue.MailboxConfig;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Carries checkpoints to the one sink that stores them: only when it is idle, so that none is ever replaced, and only when
 * the records before it are written, so that a process that is killed right after leaves no gap before its checkpoint.
 */
final class CheckpointCourier {
    private static final long IDLE_POLL_NANOS = 200_000;

    /** Ticks after which a checkpoint no longer waits for records: a sink of theirs may never catch up. */
    private static final int MOST_TICKS = 40;

    /** The same for the last one. */
    private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Mailbox<AtomicReference<@Nullable Checkpoint>> mailbox;
    private final DueDate dueDate;
    private final List<Courier<?>> records;
    private volatile boolean due;
    /** The training thread sets it, whoever posts it takes it away. */
    private volatile @Nullable Held held;

    private int ticksHeld;

    /** Waits for the records before it. */
    private record Held(Checkpoint checkpoint, RecordsBefore records) {}

    CheckpointCourier(TaskQueue queue, CheckpointSink sink, List<Courier<?>> records) {
        this.records = records;
        this.dueDate = new DueDate(sink.cadence());
        this.mailbox = queue.mailbox(
                SinkDispatcher.configured(MailboxConfig.dropping(sink.name(), 1), sink),
                AtomicReference::new,
                new SinkHandler<>(sink, (slot, skipped) -> {
                    Checkpoint checkpoint = slot.getAndSet(null);
                    if (checkpoint != null) {
                        sink.accept(checkpoint);
                    }
                }));
    }

    void tick(long nowNanos, Control control) {
        dueDate.tick(nowNanos, control);
        if (due) {
            control.requestObservation(); // deferred: the writer was busy when it became due
        }
        postHeld();
    }

    private synchronized void postHeld() {
        Held waiting = held;
        if (waiting != null && (waiting.records().areWritten() || ++ticksHeld > MOST_TICKS)) {
            post(waiting.checkpoint());
            ticksHeld = 0;
            held = null;
        }
    }

    void look(Moment moment) {
        if (moment.kind() != Moment.Kind.START && dueDate.at(moment)) {
            dueDate.done();
            due = true;
        }
    }

    long nextStep(long step) {
        return dueDate.nextStep(step);
    }

    boolean ready() {
        return due && held == null && mailbox.idle();
    }

    void take(Checkpoint checkpoint) {
        due = false;
        RecordsBefore before = RecordsBefore.now(records);
        if (before.areWritten()) {
            post(checkpoint);
        } else {
            held = new Held(checkpoint, before);
        }
    }

    private void post(Checkpoint checkpoint) {
        mailbox.post(slot -> slot.set(checkpoint));
    }

    /** Waits for the writer, the loop being over, and hands over the last one. */
    void postLast(Checkpoint checkpoint, long deadlineNanos) {
        synchronized (this) {
            held = null; // it is older
        }
        RecordsBefore before = RecordsBefore.now(records);
        long patience = System.nanoTime() + LAST_NANOS;
        while (deadlineNanos - System.nanoTime() > 0
                && (isBusy() || (patience - System.nanoTime() > 0 && !before.areWritten()))) {
            LockSupport.parkNanos(this, IDLE_POLL_NANOS);
        }
        post(checkpoint);
    }

    private boolean isBusy() {
        return !mailbox.idle() && mailbox.stats().state() == MailboxState.ACTIVE;
    }
}
