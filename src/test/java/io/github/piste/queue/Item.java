package io.github.piste.queue;

/** What the mailboxes of the tests hold: a number, and an array that a torn hand-over would show. */
final class Item {

    static final int LENGTH = 16;

    long value;
    final long[] copies = new long[LENGTH];

    static SlotWriter<Item> of(long value) {
        return slot -> slot.set(value);
    }

    void set(long newValue) {
        value = newValue;
        for (int i = 0; i < LENGTH; i++) {
            copies[i] = newValue + i;
        }
    }

    boolean isWhole() {
        for (int i = 0; i < LENGTH; i++) {
            if (copies[i] != value + i) {
                return false;
            }
        }
        return true;
    }
}
