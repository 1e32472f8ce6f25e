package io.github.piste.queue;

/** What a mailbox does with an item that comes faster than its handler takes them. Whatever is lost is counted. */
public enum Overflow {
    /** The newest item replaces one that still waits: for pictures and gauges. Never full. */
    CONFLATE,
    /** Items wait in order; one that finds the mailbox full is dropped: for log lines and scalars. */
    DROP_NEWEST,
    /** Items wait in order; the producer waits while the mailbox is full: for a user who asks for every record. */
    BLOCK
}
