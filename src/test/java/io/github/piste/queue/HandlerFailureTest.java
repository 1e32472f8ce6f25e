package io.github.piste.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers that throw, and that leave their thread in disorder. */
@Timeout(60)
class HandlerFailureTest {

    private final FakeClock clock = new FakeClock();
    private final HandPacer pacer = new HandPacer();
    private final TaskQueue queue =
            TaskQueue.builder("test").nanoClock(clock).pacer(pacer).start();
    private final Recorder recorder = new Recorder();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        queue.close();
    }

    static Stream<Throwable> hostile() {
        return Stream.of(
                new IOException("checked"),
                new IllegalStateException(),
                new InternalError("no fonts"),
                new NoClassDefFoundError("gone"),
                new StackOverflowError(),
                new Error("dies") {
                    private static final long serialVersionUID = 1;
                },
                new InterruptedException(),
                new RuntimeException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("even this throws");
                    }
                });
    }

    /** Q2, Q3. */
    @ParameterizedTest
    @MethodSource("hostile")
    void handle_throwsEveryTime_isSuspendedAfterFiveAndOthersGoOn(Throwable thrown) {
        Mailbox<Item> bad = queue.mailbox(MailboxConfig.dropping("bad", 10), Item::new, (item, skipped) -> {
            calls.incrementAndGet();
            HandlerFailureTest.<RuntimeException>sneak(thrown);
        });
        Mailbox<Item> good = queue.mailbox(MailboxConfig.dropping("good", 10), Item::new, recorder);
        for (int i = 0; i < 10; i++) {
            bad.post(Item.of(i));
        }
        await().until(() -> bad.stats().state() == MailboxState.SUSPENDED);
        good.post(Item.of(1));
        await().until(good::idle);
        assertEquals(List.of(1L), recorder.values);
        MailboxStats stats = bad.stats();
        assertEquals(5, stats.failed());
        assertEquals(5, stats.pending());
        assertEquals(5, calls.get());
        assertTrue(stats.addsUp());
        assertNotNull(stats.lastError());
        assertEquals(1, queue.stats().workersAlive());
        assertEquals(0, queue.stats().workersReplaced());
    }

    @Test
    void handle_throwsOnTheSeventhCall_losesOnlyThatItem() {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 20), Item::new, (item, skipped) -> {
            if (calls.incrementAndGet() == 7) {
                throw new IOException("seventh");
            }
            recorder.handle(item, skipped);
        });
        for (int i = 1; i <= 20; i++) {
            mailbox.post(Item.of(i));
        }
        await().until(mailbox::idle);
        assertEquals(LongStream.rangeClosed(1, 20).filter(i -> i != 7).boxed().toList(), recorder.values);
        MailboxStats stats = mailbox.stats();
        assertEquals(1, stats.failed());
        assertEquals(MailboxState.ACTIVE, stats.state());
        assertEquals("java.io.IOException: seventh", stats.lastError());
        assertTrue(stats.addsUp());
    }

    @Test
    void suspended_isTriedAgainAfterGrowingPausesAndRecovers() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("m"), Item::new, (item, skipped) -> {
            calls.incrementAndGet();
            if (broken.get()) {
                throw new IOException("disk full");
            }
            recorder.handle(item, skipped);
        });
        for (int i = 1; i <= 5; i++) {
            mailbox.post(Item.of(i));
            await().until(mailbox::idle);
        }
        assertEquals(MailboxState.SUSPENDED, mailbox.stats().state());
        assertEquals(PostResult.POSTED, mailbox.post(Item.of(6)), "a suspended mailbox still takes items");
        int expected = 5;
        for (int pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            clock.advance(Duration.ofSeconds(pause).minusNanos(1));
            rounds();
            assertEquals(expected, calls.get(), "too early");
            clock.advance(Duration.ofNanos(1));
            await().until(mailbox::idle);
            assertEquals(++expected, calls.get());
            mailbox.post(Item.of(100 + pause));
        }
        broken.set(false);
        clock.advance(Duration.ofSeconds(30));
        await().until(mailbox::idle);
        assertEquals(MailboxState.ACTIVE, mailbox.stats().state());
        assertEquals(List.of(130L), recorder.values);
        assertTrue(mailbox.stats().addsUp());
    }

    /** F3: a picture is tried again at its own interval, however long the disk was full. */
    @Test
    void suspendedWithALongestPause_isTriedAgainAfterItEachTime() {
        MailboxConfig config = MailboxConfig.conflating("m").withLongestPause(Duration.ofMillis(500));
        Mailbox<Item> mailbox = queue.mailbox(config, Item::new, (item, skipped) -> {
            calls.incrementAndGet();
            throw new IOException("disk full");
        });
        for (int i = 1; i <= 5; i++) {
            mailbox.post(Item.of(i));
            await().until(mailbox::idle);
        }
        for (int expected = 6; expected < 12; expected++) {
            assertEquals(MailboxState.SUSPENDED, mailbox.stats().state());
            mailbox.post(Item.of(expected));
            clock.advance(Duration.ofMillis(500).minusNanos(1));
            rounds();
            assertEquals(expected - 1, calls.get(), "too early");
            clock.advance(Duration.ofNanos(1));
            await().until(mailbox::idle);
            assertEquals(expected, calls.get());
        }
    }

    @Test
    void suspendedAndFull_blockingPost_doesNotWait() {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("m", 1), Item::new, (item, skipped) -> {
            throw new IOException("always");
        });
        for (int i = 0; i < 6; i++) {
            mailbox.post(Item.of(i));
        }
        await().until(() -> mailbox.stats().state() == MailboxState.SUSPENDED);
        assertEquals(PostResult.DROPPED, mailbox.post(Item.of(7)));
        assertTrue(mailbox.stats().addsUp());
    }

    @Test
    void skipped_acrossAFailedItem_isReportedToTheNextHandledOne() throws InterruptedException {
        Gate gate = new Gate();
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("m"), Item::new, (item, skipped) -> {
            gate.pass();
            if (item.value == 4) {
                throw new IOException("the one that knew of the gap");
            }
            recorder.handle(item, skipped);
        });
        mailbox.post(Item.of(1));
        gate.awaitReached();
        for (int i = 2; i <= 4; i++) {
            mailbox.post(Item.of(i));
        }
        gate.open();
        await().until(mailbox::idle);
        mailbox.post(Item.of(5));
        await().until(mailbox::idle);
        assertEquals(List.of(1L, 5L), recorder.values);
        assertEquals(List.of(0L, 2L), recorder.skipped);
    }

    @Test
    void outOfMemory_switchesOnlyThatMailboxOff() {
        Mailbox<Item> bad = queue.mailbox(MailboxConfig.dropping("bad", 10), Item::new, new MailboxHandler<>() {
            @Override
            public void handle(Item item, long skipped) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public void close() {
                recorder.close();
            }
        });
        for (int i = 0; i < 10; i++) {
            bad.post(Item.of(i));
        }
        await().until(() -> bad.stats().state() == MailboxState.OFF);
        assertEquals(PostResult.REFUSED, bad.post(Item.of(11)));
        await().until(bad::idle);
        MailboxStats stats = bad.stats();
        assertEquals(1, stats.failed());
        assertEquals(stats.posted() - 1, stats.dropped());
        assertTrue(stats.addsUp(), stats::toString);
        Mailbox<Item> good = queue.mailbox(MailboxConfig.conflating("good"), Item::new, recorder);
        good.post(Item.of(1));
        await().until(good::idle);
        assertEquals(List.of(1L), recorder.values);
        queue.close();
        assertEquals(2, recorder.closed.get(), "both handlers are closed");
    }

    @Test
    void drainedAndCloseThrow_areReportedAndChangeNoItemCounter() {
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.conflating("m"), Item::new, new MailboxHandler<>() {
            @Override
            public void handle(Item item, long skipped) {}

            @Override
            public void drained() throws IOException {
                throw new IOException("flush");
            }

            @Override
            public void close() throws IOException {
                throw new IOException("close");
            }
        });
        mailbox.post(Item.of(1));
        await().until(mailbox::idle);
        assertEquals("java.io.IOException: flush", mailbox.stats().lastError());
        CloseReport report = queue.close(Duration.ofSeconds(20));
        assertTrue(report.clean());
        assertEquals("java.io.IOException: close", mailbox.stats().lastError());
        assertEquals(1, mailbox.stats().handled());
        assertTrue(mailbox.stats().addsUp());
    }

    /** Q8. */
    @Test
    void handle_leavesItsThreadInDisorder_workerPutsItRight() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ClassLoader foreign = new ClassLoader() {};
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 10), Item::new, (item, skipped) -> {
            Thread worker = Thread.currentThread();
            seen.add(worker.isInterrupted() + " " + worker.getPriority() + " "
                    + (worker.getContextClassLoader() == foreign));
            disturb(worker, foreign);
        });
        mailbox.post(Item.of(1));
        mailbox.post(Item.of(2));
        await().until(mailbox::idle);
        mailbox.post(Item.of(3));
        await().until(mailbox::idle);
        String orderly = "false " + Worker.PRIORITY + " false";
        assertEquals(List.of(orderly, orderly, orderly), seen);
    }

    /** Q8, of a submitted task. */
    @Test
    void task_leavesItsThreadInDisorder_workerPutsItRight() throws Exception {
        ClassLoader foreign = new ClassLoader() {};
        queue.submit(() -> disturb(Thread.currentThread(), foreign));
        String seen = queue.submit(() -> Thread.currentThread().isInterrupted() + " "
                        + Thread.currentThread().getPriority() + " "
                        + (Thread.currentThread().getContextClassLoader() == foreign))
                .get();
        assertEquals("false " + Worker.PRIORITY + " false", seen);
    }

    /** Q9: the clock is read by the worker's own code; it kills the worker in the middle of a slice. */
    @Test
    void worker_killedByItsOwnCode_isReplacedAndCounted() throws InterruptedException {
        AtomicBoolean kill = new AtomicBoolean();
        HandPacer ownPacer = new HandPacer();
        TaskQueue fragile = TaskQueue.builder("fragile")
                .workers(2)
                .pacer(ownPacer)
                .nanoClock(() -> {
                    if (Thread.currentThread() instanceof Worker && kill.compareAndSet(true, false)) {
                        throw new IllegalStateException("a bug in the worker");
                    }
                    return 0;
                })
                .start();
        try (fragile) {
            Mailbox<Item> mailbox = fragile.mailbox(MailboxConfig.dropping("m", 10), Item::new, recorder);
            kill.set(true);
            mailbox.post(Item.of(1));
            await().until(() -> fragile.stats().workersAlive() == 1);
            ownPacer.tick(1);
            assertEquals(2, fragile.stats().workersAlive());
            assertEquals(1, fragile.stats().workersReplaced());
            assertEquals(0, fragile.stats().workersAbandoned());
            mailbox.post(Item.of(2));
            await().until(mailbox::idle);
            assertEquals(List.of(1L, 2L), recorder.values);
            assertTrue(mailbox.stats().addsUp());
        }
    }

    @Test
    void failureLog_reportsFirstThenEveryTenSecondsWithCount() {
        FailureLog log = new FailureLog(clock);
        IOException failure = new IOException("x");
        assertEquals(0, log.failed("s", failure));
        assertEquals(1, log.failed("s", failure));
        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertEquals(2, log.failed("s", failure));
        clock.advance(Duration.ofNanos(1));
        assertEquals(0, log.failed("s", failure));
        assertEquals(1, log.failed("s", failure));
    }

    @Test
    void lastError_ofSeveralLines_isOneLine() {
        assertEquals("java.io.IOException: a b", FailureLog.inOneLine(new IOException("a\r\nb")));
    }

    /** Waits until the worker has certainly looked at every mailbox once more. */
    private void rounds() {
        for (int i = 0; i < 2; i++) {
            try {
                queue.submit(() -> {});
                queue.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // what hostile handlers do
    private static void disturb(Thread thread, ClassLoader loader) {
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.setContextClassLoader(loader);
        thread.interrupt();
    }

    @SuppressWarnings("unchecked") // throws a checked exception as if it were none
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
