package io.github.piste.queue;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of one source: the first with its stack trace, then at most one line every 10 s with the number
 * of those in between. Never throws, whatever the exception or the logging back end does. Thread-safety: safe.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private boolean reported;
    private long lastNanos;
    private long unreported;

    FailureLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Reports a failure of {@code source} if it is its turn; returns how many have been held back since. */
    synchronized long failed(String source, Throwable failure) {
        long now = nanoClock.getAsLong();
        if (reported && now - lastNanos < INTERVAL_NANOS) {
            return ++unreported;
        }
        try {
            if (reported) {
                LOG.warn(
                        "{} failed: {} ({} more failures since the last report)",
                        source,
                        inOneLine(failure),
                        unreported);
            } else {
                LOG.warn("{} failed: {}", source, inOneLine(failure), failure);
            }
        } catch (Throwable hostile) {
            // A failure that cannot even be logged must not take the worker with it.
        }
        reported = true;
        lastNanos = now;
        unreported = 0;
        return 0;
    }

    /** The failure's own description, or its class where that throws. */
    static String inOneLine(Throwable failure) {
        try {
            return failure.toString().replaceAll("\\R", " ");
        } catch (Throwable hostile) {
            return failure.getClass().getName();
        }
    }
}
