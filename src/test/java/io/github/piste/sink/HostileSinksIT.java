package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.common.collect.ImmutableList;
import io.github.piste.Torture;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Moment;
import io.github.piste.train.Observer;
import io.github.piste.train.Outcome;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Whatever sinks do, the descent ends with the same bits and never waits, the counters add up, the other sinks go on and
 * the run is over in time.
 */
@Tag(Torture.TAG)
@Timeout(300)
class HostileSinksIT {
    private static final int STEPS = Torture.times(20_000, 1_000_000);
    private static final long EPOCHS = STEPS / 20;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(HostileSinksIT.class);

    enum Hostile {
        SLEEPS_FOR_EVER,
        SLEEPS_DEAF_TO_INTERRUPTS,
        THROWS,
        THROWS_ON_THE_7TH,
        THROWS_SNEAKILY,
        THROWS_OUT_OF_MEMORY,
        THROWS_INTERNAL_ERROR,
        THROWS_NO_CLASS_DEF_FOUND,
        THROWS_STACK_OVERFLOW,
        THROWS_LIKE_THREAD_DEATH,
        ALLOCATES_TOO_MUCH,
        KEEPS_SNAPSHOTS,
        DISTURBS_ITS_THREAD,
        LOGS_A_LOT,
        CALLS_BACK; // the last: it closes the queue under the others' feet

        boolean failsAlways() {
            return switch (this) {
                case THROWS,
                        THROWS_SNEAKILY,
                        THROWS_INTERNAL_ERROR,
                        THROWS_NO_CLASS_DEF_FOUND,
                        THROWS_STACK_OVERFLOW,
                        THROWS_LIKE_THREAD_DEATH -> true;
                default -> false;
            };
        }
    }

    /** Looks like the error that once ended threads. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private final List<Object> kept = new ArrayList<>();
    private final LogLines lines = new LogLines();

    @BeforeEach
    void listenToTheLogger() {
        LOG.setLevel(Level.INFO);
        LOG.setAdditive(false);
        lines.start();
        LOG.addAppender(lines);
    }

    @AfterEach
    void leaveTheLogger() {
        LOG.detachAppender(lines);
        LOG.setLevel(null);
        LOG.setAdditive(true);
    }

    /** Counts what is logged. */
    private static final class LogLines extends AppenderBase<ILoggingEvent> {
        final AtomicLong count = new AtomicLong();

        @Override
        protected void append(ILoggingEvent event) {
            count.incrementAndGet();
        }
    }

    /** A sink that does its worst in each of its calls. */
    private final class Misbehaving implements SnapshotSink {
        private final Hostile hostile;
        private final TaskQueue queue;
        private final SinkDispatcher dispatcher;
        private final CountDownLatch never;
        private final AtomicInteger calls = new AtomicInteger();

        Misbehaving(Hostile hostile, TaskQueue queue, SinkDispatcher dispatcher, CountDownLatch never) {
            this.hostile = hostile;
            this.never = never;
            this.queue = queue;
            this.dispatcher = dispatcher;
        }

        @Override
        public String name() {
            return hostile.name();
        }

        @Override
        public Cadence cadence() {
            return Sinks.EVERY_STEP;
        }

        @Override
        public Duration deadline() {
            return Duration.ofMillis(300);
        }

        @Override
        public void accept(Snapshot snapshot) throws Exception {
            if (hostile == Hostile.KEEPS_SNAPSHOTS) {
                kept.add(snapshot);
            }
            misbehave(snapshot.last());
        }

        @Override
        public void flush() throws Exception {
            misbehave(false);
        }

        @Override
        public void close() throws Exception {
            misbehave(true);
        }

        @SuppressWarnings("ThreadPriorityCheck") // a hostile sink may do it
        private void misbehave(boolean last) throws Exception {
            int call = calls.incrementAndGet();
            switch (hostile) {
                case SLEEPS_FOR_EVER -> never.await();
                case SLEEPS_DEAF_TO_INTERRUPTS -> sleepOn();
                case THROWS -> throw new IllegalStateException("on every call");
                case THROWS_ON_THE_7TH -> {
                    if (call == 7) {
                        throw new IllegalArgumentException("on the 7th");
                    }
                }
                case THROWS_SNEAKILY -> HostileSinksIT.<RuntimeException>sneak(new IOException("a"));
                case THROWS_OUT_OF_MEMORY -> throw new OutOfMemoryError("pretended");
                case THROWS_INTERNAL_ERROR -> throw new InternalError("no fonts");
                case THROWS_NO_CLASS_DEF_FOUND -> throw new NoClassDefFoundError("gone");
                case THROWS_STACK_OVERFLOW -> recurse(1);
                case THROWS_LIKE_THREAD_DEATH -> throw new Death();
                case ALLOCATES_TOO_MUCH -> kept.add(new long[Integer.MAX_VALUE]); // more than an array can have
                case KEEPS_SNAPSHOTS -> kept.add(call);
                case DISTURBS_ITS_THREAD -> {
                    Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
                    Thread.currentThread().setName("mine");
                    Thread.currentThread().setContextClassLoader(null);
                    Thread.currentThread().interrupt();
                }
                case LOGS_A_LOT -> LOG.info("call {}", call);
                case CALLS_BACK -> callBack(last);
            }
        }

        private void sleepOn() {
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    LOG.debug("not now", e);
                }
            }
        }

        private void callBack(boolean last) throws InterruptedException {
            dispatcher.stats();
            dispatcher.handOvers();
            dispatcher.degraded();
            if (last) {
                dispatcher.close();
                queue.close();
            } else {
                queue.submit(() -> {});
                assertThrows(IllegalStateException.class, queue::join, "it would wait for itself");
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Exception> void sneak(Exception thrown) throws T {
        throw (T) thrown;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + depth;
    }

    /** Counts how often the thread of the loop was blocked or waited, from its first moment until the loop is over. */
    private static final class Waits implements Observer {
        private final SinkDispatcher next;
        private long before;
        private long counted = -1;

        Waits(SinkDispatcher next) {
            this.next = next;
        }

        private static long ofThisThread() {
            ThreadInfo info = ManagementFactory.getThreadMXBean()
                    .getThreadInfo(Thread.currentThread().getId());
            return info.getBlockedCount() + info.getWaitedCount();
        }

        @Override
        public void observe(Moment moment) {
            if (moment.kind() == Moment.Kind.START) {
                before = ofThisThread();
            } else if (moment.kind() == Moment.Kind.END) {
                counted = ofThisThread() - before;
            }
            next.observe(moment);
        }

        @Override
        public long nextStep() {
            return next.nextStep();
        }
    }

    /** What was seen of one or more descents. */
    private static final class Seen {
        int descents;
        int sinks;
        long waits;
        long posted;
        long accountedFor;
        long longestNanos;
        long longestCloseNanos;

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%d descents of %d steps beside %d hostile sinks: the bits of a descent without sinks each time, %d"
                            + " waits of the training thread, %d of %d items accounted for; longest hand-over %.1f us,"
                            + " longest close %.2f s of %.0f",
                    descents,
                    STEPS,
                    sinks,
                    waits,
                    accountedFor,
                    posted,
                    longestNanos / 1e3,
                    longestCloseNanos / 1e9,
                    DRAIN_LIMIT.toNanos() / 1e9);
        }
    }

    private void descend(long epochs, List<Hostile> hostiles, Outcome alone, Seen seen) {
        CountDownLatch never = new CountDownLatch(1);
        Control control = new Control();
        TaskQueue queue = TaskQueue.builder("hostile").workers(2).start();
        SinkDispatcher dispatcher = new SinkDispatcher(queue, control, DRAIN_LIMIT);
        Sinks.Recording records = new Sinks.Recording(new Cadence.Epochs(10), false, new CountDownLatch(0));
        AtomicLong lastStep = new AtomicLong();
        dispatcher.add(records);
        dispatcher.add(new Sinks.Watching(
                "counting",
                new Cadence.Epochs(100),
                snapshot -> lastStep.set(snapshot.scalars().step())));
        hostiles.forEach(hostile -> dispatcher.add(new Misbehaving(hostile, queue, dispatcher, never)));
        Waits waits = new Waits(dispatcher);
        try {
            Outcome outcome = Descents.trainer(epochs, waits, control).run();
            long closing = System.nanoTime();
            dispatcher.close();
            long closed = System.nanoTime() - closing;

            assertEquals(alone.weights(), outcome.weights(), hostiles::toString);
            assertEquals(alone.history().losses(), outcome.history().losses(), hostiles::toString);
            assertEquals(0, waits.counted, () -> "waits of the training thread beside " + hostiles);
            assertTrue(
                    closed < DRAIN_LIMIT.plusSeconds(1).toNanos(),
                    () -> "closing took " + closed + " ns beside " + hostiles);
            assertEquals(epochs / 10 + 1, records.seen.size(), () -> "the records go on beside " + hostiles);
            assertEquals(epochs * 20, lastStep.get(), () -> "the pictures go on beside " + hostiles);
            hostiles.forEach(hostile -> assertBooked(hostile, epochs, dispatcher));

            seen.descents++;
            seen.sinks = Math.max(seen.sinks, hostiles.size());
            seen.waits += waits.counted;
            seen.longestCloseNanos = Math.max(seen.longestCloseNanos, closed);
            for (MailboxStats mailbox : dispatcher.stats().mailboxes()) {
                assertTrue(mailbox.addsUp(), mailbox::toString);
                seen.posted += mailbox.posted();
                seen.accountedFor += mailbox.handled()
                        + mailbox.failed()
                        + mailbox.dropped()
                        + mailbox.conflated()
                        + mailbox.pending()
                        + mailbox.running();
            }
            for (HandOver handOver : dispatcher.handOvers()) {
                seen.longestNanos = Math.max(seen.longestNanos, handOver.maxNanos());
            }
        } finally {
            never.countDown();
            queue.close(Duration.ZERO);
            kept.clear();
        }
    }

    private void assertBooked(Hostile hostile, long epochs, SinkDispatcher dispatcher) {
        MailboxStats mailbox = dispatcher.stats().mailbox(hostile.name());
        assertEquals(epochs * 20 + 1, mailbox.posted(), mailbox::toString);
        if (hostile == Hostile.THROWS_OUT_OF_MEMORY || hostile == Hostile.ALLOCATES_TOO_MUCH) {
            assertEquals(MailboxState.OFF, mailbox.state(), mailbox::toString);
            assertEquals(1, mailbox.failed(), mailbox::toString);
        }
        if (hostile.failsAlways()) {
            assertTrue(mailbox.failed() > 0 && mailbox.handled() == 0, mailbox::toString);
        }
        if (hostile == Hostile.LOGS_A_LOT) {
            assertTrue(lines.count.get() > 0, "nothing was logged");
        }
    }

    /** Loads the classes: the first to load one makes the others wait. */
    private void warmUp() {
        descend(100, List.of(Hostile.KEEPS_SNAPSHOTS), Descents.alone(100), new Seen());
    }

    @Test
    void eachHostileSinkAlone(TestInfo test) {
        warmUp();
        Outcome alone = Descents.alone(EPOCHS);
        Seen seen = new Seen();
        for (Hostile hostile : Hostile.values()) {
            descend(EPOCHS, List.of(hostile), alone, seen);
        }
        assertEquals(Hostile.values().length, seen.descents);
        Torture.seen(test, "Q1-Q4, Q7, Q8, one by one", seen.text());
    }

    @Test
    void allHostileSinksTogether(TestInfo test) {
        warmUp();
        Seen seen = new Seen();
        descend(EPOCHS, ImmutableList.copyOf(Hostile.values()), Descents.alone(EPOCHS), seen);
        Torture.seen(test, "Q1-Q4, Q7, Q8, all together", seen.text());
    }
}
