package io.github.piste.sink;

import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import io.github.piste.train.SnapshotListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that insists on being called by the training thread itself: the loop waits for it, by its own wish. When it
 * throws, it is reported and not called again, or the run ends.
 */
final class InlineListener {
    private static final Logger log = LoggerFactory.getLogger(InlineListener.class);

    private final DueDate dueDate;
    private final SnapshotListener listener;
    private final boolean failFast;
    private volatile @Nullable String failure;

    InlineListener(DueDate dueDate, SnapshotListener listener, boolean failFast) {
        this.dueDate = dueDate;
        this.listener = listener;
        this.failFast = failFast;
    }

    void tick(long nowNanos, Control control) {
        dueDate.tick(nowNanos, control);
    }

    long nextStep(long step) {
        return failure == null ? dueDate.nextStep(step) : Long.MAX_VALUE;
    }

    /** Why it is no longer called; null while it is. */
    @Nullable
    String failure() {
        return failure;
    }

    void offer(Moment moment) {
        if (failure != null || !dueDate.at(moment)) {
            return;
        }
        dueDate.done();
        try {
            listener.onSnapshot(moment.snapshot());
        } catch (Throwable thrown) { // whatever a stranger's code throws must not end the descent by accident
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failure = "at step " + moment.step() + ": " + thrown;
            if (failFast) {
                throw new ListenerException("a listener on the training thread failed " + failure, thrown);
            }
            log.error("a listener on the training thread failed and is not called again, {}", failure, thrown);
        }
    }
}
