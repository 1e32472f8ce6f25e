package io.github.piste.queue;

/** How a mailbox's handler is doing. */
public enum MailboxState {
    /** It is called whenever there is something for it. */
    ACTIVE,
    /** It failed several times in a row and is tried again after a pause; the mailbox still takes items. */
    SUSPENDED,
    /** It got stuck too often or ran out of memory and is not called again; the mailbox refuses items. */
    OFF
}
