package io.github.piste.queue;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a queue. */
@Timeout(120)
class CloseTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final Recorder recorder = new Recorder();

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void close_withItemsWaiting_handlesThemAndClosesEachHandlerOnce(int workers) throws InterruptedException {
        TaskQueue queue = TaskQueue.builder("q").workers(workers).start();
        Gate gate = new Gate();
        queue.submit(gate::pass);
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 100), Item::new, recorder);
        Mailbox<Item> unused = queue.mailbox(MailboxConfig.conflating("unused"), Item::new, recorder);
        for (int i = 0; i < 100; i++) {
            mailbox.post(Item.of(i));
        }
        gate.open();
        CloseReport report = queue.close(AMPLE);
        assertTrue(report.clean(), report::toString);
        assertEquals(100, recorder.values.size());
        assertTrue(recorder.drained.get() >= 1);
        assertEquals(2, recorder.closed.get());
        assertEquals(100, report.stats().mailbox("m").handled());
        assertEquals(0, report.stats().workersAlive());
        assertTrue(unused.idle());
    }

    @Test
    void close_withTasksWaiting_runsThem() throws InterruptedException {
        TaskQueue queue = TaskQueue.builder("q").start();
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            queue.submit(() -> {
                runs.incrementAndGet();
            });
        }
        assertTrue(queue.close(AMPLE).clean());
        assertEquals(200, runs.get());
    }

    /** Q11. */
    @Test
    void afterClose_everythingHasADefinedResult() throws InterruptedException {
        TaskQueue queue = TaskQueue.builder("q").start();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("m", 1), Item::new, recorder);
        CloseReport report = queue.close(AMPLE);
        assertSame(report, queue.close(AMPLE));
        assertSame(report, queue.close(Duration.ZERO));
        queue.close();
        assertEquals(PostResult.REFUSED, mailbox.post(Item.of(1)));
        assertEquals(1, mailbox.stats().dropped());
        assertTrue(mailbox.stats().addsUp());
        assertThrows(IllegalStateException.class, () -> queue.submit(() -> {}));
        assertThrows(
                IllegalStateException.class,
                () -> queue.mailbox(MailboxConfig.conflating("late"), Item::new, recorder));
        queue.join();
        assertTrue(queue.stats().mailbox("m").addsUp());
        assertEquals(1, recorder.closed.get());
    }

    /** Q1, P3: nothing of the sink's gates is opened before close has returned. */
    @Test
    void close_sinkSleepsForEver_returnsWithTheListOfWhatWasLost() throws InterruptedException {
        TaskQueue queue = TaskQueue.builder("q").workers(2).start();
        Gate gate = new Gate();
        try {
            Mailbox<Item> stuck =
                    queue.mailbox(MailboxConfig.dropping("stuck", 3), Item::new, (item, skipped) -> gate.pass());
            Mailbox<Item> good = queue.mailbox(MailboxConfig.dropping("good", 4), Item::new, recorder);
            for (int i = 0; i < 4; i++) {
                stuck.post(Item.of(i));
                gate.awaitReached();
                good.post(Item.of(i));
            }
            CloseReport report = queue.close(Duration.ofSeconds(1));
            assertFalse(report.clean());
            MailboxStats lost = report.stats().mailbox("stuck");
            assertEquals(1, lost.running());
            assertEquals(3, lost.pending());
            assertTrue(lost.addsUp());
            assertEquals(0, report.stats().mailbox("good").pending());
            assertEquals(report.stats().mailbox("good").posted(), recorder.values.size());
            assertEquals(1, recorder.closed.get());
            assertEquals(1, report.threadsLeft().size());
            assertTrue(report.threadsLeft().get(0).startsWith("q-worker-"));
            assertSame(report, queue.close(AMPLE));
        } finally {
            gate.open();
        }
        await().until(() -> queue.stats().workersAlive() == 0);
    }

    @Test
    void close_sinkBlockedButInterruptible_endsItsThread() throws InterruptedException {
        TaskQueue queue = TaskQueue.builder("q").start();
        Gate reached = new Gate();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("m"), Item::new, (item, skipped) -> {
            reached.open();
            new CompletableFuture<Void>().get(); // for ever
        });
        mailbox.post(Item.of(1));
        reached.pass();
        queue.close(Duration.ofMillis(50));
        await().until(() -> queue.stats().workersAlive() == 0);
        assertEquals(1, mailbox.stats().failed());
        assertTrue(mailbox.stats().addsUp());
    }

    @Test
    void close_taskNeverReturns_cancelsTheWaitingOnesAndReleasesWaiters() throws Exception {
        TaskQueue queue = TaskQueue.builder("q").taskCapacity(1).start();
        Gate gate = new Gate();
        try {
            queue.submit(gate::pass);
            gate.awaitReached();
            CompletableFuture<Integer> waiting = queue.submit(() -> 1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread submitter = new Thread(() -> {
                try {
                    queue.submit(() -> {});
                } catch (Throwable t) {
                    thrown.set(t);
                }
            });
            submitter.start();
            await().until(() -> submitter.getState() == Thread.State.WAITING);
            CloseReport report = queue.close(Duration.ofMillis(50));
            submitter.join();
            assertEquals(
                    IllegalStateException.class, requireNonNull(thrown.get()).getClass());
            assertTrue(waiting.isCancelled());
            assertEquals(new TaskStats(2, 0, 0, 1, 0, 1), report.stats().tasks());
            assertFalse(report.clean());
        } finally {
            gate.open();
        }
        queue.join();
        assertEquals(1, queue.stats().tasks().succeeded());
    }

    @Test
    void close_callerInterrupted_returnsAtOnceAndKeepsTheFlag() throws InterruptedException {
        TaskQueue queue = TaskQueue.builder("q").start();
        Gate gate = new Gate();
        try {
            queue.submit(gate::pass);
            gate.awaitReached();
            Thread.currentThread().interrupt();
            CloseReport report = queue.close(Duration.ofDays(1));
            assertTrue(Thread.interrupted());
            assertEquals(1, report.stats().tasks().running());
        } finally {
            gate.open();
        }
    }

    @Test
    void close_suspendedMailbox_isTriedOnceMoreThenItsItemsAreDropped() {
        FakeClock clock = new FakeClock();
        TaskQueue queue = TaskQueue.builder("q").nanoClock(clock).start();
        AtomicInteger calls = new AtomicInteger();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 20), Item::new, new MailboxHandler<>() {
            @Override
            public void handle(Item item, long skipped) throws IOException {
                calls.incrementAndGet();
                throw new IOException("disk full");
            }

            @Override
            public void close() {
                recorder.close();
            }
        });
        for (int i = 0; i < 10; i++) {
            mailbox.post(Item.of(i));
        }
        await().until(() -> mailbox.stats().state() == MailboxState.SUSPENDED);
        CloseReport report = queue.close(AMPLE);
        assertTrue(report.clean());
        assertEquals(6, calls.get());
        assertEquals(6, mailbox.stats().failed());
        assertEquals(4, mailbox.stats().dropped());
        assertEquals(1, recorder.closed.get());
    }

    @Test
    void close_suspendedMailboxThatWorksAgain_writesWhatWaits() {
        FakeClock clock = new FakeClock();
        TaskQueue queue = TaskQueue.builder("q").nanoClock(clock).start();
        AtomicInteger calls = new AtomicInteger();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 20), Item::new, (item, skipped) -> {
            if (calls.incrementAndGet() <= 5) {
                throw new IOException("disk full");
            }
        });
        for (int i = 0; i < 10; i++) {
            mailbox.post(Item.of(i));
        }
        await().until(() -> mailbox.stats().state() == MailboxState.SUSPENDED);
        assertTrue(queue.close(AMPLE).clean());
        assertEquals(5, mailbox.stats().handled());
        assertEquals(0, mailbox.stats().dropped());
    }

    /** Q7. */
    @Test
    void sink_callsSubmitStatsAndCloseItself_noDeadlock() {
        TaskQueue queue = TaskQueue.builder("q").taskCapacity(1).start();
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<CloseReport> own = new AtomicReference<>();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 3), Item::new, new MailboxHandler<>() {
            @Override
            public void handle(Item item, long skipped) throws InterruptedException {
                if (own.get() == null) {
                    for (int i = 0; i < 5; i++) {
                        queue.submit(() -> {
                            runs.incrementAndGet();
                        });
                    }
                    own.set(queue.close(AMPLE));
                }
                recorder.handle(item, skipped);
            }

            @Override
            public void close() {
                queue.close();
                recorder.close();
            }
        });
        mailbox.post(Item.of(1));
        mailbox.post(Item.of(2));
        await().until(() -> recorder.closed.get() == 1);
        CloseReport report = queue.close(AMPLE);
        assertTrue(report.clean(), report::toString);
        assertEquals(5, runs.get());
        assertEquals(1, requireNonNull(own.get()).stats().mailbox("m").running());
        assertEquals(
                mailbox.stats().posted(),
                recorder.values.size() + mailbox.stats().dropped());
    }

    @Test
    void watchdogListener_callsClose_noDeadlock() {
        TaskQueue queue = TaskQueue.builder("q").tick(Duration.ofMillis(1)).start();
        AtomicInteger closes = new AtomicInteger();
        queue.onTick(() -> {
            queue.close();
            closes.incrementAndGet();
        });
        await().until(() -> closes.get() > 0);
        assertTrue(queue.close(AMPLE).clean());
    }

    @Test
    void startAndClose_aThousandTimes_leavesNoThread() {
        for (int i = 0; i < 1_000; i++) {
            TaskQueue queue = TaskQueue.builder("cycle").workers(2).start();
            queue.mailbox(MailboxConfig.conflating("m"), Item::new, recorder).post(Item.of(i));
            assertTrue(queue.close(AMPLE).clean());
        }
        assertEquals(1_000, recorder.values.size());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("cycle-")));
    }
}
