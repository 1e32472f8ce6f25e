package io.github.piste.queue;

/**
 * Works on the items of one mailbox, on a worker of the queue.
 *
 * <p>Calls come one at a time and in order, not always on the same thread; each sees the effects of the one before.
 * The one exception: a call that exceeded the mailbox's deadline is abandoned, and if it still runs when the next
 * call comes, both run at the same time.
 *
 * <p>A call may throw anything. It is counted and logged; five failures in a row suspend the mailbox, and an
 * {@link OutOfMemoryError} switches it off. A call may leave the interrupt flag set or change the thread's priority
 * or context class loader: the worker undoes that.
 *
 * @param <T> what the slots hold
 */
@FunctionalInterface
public interface MailboxHandler<T> {

    /**
     * Works on one item.
     *
     * @param item the slot; the handler's until this method returns, then recycled
     * @param skipped how many items were conflated or dropped between the previously handled one and this one
     * @throws Exception if it fails; the item is then counted as failed and not offered again
     */
    void handle(T item, long skipped) throws Exception;

    /**
     * Called when the mailbox ran empty after one or more handled items: the place to flush.
     *
     * @throws Exception if it fails
     */
    default void drained() throws Exception {}

    /**
     * Called once, after the last item, when the queue is closed; not called if the mailbox was switched off
     * because its calls got stuck.
     *
     * @throws Exception if it fails
     */
    default void close() throws Exception {}
}
