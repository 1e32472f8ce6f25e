package io.github.piste.queue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bounded ring of slots in order, for one producer and one consumer. */
final class Ring<T> implements Slots<T> {

    /*
     * `taken` and `published` count the slots of either side; the difference waits. Each counter has one writer and
     * is advanced after the slot has been dealt with, by an ordered store: no fence on the producer's side.
     */
    private final Slot<T>[] slots;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    Ring(int capacity, Supplier<T> items) {
        slots = new Slot[capacity];
        for (int i = 0; i < capacity; i++) {
            slots[i] = new Slot<>(items.get());
        }
    }

    @Override
    public @Nullable Slot<T> claim() {
        long next = published.getPlain();
        return next - taken.getAcquire() < slots.length ? slots[index(next)] : null;
    }

    @Override
    public boolean publish() {
        published.setRelease(published.getPlain() + 1);
        return false;
    }

    @Override
    public @Nullable Slot<T> take(Slot<T> free) {
        long next = taken.getPlain();
        if (next == published.getAcquire()) {
            return null;
        }
        Slot<T> filled = slots[index(next)];
        slots[index(next)] = free;
        taken.setRelease(next + 1);
        return filled;
    }

    @Override
    public int discard() {
        long next = published.getAcquire();
        int waiting = (int) (next - taken.getPlain());
        taken.setRelease(next);
        return waiting;
    }

    @Override
    public int pending() {
        long before = taken.get(); // first, so that the difference is never negative
        return (int) Math.min(published.get() - before, slots.length);
    }

    private int index(long position) {
        return (int) (position % slots.length);
    }
}
