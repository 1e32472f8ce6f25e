package io.github.piste.plot;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The pause of a sink after a picture, as many times longer as that took. Training shares the machine's cores and its
 * memory with the pictures: resting keeps all of a run to a sixteenth of a core, as long as that takes no pause of more than a second.
 *
 * <p>The first pictures of a Java process take a hundred times what they will later. So that they are not the only ones
 * for long, no pause exceeds a second, unless one picture alone would then take more than a fifth of a core.
 *
 * <p>Thread-safety: used by one worker at a time.
 */
final class Rest {
    private static final int TIMES = 15;
    private static final int LEAST_TIMES = 4;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoClock;
    private final IntSupplier pictures;
    private long startNanos;
    private long endNanos;
    private boolean resting;

    /**
     * No pause yet.
     *
     * @param nanoClock tells the time
     * @param pictures how many sinks share the time
     */
    Rest(LongSupplier nanoClock, IntSupplier pictures) {
        this.nanoClock = nanoClock;
        this.pictures = pictures;
    }

    /** Whether a pause goes on. */
    boolean isOn() {
        return resting && nanoClock.getAsLong() - endNanos < 0;
    }

    /** Begins the work whose time will count. */
    void workBegins() {
        startNanos = nanoClock.getAsLong();
    }

    /** Begins the pause after the work. */
    void workEnds() {
        long now = nanoClock.getAsLong();
        long work = Math.max(0, now - startNanos);
        endNanos = now + Math.max(LEAST_TIMES * work, Math.min(TIMES * work * pictures.getAsInt(), LONGEST_NANOS));
        resting = true;
    }
}
