package io.github.piste.queue;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers that do not return. */
@Timeout(60)
class WatchdogTest {

    /** Two ticks of 50 ms. */
    private static final Duration DEADLINE = Duration.ofMillis(100);

    private static final int TICKS_UNTIL_ABANDONED = 3; // one to see the call, two to wait

    private final HandPacer pacer = new HandPacer();
    private final TaskQueue queue = TaskQueue.builder("test").pacer(pacer).start();
    private final Recorder recorder = new Recorder();
    private final List<Gate> gates = new ArrayList<>();

    @AfterEach
    void close() {
        gates.forEach(Gate::open);
        queue.close();
    }

    /** Q1, with a single worker. */
    @Test
    void handle_hangs_isAbandonedAtTheDeadlineAndOthersGoOn() throws InterruptedException {
        Gate gate = gate();
        Mailbox<Item> stuck = stuck(MailboxConfig.dropping("stuck", 4), List.of(gate));
        Mailbox<Item> other = queue.mailbox(MailboxConfig.dropping("other", 4), Item::new, recorder);
        stuck.post(Item.of(1));
        gate.awaitReached();
        other.post(Item.of(10));
        pacer.tick(TICKS_UNTIL_ABANDONED - 1);
        assertEquals(0, queue.stats().workersAbandoned(), "not before the deadline");
        assertEquals(1, stuck.stats().running());
        pacer.tick(1);
        QueueStats stats = queue.stats();
        assertEquals(1, stats.workersAbandoned());
        assertEquals(1, stats.workersReplaced());
        assertEquals(1, stats.workersAlive());
        assertEquals(1, stats.mailbox("stuck").failed());
        assertEquals(0, stats.mailbox("stuck").running());
        assertTrue(requireNonNull(stats.mailbox("stuck").lastError()).contains("test-worker-1"));
        await().until(other::idle);
        assertEquals(List.of(10L), recorder.values);

        stuck.post(Item.of(2));
        await().until(stuck::idle);
        assertEquals(List.of(10L, 2L), recorder.values, "the replacement serves the mailbox again");
        assertTrue(stuck.stats().addsUp());
    }

    /** Its calls wait at a gate, which their deadline allows. */
    private Mailbox<Item> slow(Gate gate) {
        return queue.mailbox(
                MailboxConfig.dropping("slow", 4).withDeadline(Duration.ofHours(1)),
                Item::new,
                (item, skipped) -> gate.pass());
    }

    @Test
    void handle_isSlowWithinItsDeadline_anotherWorkerServesTheRestMeanwhile() throws InterruptedException {
        Gate gate = gate();
        Mailbox<Item> slow = slow(gate);
        Mailbox<Item> other = queue.mailbox(MailboxConfig.dropping("other", 4), Item::new, recorder);
        slow.post(Item.of(1));
        gate.awaitReached();
        other.post(Item.of(10));
        pacer.tick(12);
        await().until(other::idle);
        assertEquals(List.of(10L), recorder.values);
        assertEquals(2, queue.stats().workersAlive());
        assertEquals(0, queue.stats().workersAbandoned());

        gate.open();
        await().until(slow::idle);
        await().until(() -> {
            pacer.tick(1);
            return queue.stats().workersAlive() == 1;
        });
        assertEquals(1, slow.stats().handled());
    }

    @Test
    void handle_isSlow_whenLittleTimeIsLeft_isRelievedAfterTwoTicks() throws InterruptedException {
        Gate gate = gate();
        Mailbox<Item> slow = slow(gate);
        Mailbox<Item> other = queue.mailbox(MailboxConfig.dropping("other", 4), Item::new, recorder);
        slow.post(Item.of(1));
        gate.awaitReached();
        other.post(Item.of(10));
        pacer.tick(3); // one to see the call, two to wait
        assertEquals(1, queue.stats().workersAlive(), "there is time");
        queue.hurry();
        pacer.tick(1);
        await().until(other::idle);
        assertEquals(List.of(10L), recorder.values);
    }

    @Test
    void abandonedCall_returnsLater_endsItsThreadAndCountsNothing() throws InterruptedException {
        Gate gate = gate();
        Mailbox<Item> stuck = stuck(MailboxConfig.dropping("stuck", 4), List.of(gate));
        Thread worker = workerThread();
        stuck.post(Item.of(1));
        gate.awaitReached();
        pacer.tick(TICKS_UNTIL_ABANDONED);
        MailboxStats before = stuck.stats();
        gate.open();
        worker.join();
        assertEquals(before, stuck.stats());
        assertTrue(before.addsUp());
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void abandonedCall_keepsItsSlotForItself(Overflow overflow) throws InterruptedException {
        Gate gate = gate();
        Set<Item> handled = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Item> hanging = new ArrayList<>();
        MailboxConfig config = new MailboxConfig("stuck", overflow, overflow == Overflow.CONFLATE ? 1 : 2, DEADLINE);
        Mailbox<Item> stuck = queue.mailbox(config, Item::new, (item, skipped) -> {
            if (item.value == 1) {
                hanging.add(item);
                gate.pass();
            } else {
                handled.add(item);
            }
        });
        stuck.post(Item.of(1));
        gate.awaitReached();
        pacer.tick(TICKS_UNTIL_ABANDONED);
        for (int i = 2; i < 50; i++) {
            assertEquals(PostResult.POSTED, stuck.post(Item.of(i)));
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(stuck::idle);
        }
        assertEquals(1, hanging.get(0).value);
        assertTrue(hanging.get(0).isWhole());
        assertTrue(!handled.contains(hanging.get(0)), "the slot under the hanging call was handed out again");
        assertEquals(48, stuck.stats().handled());
    }

    @Test
    void handle_hangsThreeTimes_switchesTheMailboxOff() throws InterruptedException {
        List<Gate> three = List.of(gate(), gate(), gate());
        Mailbox<Item> stuck = stuck(MailboxConfig.dropping("stuck", 4), three);
        for (int i = 0; i < 3; i++) {
            assertEquals(MailboxState.ACTIVE, stuck.stats().state());
            stuck.post(Item.of(i));
            three.get(i).awaitReached();
            stuck.post(Item.of(100 + i));
            pacer.tick(TICKS_UNTIL_ABANDONED);
            if (i < 2) {
                await().until(stuck::idle);
            }
        }
        assertEquals(MailboxState.OFF, stuck.stats().state());
        assertEquals(PostResult.REFUSED, stuck.post(Item.of(9)));
        await().until(stuck::idle);
        MailboxStats stats = stuck.stats();
        assertEquals(3, stats.failed());
        assertEquals(2, stats.dropped(), "the waiting one and the refused one");
        assertTrue(stats.addsUp(), stats::toString);
        assertEquals(3, queue.stats().workersAbandoned());
        assertEquals(1, queue.stats().workersAlive());
        CloseReport report = queue.close(Duration.ofSeconds(20));
        assertEquals(List.of("test-worker-1", "test-worker-2", "test-worker-3"), report.threadsLeft());
        assertEquals(0, recorder.closed.get(), "a handler that got stuck for good is left alone");
    }

    @Test
    void drained_hangs_isAbandonedWithoutAnItem() throws InterruptedException {
        Gate gate = gate();
        Mailbox<Item> mailbox =
                queue.mailbox(MailboxConfig.conflating("m").withDeadline(DEADLINE), Item::new, new MailboxHandler<>() {
                    @Override
                    public void handle(Item item, long skipped) {
                        recorder.handle(item, skipped);
                    }

                    @Override
                    public void drained() {
                        gate.pass();
                    }
                });
        mailbox.post(Item.of(1));
        gate.awaitReached();
        pacer.tick(TICKS_UNTIL_ABANDONED);
        assertTrue(mailbox.idle());
        assertEquals(1, mailbox.stats().handled());
        assertEquals(0, mailbox.stats().failed());
        assertEquals(1, queue.stats().workersAbandoned());
        assertTrue(mailbox.stats().addsUp());
    }

    @Test
    void newSlotCannotBeMade_switchesTheMailboxOff() throws InterruptedException {
        Gate gate = gate();
        AtomicInteger made = new AtomicInteger();
        Mailbox<Item> stuck = queue.mailbox(
                MailboxConfig.dropping("stuck", 2).withDeadline(DEADLINE),
                () -> {
                    if (made.incrementAndGet() > 3) {
                        throw new IllegalStateException("no more");
                    }
                    return new Item();
                },
                (item, skipped) -> gate.pass());
        stuck.post(Item.of(1));
        gate.awaitReached();
        pacer.tick(TICKS_UNTIL_ABANDONED);
        stuck.post(Item.of(2));
        await().until(() -> stuck.stats().state() == MailboxState.OFF);
        await().until(stuck::idle);
        assertTrue(stuck.stats().addsUp());
        assertEquals(1, stuck.stats().dropped());
    }

    @Test
    void longCalls_eachUnderTheDeadline_raiseNoAlarm() throws InterruptedException {
        List<Gate> many = List.of(gate(), gate(), gate(), gate());
        Mailbox<Item> slow = stuck(MailboxConfig.dropping("slow", 4), many);
        for (int i = 0; i < many.size(); i++) {
            slow.post(Item.of(i));
            many.get(i).awaitReached();
            pacer.tick(TICKS_UNTIL_ABANDONED - 1);
            many.get(i).open();
            await().until(slow::idle);
        }
        assertEquals(4, slow.stats().handled());
        assertEquals(0, queue.stats().workersAbandoned());
    }

    @Test
    void post_blockingWithoutRoom_givesUpAfterTwiceTheDeadline() throws InterruptedException {
        Gate gate = gate();
        queue.submit(gate::pass); // the only worker is taken by a task, which has no deadline
        gate.awaitReached();
        Mailbox<Item> mailbox =
                queue.mailbox(MailboxConfig.blocking("all", 1).withDeadline(DEADLINE), Item::new, recorder);
        mailbox.post(Item.of(1));
        AtomicInteger dropped = new AtomicInteger();
        Thread producer = new Thread(() -> {
            if (mailbox.post(Item.of(2)) == PostResult.DROPPED) {
                dropped.incrementAndGet();
            }
        });
        producer.start();
        await().until(() -> producer.getState() == Thread.State.TIMED_WAITING);
        pacer.tick(10);
        producer.join();
        assertEquals(1, dropped.get());
        assertEquals(0, queue.stats().workersAbandoned());
    }

    @Test
    void onTick_listenersRunOncePerTickEvenBesideOneThatThrows() throws InterruptedException {
        AtomicInteger ticks = new AtomicInteger();
        queue.onTick(() -> {
            throw new IllegalStateException("of a listener");
        });
        queue.onTick(() -> {
            assertEquals("test-watchdog", Thread.currentThread().getName());
            ticks.incrementAndGet();
        });
        pacer.tick(5);
        assertEquals(5, ticks.get());
    }

    @Test
    void onTick_inRealTime_comes() {
        try (TaskQueue real =
                TaskQueue.builder("real").tick(Duration.ofMillis(1)).start()) {
            AtomicInteger ticks = new AtomicInteger();
            real.onTick(ticks::incrementAndGet);
            await().until(() -> ticks.get() > 3);
        }
    }

    private Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }

    /** A mailbox whose first calls wait at one gate each. */
    private Mailbox<Item> stuck(MailboxConfig config, List<Gate> firstCalls) {
        AtomicInteger calls = new AtomicInteger();
        return queue.mailbox(config.withDeadline(DEADLINE), Item::new, new MailboxHandler<>() {
            @Override
            public void handle(Item item, long skipped) {
                int call = item.value >= 100 ? Integer.MAX_VALUE : calls.getAndIncrement();
                if (call < firstCalls.size()) {
                    firstCalls.get(call).pass();
                } else {
                    recorder.handle(item, skipped);
                }
            }

            @Override
            public void close() {
                recorder.close();
            }
        });
    }

    private static Thread workerThread() {
        Thread worker = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("test-worker-1"))
                .findFirst()
                .orElse(null);
        assertNotNull(worker);
        return worker;
    }
}
