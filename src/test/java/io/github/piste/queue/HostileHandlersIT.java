package io.github.piste.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.piste.Torture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Handlers that fail for months, call back into their queue, or take their workers with them; and every size there is. */
@Tag(Torture.TAG)
class HostileHandlersIT {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(TaskQueue.class);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private @Nullable AppenderBase<ILoggingEvent> appender;

    /** Sends what queues log to a listener until the end of the test. */
    private void listen(Consumer<ILoggingEvent> listener) {
        AppenderBase<ILoggingEvent> added = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                listener.accept(event);
            }
        };
        added.start();
        LOG.setLevel(Level.INFO);
        LOG.setAdditive(false);
        LOG.addAppender(added);
        appender = added;
    }

    @AfterEach
    void leaveTheLogger() {
        if (appender != null) {
            LOG.detachAppender(appender);
            LOG.setLevel(null);
            LOG.setAdditive(true);
        }
    }

    private static void soon(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(AMPLE)
                .until(condition);
    }

    /** Q2. */
    @Test
    @Timeout(120)
    void failuresForAnHour_areLoggedOnceThenEveryTenSeconds_andAllAreInTheCounts(TestInfo test) {
        FakeClock clock = new FakeClock();
        List<Long> loggedAt = new ArrayList<>();
        List<ILoggingEvent> logged = new ArrayList<>();
        listen(event -> {
            if (event.getFormattedMessage().contains("failed")) {
                logged.add(event);
                loggedAt.add(clock.getAsLong());
            }
        });
        int seconds = Torture.times(200, 3_600);
        AtomicInteger calls = new AtomicInteger();
        try (TaskQueue queue = TaskQueue.builder("q").nanoClock(clock).start()) {
            Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.dropping("m", 2), Item::new, (item, skipped) -> {
                if (calls.incrementAndGet() % 5 != 0) { // never five in a row, which would suspend it
                    throw new IOException("no room");
                }
            });
            for (int second = 0; second < seconds; second++) {
                mailbox.post(Item.of(second));
                soon(mailbox::idle);
                clock.advance(Duration.ofSeconds(1));
            }
            long failures = mailbox.stats().failed();
            assertEquals(seconds - seconds / 5, failures);
            long heldBack = 0;
            Pattern more = Pattern.compile("\\((\\d+) more failures since the last report\\)");
            for (int i = 0; i < logged.size(); i++) {
                Matcher count = more.matcher(logged.get(i).getFormattedMessage());
                assertEquals(i > 0, count.find(), logged.get(i)::getFormattedMessage);
                assertEquals(i == 0, logged.get(i).getThrowableProxy() != null, "a stack trace with the first only");
                if (i > 0) {
                    heldBack += Long.parseLong(count.group(1));
                    assertTrue(loggedAt.get(i) - loggedAt.get(i - 1)
                            >= Duration.ofSeconds(10).toNanos());
                }
            }
            long lines = logged.size();
            long sinceTheLast = failures - lines - heldBack;
            assertTrue(lines > 1 && sinceTheLast >= 0 && sinceTheLast < 10, () -> lines + " lines of " + failures);
            Torture.seen(
                    test,
                    "Q2 log",
                    failures + " failures in " + seconds + " s (clock of the test): " + lines + " lines that tell of "
                            + (lines + heldBack) + ", at least 10 s apart");
        }
    }

    /** Q7: whatever a handler may call, from each of its methods, and a logger whose appender uses the queue itself. */
    @Test
    @Timeout(10)
    void handlerCallsBack_fromEveryMethod_andLogsThroughTheQueueItself(TestInfo test) {
        int posts = Torture.times(200, 5_000);
        AtomicLong calls = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong logged = new AtomicLong();
        AtomicReference<@Nullable Mailbox<Item>> self = new AtomicReference<>();
        TaskQueue queue = TaskQueue.builder("reentrant").taskCapacity(1).start();
        listen(event -> {
            try {
                queue.submit(() -> {
                    logged.incrementAndGet();
                });
            } catch (IllegalStateException | InterruptedException closed) {
                refused.incrementAndGet();
            }
        });
        Mailbox<Item> other = queue.mailbox(MailboxConfig.dropping("other", 4), Item::new, (item, skipped) -> {
            throw new IOException("makes the queue log");
        });
        class Caller implements MailboxHandler<Item> {
            private void call() throws InterruptedException {
                calls.incrementAndGet();
                LOG.warn("a sink that logs");
                Mailbox<Item> own = self.get();
                if (own != null && own.post(Item.of(1)) == PostResult.REFUSED) {
                    refused.incrementAndGet();
                }
                other.post(Item.of(2));
                queue.stats();
                assertThrows(IllegalStateException.class, queue::join);
                for (int i = 0; i < 3; i++) { // more than there is room for
                    try {
                        queue.submit(() -> {});
                    } catch (IllegalStateException closed) {
                        refused.incrementAndGet();
                    }
                }
            }

            @Override
            public void handle(Item item, long skipped) throws InterruptedException {
                call();
                if (item.value == posts) {
                    queue.close();
                    queue.close(Duration.ofDays(1));
                    call();
                }
            }

            @Override
            public void drained() throws InterruptedException {
                call();
            }

            @Override
            public void close() throws InterruptedException {
                queue.close();
                call();
            }
        }
        Mailbox<Item> mailbox = queue.mailbox(MailboxConfig.blocking("calls", 8), Item::new, new Caller());
        self.set(mailbox);
        for (int i = 1; i <= posts; i++) {
            mailbox.post(Item.of(i));
        }
        CloseReport report = queue.close(AMPLE);
        assertTrue(report.clean(), report::toString);
        MailboxStats stats = mailbox.stats();
        assertTrue(stats.addsUp(), stats::toString);
        assertEquals(posts, stats.handled(), stats::toString);
        assertEquals(0, stats.failed(), stats::toString);
        assertTrue(other.stats().addsUp() && logged.get() > 0 && refused.get() > 0);
        Torture.seen(
                test,
                "Q7",
                calls + " calls that post, submit, join, log and close from inside: no deadlock, " + refused
                        + " refused and counted, " + logged + " log lines written through the queue itself");
    }

    /** Q9: the clock is read by the worker's own code; it kills workers at random moments of their rounds. */
    @Test
    @Timeout(120)
    void workersKilledAtRandomMoments_areReplacedCountedAndLoseNothingUncounted(TestInfo test)
            throws InterruptedException {
        int deaths = Torture.times(20, 500);
        Set<Thread> killed = ConcurrentHashMap.newKeySet();
        HandPacer pacer = new HandPacer();
        TaskQueue queue = TaskQueue.builder("mortal")
                .workers(3)
                .pacer(pacer)
                .nanoClock(() -> {
                    if (Thread.currentThread() instanceof Worker worker
                            && ThreadLocalRandom.current().nextInt(20) == 0
                            && killed.size() < deaths
                            && killed.add(worker)) {
                        throw new IllegalStateException("a bug in the worker");
                    }
                    return System.nanoTime();
                })
                .start();
        try {
            Recorder recorder = new Recorder();
            Mailbox<Item> ring = queue.mailbox(MailboxConfig.dropping("ring", 50), Item::new, recorder);
            Mailbox<Item> newest = queue.mailbox(MailboxConfig.conflating("newest"), Item::new, (item, skipped) -> {});
            long posted = 0;
            while (killed.size() < deaths) {
                posted++;
                ring.post(Item.of(posted));
                newest.post(Item.of(posted));
                if (posted % 50 == 0) {
                    pacer.tick(1);
                }
            }
            soon(() -> {
                pacer.tick(1);
                return queue.stats().workersReplaced() == killed.size()
                        && queue.stats().workersAlive() == 3;
            });
            soon(() -> ring.idle() && newest.idle());
            ring.post(Item.of(posted + 1));
            soon(ring::idle);
            assertEquals(posted + 1, recorder.values.get(recorder.values.size() - 1), "the queue works on");
            assertEquals(0, queue.stats().workersAbandoned());
            for (MailboxStats stats : queue.stats().mailboxes()) {
                assertTrue(stats.addsUp(), stats::toString);
            }
            assertEquals(ring.stats().handled(), recorder.values.size());
            Torture.seen(
                    test,
                    "Q9",
                    killed.size() + " workers killed: " + queue.stats().workersReplaced()
                            + " replaced and in the counters, "
                            + queue.stats().workersAlive() + " of 3 alive, " + 2 * posted
                            + " items offered meanwhile all accounted for");
        } finally {
            queue.close(Duration.ZERO);
        }
    }

    /** Q10. */
    @Test
    @Timeout(120)
    void everySizeAndNumberOfThreads_losesNothingUncounted(TestInfo test) throws InterruptedException {
        Random random = new Random(10);
        int step = Torture.times(5, 1); // 1, 6, 11, 16 or all from 1 to 16
        int combinations = 0;
        long items = 0;
        for (int workers = 1; workers <= 16; workers += step) {
            for (int size = 1; size <= 16; size += step) {
                for (Overflow overflow : Overflow.values()) {
                    items += useOne(workers, size, overflow, random);
                    combinations++;
                }
            }
        }
        int refused = 0;
        for (int bad : new int[] {0, -1, -16, Integer.MIN_VALUE}) {
            TaskQueueBuilder builder = TaskQueue.builder("q");
            assertThrows(IllegalArgumentException.class, () -> builder.workers(bad));
            assertThrows(IllegalArgumentException.class, () -> builder.taskCapacity(bad));
            assertThrows(IllegalArgumentException.class, () -> MailboxConfig.dropping("m", bad));
            assertThrows(IllegalArgumentException.class, () -> MailboxConfig.blocking("m", bad));
            refused += 4;
        }
        Torture.seen(
                test,
                "Q10",
                combinations + " combinations of 1 to 16 workers, sizes 1 to 16 and policies, " + items
                        + " items and tasks: all accounted for; " + refused + " sizes of 0 and below refused");
    }

    private static long useOne(int workers, int size, Overflow overflow, Random random) throws InterruptedException {
        TaskQueue queue =
                TaskQueue.builder("sizes").workers(workers).taskCapacity(size).start();
        Recorder recorder = new Recorder();
        AtomicInteger ran = new AtomicInteger();
        int capacity = overflow == Overflow.CONFLATE ? 1 : size;
        Mailbox<Item> mailbox = queue.mailbox(new MailboxConfig("m", overflow, capacity, AMPLE), Item::new, recorder);
        int count = 1 + random.nextInt(60);
        for (int i = 1; i <= count; i++) {
            mailbox.post(Item.of(i));
            queue.submit(() -> {
                ran.incrementAndGet();
            });
        }
        queue.join();
        assertEquals(count, ran.get());
        CloseReport report = queue.close(AMPLE);
        String what = workers + " workers, size " + size + ", " + overflow + ": " + report;
        assertTrue(report.clean(), what);
        MailboxStats stats = report.stats().mailbox("m");
        assertEquals(count, stats.posted(), what);
        assertEquals(count, stats.handled() + stats.dropped() + stats.conflated(), what);
        assertEquals(recorder.values.stream().sorted().distinct().toList(), recorder.values, what);
        assertTrue(overflow != Overflow.BLOCK || stats.handled() == count, what);
        assertTrue(overflow != Overflow.CONFLATE || recorder.values.get(recorder.values.size() - 1) == count, what);
        return 2L * count;
    }
}
