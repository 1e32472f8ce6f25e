package io.github.piste.queue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Three slots: one is filled, one waits, one is read; an exchange of indexes makes the newest the waiting one. */
final class TripleBuffer<T> implements Slots<T> {

    /*
     * slots[filling] belongs to the producer, slots[reading] to the consumer. `shared` is the index of the third,
     * plus FRESH while that one is filled and not yet taken. Either side trades its own index for the shared one in
     * one atomic step, so no slot ever has two owners and each fresh one is either taken or replaced, exactly once.
     */
    private static final int FRESH = 4;
    private static final int INDEX = 3;

    private final Slot<T>[] slots;
    private final AtomicInteger shared = new AtomicInteger(1);
    private int filling;
    private int reading = 2;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    TripleBuffer(Supplier<T> items) {
        slots = new Slot[] {new Slot<>(items.get()), new Slot<>(items.get()), null};
    }

    @Override
    public Slot<T> claim() {
        return slots[filling];
    }

    @Override
    public boolean publish() {
        int previous = shared.getAndSet(filling | FRESH);
        filling = previous & INDEX;
        return (previous & FRESH) != 0;
    }

    @Override
    public @Nullable Slot<T> take(Slot<T> free) {
        if (pending() == 0) {
            return null;
        }
        slots[reading] = free;
        reading = shared.getAndSet(reading) & INDEX;
        return slots[reading];
    }

    @Override
    public int discard() {
        return (shared.getAndUpdate(state -> state & INDEX) & FRESH) == 0 ? 0 : 1;
    }

    @Override
    public int pending() {
        return (shared.get() & FRESH) == 0 ? 0 : 1;
    }
}
