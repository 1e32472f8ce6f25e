package io.github.piste.queue;

/** A recycled item and the number of the post that filled it. Handed from thread to thread by its {@link Slots}. */
final class Slot<T> {

    final T item;
    long number;

    Slot(T item) {
        this.item = item;
    }
}
