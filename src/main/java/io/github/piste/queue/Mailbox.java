package io.github.piste.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a producer leaves items for a handler without ever waiting for it. Made by
 * {@link TaskQueue#mailbox TaskQueue.mailbox}.
 *
 * <p>The items are slots that were allocated beforehand and are recycled: posting writes into a free one. It takes no
 * lock, allocates nothing and wakes nobody (workers look for work by themselves, every 1 to 4 ms), and returns at
 * once, except with {@link Overflow#BLOCK} when the mailbox is full.
 *
 * <p>Memory: {@code capacity + 1} slots, 3 with {@link Overflow#CONFLATE}.
 *
 * <p>Happens-before: everything the producer did before {@link #post}, and its writing of the slot, happens-before the handler's work on that item; the effects of each call of the handler happen-before the next.
 *
 * <p>Thread-safety: one producer at a time. A post that meets another one in progress is refused and counted, so
 * misuse loses items but corrupts nothing. All other methods: any thread, any time.
 *
 * @param <T> what the slots hold
 */
public final class Mailbox<T> {

    private static final long ROOM_POLL_NANOS = 50_000;

    private final MailboxConfig config;
    private final Slots<T> slots;
    private final Delivery<T> delivery;
    private final Lifecycle lifecycle;
    private final LongSupplier ticks;

    /** Set while a post is in progress; the delivery waits for it to clear before it closes the handler. */
    private final AtomicBoolean posting;

    // Written during a post only, so ordered stores do.
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong conflated = new AtomicLong();

    // Posts that were turned away before they began: any thread.
    private final AtomicLong turnedAway = new AtomicLong();

    Mailbox(
            MailboxConfig config,
            Slots<T> slots,
            AtomicBoolean posting,
            Delivery<T> delivery,
            Lifecycle lifecycle,
            LongSupplier ticks) {
        this.config = config;
        this.slots = slots;
        this.posting = posting;
        this.delivery = delivery;
        this.lifecycle = lifecycle;
        this.ticks = ticks;
    }

    /**
     * Offers an item to the handler.
     *
     * <p>With {@link Overflow#BLOCK} a full mailbox makes the caller wait until there is room. It gives up, and the
     * item is dropped, when the queue is closed, the handler is suspended or switched off, the caller is interrupted
     * (its flag stays set), or twice the handler's deadline has passed without room.
     *
     * <p>Cost: some tens of nanoseconds and the writing; allocates nothing.
     *
     * @param writer fills the slot, on this thread, before this method returns; not called if there is no room. If it
     *     throws, nothing is posted or counted, and the caller gets the exception
     * @return what became of the item
     */
    public PostResult post(SlotWriter<? super T> writer) {
        if (delivery.isServedByThisThread() || !posting.compareAndSet(false, true)) {
            turnedAway.getAndIncrement();
            return PostResult.REFUSED;
        }
        try {
            return offer(writer);
        } finally {
            posting.setRelease(false);
        }
    }

    private PostResult offer(SlotWriter<? super T> writer) {
        if (!lifecycle.isOpen() || delivery.state() == MailboxState.OFF) {
            increment(dropped);
            increment(offered);
            return PostResult.REFUSED;
        }
        Slot<T> slot = slots.claim();
        if (slot == null && config.overflow() == Overflow.BLOCK) {
            slot = awaitRoom();
        }
        if (slot == null) {
            increment(dropped);
            increment(offered);
            return PostResult.DROPPED;
        }
        writer.write(slot.item);
        slot.number = offered.getPlain() + 1;
        boolean replaced = slots.publish();
        if (replaced) {
            increment(conflated);
        }
        increment(offered);
        return replaced ? PostResult.REPLACED : PostResult.POSTED;
    }

    private @Nullable Slot<T> awaitRoom() {
        long since = ticks.getAsLong();
        long patience = 2 * delivery.deadlineTicks() + 1;
        Slot<T> slot = slots.claim();
        while (slot == null
                && lifecycle.isOpen()
                && delivery.state() == MailboxState.ACTIVE
                && !Thread.currentThread().isInterrupted()
                && ticks.getAsLong() - since <= patience) {
            LockSupport.parkNanos(this, ROOM_POLL_NANOS);
            slot = slots.claim();
        }
        return slot;
    }

    /**
     * Whether nothing waits and no call of the handler is in progress. To the producer that stays true until its
     * next post.
     *
     * @return true if the handler has caught up
     */
    public boolean idle() {
        return slots.pending() == 0 && !delivery.isServed(); // in this order: an item is served before it is taken
    }

    /**
     * How many items were offered so far, whatever became of them. Cost: one read.
     *
     * @return a number for {@link #isFlushed}
     */
    public long offered() {
        return offered.get();
    }

    /**
     * Whether the handler has dealt with the first items and been told that nothing more was waiting
     * ({@link MailboxHandler#drained}); items that were dropped count as dealt with. Cost: a few reads.
     *
     * @param items how many, from {@link #offered}
     * @return true if none of them is still to come
     */
    public boolean isFlushed(long items) {
        return delivery.flushed() >= items || idle();
    }

    /**
     * The mailbox's name.
     *
     * @return the name
     */
    public String name() {
        return config.name();
    }

    /**
     * The counters as they are now.
     *
     * @return the counters; they add up if the mailbox is quiet
     */
    public MailboxStats stats() {
        long refused = turnedAway.get();
        return new MailboxStats(
                config.name(),
                config.overflow(),
                delivery.state(),
                offered.get() + refused,
                delivery.handled(),
                delivery.failed(),
                dropped.get() + refused + delivery.discarded(),
                conflated.get(),
                slots.pending(),
                delivery.running(),
                delivery.lastError());
    }

    private static void increment(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}
