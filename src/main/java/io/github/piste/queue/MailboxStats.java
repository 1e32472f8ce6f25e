package io.github.piste.queue;

import org.jspecify.annotations.Nullable;

/**
 * The counters of one mailbox. Whenever it is quiet (no post and no call in progress), and from then on for good,
 * {@code posted = handled + failed + dropped + conflated + pending + running}.
 *
 * @param name the mailbox
 * @param overflow its overflow policy
 * @param state how its handler is doing
 * @param posted all items that were offered
 * @param handled items whose handling returned
 * @param failed items whose handling threw or was abandoned
 * @param dropped items lost for want of room, refused, or discarded when the mailbox was switched off
 * @param conflated items replaced by a newer one before they were handled
 * @param pending items that wait
 * @param running 1 while an item is being handled, else 0
 * @param lastError the last failure in one line, or null
 */
public record MailboxStats(
        String name,
        Overflow overflow,
        MailboxState state,
        long posted,
        long handled,
        long failed,
        long dropped,
        long conflated,
        int pending,
        int running,
        @Nullable String lastError) {

    /**
     * Whether every item offered is accounted for; always true at a quiet moment.
     *
     * @return {@code posted == handled + failed + dropped + conflated + pending + running}
     */
    public boolean addsUp() {
        return posted == handled + failed + dropped + conflated + pending + running;
    }
}
