package io.github.piste.queue;

import org.jspecify.annotations.Nullable;

/**
 * The preallocated slots between one producer and one consumer. Nothing here waits, locks or allocates.
 *
 * <p>The consumer always holds one slot of its own and gives it in exchange for the next filled one. So a slot under
 * a call that never returns is simply not given back: the consumer exchanges a new one instead.
 *
 * <p>Everything the producer did before {@link #publish} happens-before the {@link #take} that returns the slot, and
 * everything the consumer did before giving a slot back happens-before the producer's next claim of it.
 */
sealed interface Slots<T> permits TripleBuffer, Ring {

    /** Producer: the slot to fill next, the same until it is published; null when there is no room. */
    @Nullable
    Slot<T> claim();

    /** Producer: hands over the claimed slot; true if it replaced one that had not been taken. */
    boolean publish();

    /** Consumer: the oldest filled slot in exchange for a free one; null, and no exchange, when there is none. */
    @Nullable
    Slot<T> take(Slot<T> free);

    /** Consumer: forgets the filled slots; returns how many there were. */
    int discard();

    /** Any thread: how many filled slots wait. */
    int pending();
}
