package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Outcome;
import io.github.piste.train.Snapshot;
import io.github.piste.train.SnapshotListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever sinks do, the descent ends with the same bits, the counters add up and the run is over in time. */
@Timeout(120)
class HostileSinksTest {
    private static final Logger log = LoggerFactory.getLogger(HostileSinksTest.class);
    private static final long EPOCHS = 10_000;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

    enum Hostile {
        SLEEPS_FOR_EVER,
        SLEEPS_DEAF_TO_INTERRUPTS,
        THROWS,
        THROWS_ON_THE_7TH,
        THROWS_SNEAKILY,
        THROWS_OUT_OF_MEMORY,
        THROWS_STACK_OVERFLOW,
        INTERRUPTS_ITSELF,
        KEEPS_SNAPSHOTS,
        READS_AND_CLOSES_FROM_INSIDE,
        LOGS_A_LOT,
        CHANGES_ITS_THREAD,
    }

    private final CountDownLatch never = new CountDownLatch(1);
    private final List<Snapshot> kept = new ArrayList<>();

    @SuppressWarnings("ThreadPriorityCheck") // a hostile sink may do it
    private SnapshotListener action(Hostile hostile, SinkDispatcher dispatcher) {
        AtomicInteger calls = new AtomicInteger();
        return switch (hostile) {
            case SLEEPS_FOR_EVER -> snapshot -> never.await();
            case SLEEPS_DEAF_TO_INTERRUPTS ->
                snapshot -> {
                    while (never.getCount() > 0) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            log.debug("not now", e);
                        }
                    }
                };
            case THROWS ->
                snapshot -> {
                    throw new IllegalStateException("on every call");
                };
            case THROWS_ON_THE_7TH ->
                snapshot -> {
                    if (calls.incrementAndGet() == 7) {
                        throw new IllegalArgumentException("on the 7th");
                    }
                };
            case THROWS_SNEAKILY -> snapshot -> HostileSinksTest.<RuntimeException>sneak(new IOException("a"));
            case THROWS_OUT_OF_MEMORY ->
                snapshot -> {
                    throw new OutOfMemoryError("pretended");
                };
            case THROWS_STACK_OVERFLOW -> snapshot -> recurse(1);
            case INTERRUPTS_ITSELF -> snapshot -> Thread.currentThread().interrupt();
            case KEEPS_SNAPSHOTS -> kept::add;
            case READS_AND_CLOSES_FROM_INSIDE ->
                snapshot -> {
                    dispatcher.stats();
                    dispatcher.handOvers();
                    if (snapshot.last()) {
                        dispatcher.close();
                    }
                };
            case LOGS_A_LOT -> snapshot -> log.debug("{}", snapshot);
            case CHANGES_ITS_THREAD ->
                snapshot -> {
                    Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
                    Thread.currentThread().setName("mine");
                    Thread.currentThread().setContextClassLoader(null);
                };
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Exception> void sneak(Exception thrown) throws T {
        throw (T) thrown;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + depth;
    }

    private void assertUnharmed(List<Hostile> hostiles) {
        Control control = new Control();
        TaskQueue queue = TaskQueue.builder("hostile").workers(2).start();
        SinkDispatcher dispatcher = new SinkDispatcher(queue, control, DRAIN_LIMIT);
        for (Hostile hostile : hostiles) {
            dispatcher.add(new Sinks.Watching(hostile.name(), new Cadence.Steps(1), action(hostile, dispatcher)));
        }
        Sinks.Recording good = new Sinks.Recording(new Cadence.Epochs(10), false, new CountDownLatch(0));
        dispatcher.add(good);
        try {
            Outcome outcome = Descents.trainer(EPOCHS, dispatcher, control).run();
            long closing = System.nanoTime();
            dispatcher.close();
            long closed = System.nanoTime() - closing;

            assertEquals(Descents.alone(EPOCHS).weights(), outcome.weights());
            assertEquals(
                    Descents.alone(EPOCHS).history().losses(), outcome.history().losses());
            assertTrue(closed < DRAIN_LIMIT.plusSeconds(1).toNanos(), () -> "closing took " + closed + " ns");
            for (MailboxStats mailbox : dispatcher.stats().mailboxes()) {
                assertTrue(mailbox.addsUp(), mailbox::toString);
            }
            for (Hostile hostile : hostiles) {
                assertEquals(
                        EPOCHS * 20 + 1,
                        dispatcher.stats().mailbox(hostile.name()).posted(),
                        hostile.name());
            }
            assertEquals(EPOCHS / 10 + 1, dispatcher.stats().mailbox("records").posted());
            if (!hostiles.contains(Hostile.READS_AND_CLOSES_FROM_INSIDE)) {
                assertEquals(EPOCHS / 10 + 1, good.seen.size(), "the good sink goes on");
            }
        } finally {
            never.countDown();
            queue.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneHostileSink(Hostile hostile) {
        assertUnharmed(ImmutableList.of(hostile));
    }

    @Test
    void allHostileSinksTogether() {
        assertUnharmed(ImmutableList.copyOf(Hostile.values()));
    }
}
