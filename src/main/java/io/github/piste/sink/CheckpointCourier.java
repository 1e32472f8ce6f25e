package io.github.piste.sink;

import io.github.piste.queue.Mailbox;
import io.github.piste.queue.MailboxConfig;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Carries checkpoints to the one sink that stores them: only when it is idle, so that none is ever replaced. */
final class CheckpointCourier {
    private static final long IDLE_POLL_NANOS = 200_000;

    private final Mailbox<AtomicReference<@Nullable Checkpoint>> mailbox;
    private final DueDate dueDate;
    private volatile boolean due;

    CheckpointCourier(TaskQueue queue, CheckpointSink sink) {
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
        return due && mailbox.idle();
    }

    void post(Checkpoint checkpoint) {
        due = false;
        mailbox.post(slot -> slot.set(checkpoint));
    }

    /** Waits for the writer, the loop being over, and hands over the last one. */
    void postLast(Checkpoint checkpoint, long deadlineNanos) {
        while (!mailbox.idle()
                && mailbox.stats().state() == MailboxState.ACTIVE
                && deadlineNanos - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, IDLE_POLL_NANOS);
        }
        post(checkpoint);
    }
}
