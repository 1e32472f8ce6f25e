package io.github.piste.queue;

/** What became of one {@link Mailbox#post post}. */
public enum PostResult {
    /** It waits for the handler. */
    POSTED,
    /** It waits for the handler, in the place of an older item that is now counted as conflated. */
    REPLACED,
    /** There was no room for it; counted as dropped. */
    DROPPED,
    /**
     * The mailbox takes nothing: the queue is closed, the mailbox is {@link MailboxState#OFF off}, its own handler
     * posted, or another post was in progress. Counted as dropped.
     */
    REFUSED
}
