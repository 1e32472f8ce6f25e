package io.github.piste.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SlotsTest {

    @Test
    void tripleBuffer_severalPublished_givesTheNewestOnce() {
        Slots<Item> slots = new TripleBuffer<>(Item::new);
        assertNull(slots.take(new Slot<>(new Item())));
        assertFalse(publish(slots, 1));
        assertTrue(publish(slots, 2));
        assertTrue(publish(slots, 3));
        assertEquals(1, slots.pending());
        Slot<Item> taken = slots.take(new Slot<>(new Item()));
        assertNotNull(taken);
        assertEquals(3, taken.item.value);
        assertEquals(0, slots.pending());
        assertNull(slots.take(taken));
    }

    @Test
    void tripleBuffer_slotUnderAHangingCall_isNeverClaimedAgain() {
        Slots<Item> slots = new TripleBuffer<>(Item::new);
        publish(slots, 1);
        Slot<Item> hanging = slots.take(new Slot<>(new Item()));
        assertNotNull(hanging);
        Slot<Item> free = new Slot<>(new Item());
        for (int i = 2; i < 20; i++) {
            publish(slots, i);
            free = slots.take(free);
            assertNotNull(free);
            assertEquals(i, free.item.value);
            assertNotSame(hanging, free);
        }
        assertEquals(1, hanging.item.value);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void ring_full_claimsNothingUntilOneIsTaken(int capacity) {
        Slots<Item> slots = new Ring<>(capacity, Item::new);
        for (int i = 0; i < capacity; i++) {
            assertFalse(publish(slots, i));
        }
        assertNull(slots.claim());
        assertEquals(capacity, slots.pending());
        Slot<Item> free = new Slot<>(new Item());
        for (int i = 0; i < 5 * capacity; i++) {
            free = slots.take(free);
            assertNotNull(free);
            assertEquals(i, free.item.value);
            publish(slots, i + capacity);
            assertNull(slots.claim());
        }
        assertEquals(capacity, slots.discard());
        assertEquals(0, slots.pending());
        assertEquals(0, slots.discard());
        assertNotNull(slots.claim());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 64})
    void handOver_producerAndConsumerAtFullSpeed_tearsAndRepeatsNothing(int capacity) {
        Slots<Item> slots = capacity == 0 ? new TripleBuffer<>(Item::new) : new Ring<>(capacity, Item::new);
        long last = 300_000;
        CompletableFuture<Long> consumer = CompletableFuture.supplyAsync(() -> {
            Slot<Item> free = new Slot<>(new Item());
            long seen = 0;
            long count = 0;
            while (seen < last) {
                Slot<Item> taken = slots.take(free);
                if (taken == null) {
                    Thread.onSpinWait();
                    continue;
                }
                assertTrue(taken.item.isWhole());
                assertTrue(taken.item.value > seen, "in order");
                seen = taken.item.value;
                count++;
                free = taken;
            }
            return count;
        });
        long replaced = 0;
        for (long i = 1; i <= last; i++) {
            while (slots.claim() == null) {
                Thread.onSpinWait();
            }
            replaced += publish(slots, i) ? 1 : 0;
        }
        assertEquals(last, consumer.join() + replaced);
    }

    private static boolean publish(Slots<Item> slots, long value) {
        Slot<Item> slot = slots.claim();
        assertNotNull(slot);
        slot.item.set(value);
        return slots.publish();
    }
}
