package io.github.piste.queue;

/**
 * Copies what is to be posted into a slot of a mailbox.
 *
 * <p>Keep one instance per producer: a lambda that captures variables allocates on every post.
 *
 * @param <T> what the slots hold
 */
@FunctionalInterface
public interface SlotWriter<T> {

    /**
     * Overwrites a recycled slot in full; it still holds what an earlier item left in it.
     *
     * @param slot the slot; must not be kept
     */
    void write(T slot);
}
