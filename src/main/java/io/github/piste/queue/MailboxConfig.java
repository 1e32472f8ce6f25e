package io.github.piste.queue;

import java.time.Duration;

/**
 * How a mailbox behaves.
 *
 * @param name names the mailbox in messages and statistics; unique in its queue, not blank
 * @param overflow what happens to items that come too fast
 * @param capacity how many items can wait, at least 1; exactly 1 with {@link Overflow#CONFLATE}
 * @param deadline how long one call of the handler may take before it is abandoned; positive, rounded up to ticks of
 *     the queue's watchdog
 * @param longestPause how long a handler that keeps failing is left alone at most before it is tried again; positive
 */
public record MailboxConfig(String name, Overflow overflow, int capacity, Duration deadline, Duration longestPause) {

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

    /**
     * Checks the values.
     *
     * @param name not blank
     * @param overflow what happens to items that come too fast
     * @param capacity at least 1
     * @param deadline positive
     * @param longestPause positive
     * @throws IllegalArgumentException if one is out of its range
     */
    public MailboxConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a mailbox needs a name that is not blank");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "mailbox '" + name + "': capacity " + capacity + " is not allowed, it must be at least 1");
        }
        if (overflow == Overflow.CONFLATE && capacity != 1) {
            throw new IllegalArgumentException("mailbox '" + name + "': capacity " + capacity
                    + " is not allowed with CONFLATE, which keeps exactly 1 item");
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "mailbox '" + name + "': deadline " + deadline + " is not allowed, it must be positive");
        }
        if (longestPause.isNegative() || longestPause.isZero()) {
            throw new IllegalArgumentException(
                    "mailbox '" + name + "': pause " + longestPause + " is not allowed, it must be positive");
        }
    }

    MailboxConfig(String name, Overflow overflow, int capacity, Duration deadline) {
        this(name, overflow, capacity, deadline, DEFAULT_PAUSE);
    }

    /**
     * A mailbox that keeps the newest item only, with a deadline of 60 s.
     *
     * @param name its name
     * @return the configuration
     */
    public static MailboxConfig conflating(String name) {
        return new MailboxConfig(name, Overflow.CONFLATE, 1, DEFAULT_DEADLINE);
    }

    /**
     * A mailbox that keeps items in order and drops what finds it full, with a deadline of 60 s.
     *
     * @param name its name
     * @param capacity how many items can wait
     * @return the configuration
     */
    public static MailboxConfig dropping(String name, int capacity) {
        return new MailboxConfig(name, Overflow.DROP_NEWEST, capacity, DEFAULT_DEADLINE);
    }

    /**
     * A mailbox that keeps every item in order and makes the producer wait while it is full, with a deadline of 60 s.
     *
     * @param name its name
     * @param capacity how many items can wait
     * @return the configuration
     */
    public static MailboxConfig blocking(String name, int capacity) {
        return new MailboxConfig(name, Overflow.BLOCK, capacity, DEFAULT_DEADLINE);
    }

    /**
     * The same with another deadline.
     *
     * @param newDeadline how long one call of the handler may take
     * @return the configuration
     */
    public MailboxConfig withDeadline(Duration newDeadline) {
        return new MailboxConfig(name, overflow, capacity, newDeadline, longestPause);
    }

    /**
     * The same with another limit to the pauses of a handler that keeps failing, 30 s by default.
     *
     * @param newLongestPause what the growing pauses do not exceed
     * @return the configuration
     */
    public MailboxConfig withLongestPause(Duration newLongestPause) {
        return new MailboxConfig(name, overflow, capacity, deadline, newLongestPause);
    }
}
