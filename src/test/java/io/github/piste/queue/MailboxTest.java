package io.github.piste.queue;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MailboxTest {

    private final TaskQueue queue = TaskQueue.builder("test").workers(2).start();
    private final Gate gate = new Gate();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        gate.open();
        queue.close();
    }

    @Test
    void post_whileSinkBlocked_keepsOnlyLatest() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("plots"), Item::new, gated());
        assertEquals(PostResult.POSTED, mailbox.post(Item.of(1)));
        gate.awaitReached();
        assertEquals(PostResult.POSTED, mailbox.post(Item.of(2)));
        for (int i = 3; i <= 100; i++) {
            assertEquals(PostResult.REPLACED, mailbox.post(Item.of(i)));
        }
        MailboxStats busy = mailbox.stats();
        assertEquals(100, busy.posted());
        assertEquals(98, busy.conflated());
        assertEquals(1, busy.pending());
        assertEquals(1, busy.running());
        assertTrue(busy.addsUp());
        gate.open();
        awaitIdle(mailbox);
        assertEquals(List.of(1L, 100L), recorder.values);
        assertEquals(List.of(0L, 98L), recorder.skipped);
        assertEquals(2, mailbox.stats().handled());
        assertTrue(mailbox.stats().addsUp());
    }

    @Test
    void post_ringFull_dropsNewestAndTellsWhere() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("metrics", 3), Item::new, gated());
        mailbox.post(Item.of(1));
        gate.awaitReached();
        for (int i = 2; i <= 4; i++) {
            assertEquals(PostResult.POSTED, mailbox.post(Item.of(i)));
        }
        for (int i = 5; i <= 11; i++) {
            assertEquals(PostResult.DROPPED, mailbox.post(Item.of(i)));
        }
        gate.open();
        awaitIdle(mailbox);
        mailbox.post(Item.of(12));
        mailbox.post(Item.of(13));
        awaitIdle(mailbox);
        assertEquals(List.of(1L, 2L, 3L, 4L, 12L, 13L), recorder.values);
        assertEquals(List.of(0L, 0L, 0L, 0L, 7L, 0L), recorder.skipped);
        assertEquals(7, mailbox.stats().dropped());
        assertTrue(mailbox.stats().addsUp());
    }

    @Test
    void post_blocking_losesNothingAndKeepsOrder() {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("all", 4), Item::new, recorder);
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            assertEquals(PostResult.POSTED, mailbox.post(Item.of(i)));
        }
        awaitIdle(mailbox);
        assertEquals(LongStream.range(0, count).boxed().toList(), recorder.values);
        assertEquals(0, mailbox.stats().dropped());
        assertTrue(mailbox.stats().addsUp());
    }

    @Test
    void post_blockingAndInterrupted_dropsAndKeepsTheFlag() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("all", 1), Item::new, gated());
        mailbox.post(Item.of(1));
        gate.awaitReached();
        mailbox.post(Item.of(2));
        Thread.currentThread().interrupt();
        assertEquals(PostResult.DROPPED, mailbox.post(Item.of(3)));
        assertTrue(Thread.interrupted());
        assertEquals(1, mailbox.stats().dropped());
    }

    @Test
    void post_blockingWhenQueueCloses_returns() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("all", 1), Item::new, gated());
        mailbox.post(Item.of(1));
        gate.awaitReached();
        mailbox.post(Item.of(2));
        AtomicReference<PostResult> result = new AtomicReference<>();
        Thread producer = new Thread(() -> result.set(mailbox.post(Item.of(3))));
        producer.start();
        await().until(() -> producer.getState() == Thread.State.TIMED_WAITING);
        Thread closer = new Thread(queue::close);
        closer.start();
        producer.join();
        assertEquals(PostResult.DROPPED, result.get());
        gate.open();
        closer.join();
        assertEquals(List.of(1L, 2L), recorder.values);
        assertTrue(mailbox.stats().addsUp());
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void post_aHundredThousandTimes_allocatesNothing(Overflow overflow) {
        Mailbox<Item> mailbox = queue.mailbox(config(overflow, 64), Item::new, (item, skipped) -> {});
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SlotWriter<Item> writer = slot -> slot.set(slot.value + 1);
        postTimes(mailbox, writer, 20_000); // compiled, class loading done
        long least = Long.MAX_VALUE; // the JVM itself allocates now and then, on whatever thread
        for (int round = 0; round < 5 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            postTimes(mailbox, writer, overflow == Overflow.BLOCK ? 5_000 : 100_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    /** Q5: the producer far faster than the handler. */
    @ParameterizedTest
    @CsvSource({"CONFLATE,1", "DROP_NEWEST,1", "DROP_NEWEST,100"})
    void post_aMillionAsFastAsPossible_countersAreExact(Overflow overflow, int capacity) {
        AtomicLong sum = new AtomicLong();
        AtomicBoolean torn = new AtomicBoolean();
        AtomicLong last = new AtomicLong();
        Mailbox<Item> mailbox = queue.mailbox(config(overflow, capacity), Item::new, (item, skipped) -> {
            torn.compareAndSet(false, !item.isWhole());
            sum.addAndGet(1 + skipped);
            last.set(item.value);
        });
        long count = 1_000_000;
        AtomicLong next = new AtomicLong();
        SlotWriter<Item> writer = slot -> slot.set(next.get());
        for (long i = 1; i <= count; i++) {
            next.setPlain(i);
            mailbox.post(writer);
        }
        awaitIdle(mailbox);
        next.set(count + 1);
        mailbox.post(writer); // tells what was lost at the end
        awaitIdle(mailbox);
        MailboxStats stats = mailbox.stats();
        assertEquals(count + 1, stats.posted());
        assertTrue(stats.addsUp(), stats::toString);
        assertEquals(count + 1, sum.get(), "every item was handled or reported as skipped");
        assertEquals(count + 1, last.get());
        assertFalse(torn.get());
    }

    /** Q6: the producer changes its array right after the post. */
    @Test
    void post_producerMutatesRightAfter_handlerSeesTheValuesOfThatPost() {
        AtomicLong wrong = new AtomicLong();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("all", 1_000), Item::new, (item, skipped) -> {
            if (!item.isWhole()) {
                wrong.incrementAndGet();
            }
        });
        Item own = new Item();
        SlotWriter<Item> copy = slot -> {
            slot.value = own.value;
            System.arraycopy(own.copies, 0, slot.copies, 0, Item.LENGTH);
        };
        for (int i = 0; i < 100_000; i++) {
            own.set(i);
            mailbox.post(copy);
            own.set(-1);
        }
        awaitIdle(mailbox);
        assertEquals(100_000, mailbox.stats().handled());
        assertEquals(0, wrong.get());
    }

    @Test
    void idle_fromPostToEndOfHandling_isFalse() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("checkpoint"), Item::new, gated());
        assertTrue(mailbox.idle());
        mailbox.post(Item.of(1));
        assertFalse(mailbox.idle());
        gate.awaitReached();
        assertFalse(mailbox.idle());
        gate.open();
        awaitIdle(mailbox);
        assertEquals(List.of(1L), recorder.values);
    }

    @Test
    void isFlushed_upToAnItem_doesNotWaitForLaterOnes() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("rows", 8), Item::new, recorder(3));
        mailbox.post(Item.of(1));
        mailbox.post(Item.of(2));
        awaitIdle(mailbox);
        mailbox.post(Item.of(3));
        gate.awaitReached();
        assertEquals(3, mailbox.offered());
        assertTrue(mailbox.isFlushed(2));
        assertFalse(mailbox.isFlushed(3));
        gate.open();
        await().until(() -> mailbox.isFlushed(3));
        assertEquals(List.of(1L, 2L, 3L), recorder.values);
    }

    /** Notes what it gets, and waits at the gate with one of them. */
    private MailboxHandler<Item> recorder(long gated) {
        return (item, skipped) -> {
            if (item.value == gated) {
                gate.pass();
            }
            recorder.handle(item, skipped);
        };
    }

    @Test
    void idle_seenByTheProducer_meansHandled() {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("checkpoint"), Item::new, recorder);
        for (int i = 1; i <= 200; i++) {
            mailbox.post(Item.of(i));
            while (!mailbox.idle()) {
                Thread.onSpinWait();
            }
            assertEquals(i, mailbox.stats().handled());
            assertEquals(i, recorder.drained.get());
        }
    }

    @Test
    void drained_afterABurst_comesOnceTheMailboxIsEmpty() throws InterruptedException {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("metrics", 50), Item::new, gated());
        mailbox.post(Item.of(0));
        gate.awaitReached();
        for (int i = 1; i <= 50; i++) {
            mailbox.post(Item.of(i));
        }
        assertEquals(0, recorder.drained.get());
        gate.open();
        awaitIdle(mailbox);
        assertEquals(51, recorder.values.size());
        assertEquals(1, recorder.drained.get());
    }

    @Test
    void post_writerThrows_leavesTheMailboxAsItWas() {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("metrics", 1), Item::new, recorder);
        assertThrows(
                IllegalStateException.class,
                () -> mailbox.post(slot -> {
                    throw new IllegalStateException("of the producer");
                }));
        assertEquals(0, mailbox.stats().posted());
        assertEquals(PostResult.POSTED, mailbox.post(Item.of(1)));
        awaitIdle(mailbox);
        assertEquals(List.of(1L), recorder.values);
    }

    /** Q7: a post within a post, and one by the handler itself. */
    @Test
    void post_reentrant_isRefusedAndCounted() {
        AtomicReference<PostResult> byHandler = new AtomicReference<>();
        AtomicReference<Mailbox<Item>> self = new AtomicReference<>();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("all", 1), Item::new, (item, skipped) -> {
            byHandler.set(requireNonNull(self.get()).post(Item.of(99)));
        });
        self.set(mailbox);
        AtomicReference<PostResult> byWriter = new AtomicReference<>();
        mailbox.post(slot -> byWriter.set(mailbox.post(Item.of(98))));
        awaitIdle(mailbox);
        assertEquals(PostResult.REFUSED, byWriter.get());
        assertEquals(PostResult.REFUSED, byHandler.get());
        MailboxStats stats = mailbox.stats();
        assertEquals(3, stats.posted());
        assertEquals(2, stats.dropped());
        assertTrue(stats.addsUp());
    }

    @Test
    void post_byHandlerOfAnotherMailbox_isServed() {
        Mailbox<Item> second = queue.mailbox(MailboxConfig.dropping("second", 10), Item::new, recorder);
        Mailbox<Item> first = queue.mailbox(MailboxConfig.dropping("first", 10), Item::new, (item, skipped) -> {
            long value = item.value;
            second.post(slot -> slot.set(-value));
        });
        first.post(Item.of(7));
        await().until(() -> recorder.values.equals(List.of(-7L)));
    }

    @Test
    void post_bySeveralThreadsAtOnce_losesItemsButCorruptsNothing() throws InterruptedException {
        AtomicLong torn = new AtomicLong();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("metrics", 8), Item::new, (item, skipped) -> {
            if (!item.isWhole()) {
                torn.incrementAndGet();
            }
        });
        List<Thread> producers = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int p = 0; p < 3; p++) {
            long base = 1_000_000L * p;
            Thread producer = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < 20_000; i++) {
                    long value = base + i;
                    mailbox.post(slot -> slot.set(value));
                }
            });
            producer.start();
            producers.add(producer);
        }
        start.countDown();
        for (Thread producer : producers) {
            producer.join();
        }
        awaitIdle(mailbox);
        assertEquals(60_000, mailbox.stats().posted());
        assertTrue(mailbox.stats().addsUp(), () -> mailbox.stats().toString());
        assertEquals(0, torn.get());
    }

    @Test
    void serving_oneFloodedMailbox_doesNotStarveTheOther() {
        try (TaskQueue single = TaskQueue.builder("single").start()) {
            AtomicBoolean stop = new AtomicBoolean();
            Mailbox<Item> flood = single.mailbox(MailboxConfig.dropping("flood", 1_000), Item::new, (i, s) -> {});
            Mailbox<Item> other = single.mailbox(MailboxConfig.conflating("other"), Item::new, recorder);
            Thread producer = new Thread(() -> {
                while (!stop.get()) {
                    flood.post(Item.of(1));
                }
            });
            producer.start();
            other.post(Item.of(1));
            awaitIdle(other);
            stop.set(true);
            assertEquals(List.of(1L), recorder.values);
        }
    }

    @Test
    void config_badValues_areRefusedWithTheValue() {
        assertMessage("capacity 0 ", () -> MailboxConfig.dropping("m", 0));
        assertMessage("capacity -1 ", () -> MailboxConfig.blocking("m", -1));
        assertMessage("name", () -> MailboxConfig.conflating(" "));
        assertMessage("CONFLATE", () -> new MailboxConfig("m", Overflow.CONFLATE, 2, Duration.ofSeconds(1)));
        assertMessage("PT0S", () -> MailboxConfig.conflating("m").withDeadline(Duration.ZERO));
    }

    @Test
    void mailbox_nameTaken_isRefused() {
        queue.mailbox(MailboxConfig.conflating("plots"), Item::new, recorder);
        assertMessage("'plots'", () -> queue.mailbox(MailboxConfig.dropping("plots", 2), Item::new, recorder));
    }

    private MailboxHandler<Item> gated() {
        return new MailboxHandler<>() {
            @Override
            public void handle(Item item, long skipped) {
                gate.pass();
                recorder.handle(item, skipped);
            }

            @Override
            public void drained() {
                recorder.drained();
            }
        };
    }

    private static MailboxConfig config(Overflow overflow, int capacity) {
        return new MailboxConfig(
                overflow.name(), overflow, overflow == Overflow.CONFLATE ? 1 : capacity, Duration.ofSeconds(60));
    }

    private static void postTimes(Mailbox<Item> mailbox, SlotWriter<Item> writer, int times) {
        for (int i = 0; i < times; i++) {
            mailbox.post(writer);
        }
    }

    private static void awaitIdle(Mailbox<?> mailbox) {
        await().until(mailbox::idle);
    }

    private static void assertMessage(String part, Executable executable) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, executable));
        assertTrue(message.contains(part), message);
    }
}
