package io.github.piste.sink;

import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;

/**
 * Tells on the training thread, without a clock, whether a cadence is due: a ticking thread reads the clock and leaves
 * a flag.
 *
 * <p>After a pause (a stopped process, a sleeping laptop) one flag is raised, not one for every interval missed.
 */
final class DueDate {
    private final Cadence cadence;
    private volatile boolean due;
    private long lastNanos = System.nanoTime();

    DueDate(Cadence cadence) {
        this.cadence = cadence;
    }

    /** Called by the ticking thread. */
    void tick(long nowNanos, Control control) {
        if (cadence instanceof Cadence.Every every
                && nowNanos - lastNanos >= every.interval().toNanos()) {
            lastNanos = nowNanos;
            due = true;
        }
        if (due) {
            control.requestObservation();
        }
    }

    /** Whether the moment is one to be seen. Stays so until {@link #done()}, if time raised the flag. */
    boolean at(Moment moment) {
        if (due || moment.kind() == Moment.Kind.START || moment.kind() == Moment.Kind.END) {
            return true;
        }
        if (cadence instanceof Cadence.Epochs epochs) {
            return moment.kind() == Moment.Kind.EPOCH && (long) moment.epoch() % epochs.count() == 0;
        }
        return cadence instanceof Cadence.Steps steps && moment.step() % steps.count() == 0;
    }

    void done() {
        if (due) {
            due = false;
        }
    }

    /** The next step after the given one that this cadence names by itself. */
    long nextStep(long step) {
        return cadence instanceof Cadence.Steps steps ? (step / steps.count() + 1) * steps.count() : Long.MAX_VALUE;
    }
}
