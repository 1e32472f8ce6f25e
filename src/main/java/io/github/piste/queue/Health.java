package io.github.piste.queue;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the handler of a mailbox may be called.
 *
 * <p>Five failures in a row suspend it; it is tried again after 1 s, then 2, 4, up to the longest pause. Running out of
 * memory or the third call that got stuck switches it off for good.
 *
 * <p>Thread-safety: changed by the thread that has the mailbox, read by any.
 */
final class Health {

    static final int FAILURES_UNTIL_SUSPENDED = 5;
    static final int STUCK_CALLS_UNTIL_OFF = 3;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);

    private final String mailbox;
    private final long longestPauseNanos;
    private final LongSupplier nanoClock;
    private final FailureLog failures;

    private volatile MailboxState state = MailboxState.ACTIVE;
    private volatile @Nullable String lastError;
    private int stuckCalls;
    private volatile long retryNanos;
    private long pauseNanos;
    private int failuresInARow;

    Health(String mailbox, long longestPauseNanos, LongSupplier nanoClock) {
        this.mailbox = mailbox;
        this.longestPauseNanos = longestPauseNanos;
        this.nanoClock = nanoClock;
        failures = new FailureLog(nanoClock);
    }

    MailboxState state() {
        return state;
    }

    @Nullable
    String lastError() {
        return lastError;
    }

    /** Whether calls of the handler may never return. */
    boolean stuckForGood() {
        return stuckCalls >= STUCK_CALLS_UNTIL_OFF;
    }

    /** Whether a suspended handler is to wait longer before it is tried again. */
    boolean pausing() {
        return state == MailboxState.SUSPENDED && nanoClock.getAsLong() - retryNanos < 0;
    }

    void succeeded() {
        failuresInARow = 0;
        if (state == MailboxState.SUSPENDED) {
            state = MailboxState.ACTIVE;
            LOG.info("mailbox '{}' works again", mailbox);
        }
    }

    void failed(Throwable failure) {
        lastError = FailureLog.inOneLine(failure);
        failuresInARow++;
        failures.failed("mailbox '" + mailbox + "'", failure);
        if (failure instanceof OutOfMemoryError) {
            switchOff("out of memory");
        } else if (failuresInARow >= FAILURES_UNTIL_SUSPENDED && state != MailboxState.OFF) {
            suspend();
        }
    }

    /** Notes a call that was abandoned; by the watchdog, which has the mailbox now. */
    void stuck(String where) {
        stuckCalls++;
        lastError = "a call exceeded its deadline " + where;
        if (stuckForGood()) {
            switchOff(stuckCalls + " calls got stuck, the last " + where);
        } else {
            LOG.warn(
                    "mailbox '{}': a call exceeded its deadline and is abandoned ({} of {}) {}",
                    mailbox,
                    stuckCalls,
                    STUCK_CALLS_UNTIL_OFF,
                    where);
        }
    }

    void switchOff(String reason) {
        state = MailboxState.OFF;
        LOG.error("mailbox '{}' is switched off: {}", mailbox, reason);
    }

    private void suspend() {
        if (state == MailboxState.ACTIVE) {
            pauseNanos = Math.min(FIRST_PAUSE_NANOS, longestPauseNanos);
            LOG.warn("mailbox '{}' is suspended after {} failures in a row", mailbox, failuresInARow);
        } else {
            pauseNanos = Math.min(2 * pauseNanos, longestPauseNanos);
        }
        retryNanos = nanoClock.getAsLong() + pauseNanos;
        state = MailboxState.SUSPENDED;
    }
}
