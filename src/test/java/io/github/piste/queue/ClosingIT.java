package io.github.piste.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Queues that are closed while everybody uses them. */
@Tag(Torture.TAG)
@Timeout(300)
class ClosingIT {

    private static final Duration AMPLE = Duration.ofSeconds(20);

    /** Q11: posts, tasks and several closes at random moments; every round must end with exact books. */
    @Test
    void everythingAtOnce_randomInterleaving_booksAreExact(TestInfo test) throws Exception {
        Random random = new Random(20260211);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        int rounds = Torture.times(300, 10_000);
        Counts counts = new Counts();
        try {
            for (int round = 0; round < rounds; round++) {
                chaos(threads, random, counts);
            }
        } finally {
            threads.shutdown();
        }
        assertTrue(counts.refusedTasks > 0 && counts.tasks > 0 && counts.handled > 0, "the rounds are all alike");
        Torture.seen(
                test,
                "Q11",
                rounds + " queues closed thrice at random moments: " + counts.posts + " posts (" + counts.handled
                        + " handled, " + counts.failed + " failed, " + counts.dropped + " dropped, "
                        + counts.conflated + " conflated), " + counts.tasks + " tasks run once each, "
                        + counts.refusedTasks + " submitters refused, nothing thrown at a producer");
    }

    /** What all rounds together saw. */
    private static final class Counts {
        long posts;
        long handled;
        long failed;
        long dropped;
        long conflated;
        long tasks;
        long refusedTasks;
    }

    private static void chaos(ExecutorService threads, Random random, Counts counts) throws Exception {
        TaskQueue queue = TaskQueue.builder("chaos")
                .workers(1 + random.nextInt(3))
                .taskCapacity(1 + random.nextInt(3))
                .start();
        Overflow overflow =
                random.nextBoolean() ? Overflow.CONFLATE : random.nextBoolean() ? Overflow.DROP_NEWEST : Overflow.BLOCK;
        int capacity = overflow == Overflow.CONFLATE ? 1 : 1 + random.nextInt(3);
        int failEvery = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(5);
        int posts = random.nextInt(40);
        int spin = random.nextInt(20_000);
        Recorder handled = new Recorder();
        AtomicInteger afterClose = new AtomicInteger();
        Mailbox<Item> mailbox =
                queue.mailbox(new MailboxConfig("m", overflow, capacity, AMPLE), Item::new, new MailboxHandler<>() {
                    @Override
                    public void handle(Item item, long skipped) throws IOException {
                        afterClose.addAndGet(handled.closed.get());
                        if (item.value % failEvery == failEvery - 1) {
                            throw new IOException("now and then");
                        }
                        handled.handle(item, skipped);
                    }

                    @Override
                    public void close() {
                        handled.close();
                    }
                });
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(5);
        Future<?> producer = threads.submit(() -> {
            together.await();
            for (int i = 0; i < posts; i++) {
                mailbox.post(Item.of(i));
            }
            return null;
        });
        Future<?> submitter = threads.submit(() -> {
            together.await();
            try {
                for (int i = 0; i < posts; i++) {
                    queue.submit(() -> {
                        ran.incrementAndGet();
                    });
                    accepted.incrementAndGet();
                }
            } catch (IllegalStateException closed) {
                refused.incrementAndGet(); // the defined result
            }
            return null;
        });
        Future<CloseReport> closer = closeAfter(spin, queue, together, threads);
        Future<CloseReport> secondCloser = closeAfter(random.nextInt(20_000), queue, together, threads);
        Future<CloseReport> thirdCloser = closeAfter(random.nextInt(20_000), queue, together, threads);
        producer.get();
        submitter.get();
        CloseReport report = closer.get();
        assertSame(report, secondCloser.get());
        assertSame(report, thirdCloser.get());
        assertTrue(report.clean(), report::toString);
        MailboxStats stats = mailbox.stats();
        assertEquals(posts, stats.posted());
        assertTrue(stats.addsUp(), stats::toString);
        assertEquals(0, stats.pending() + stats.running());
        assertEquals(handled.values.size(), stats.handled());
        assertEquals(1, handled.closed.get());
        assertEquals(0, afterClose.get());
        assertEquals(accepted.get(), ran.get());
        assertEquals(accepted.get(), queue.stats().tasks().succeeded());
        counts.posts += stats.posted();
        counts.handled += stats.handled();
        counts.failed += stats.failed();
        counts.dropped += stats.dropped();
        counts.conflated += stats.conflated();
        counts.tasks += ran.get();
        counts.refusedTasks += refused.get();
    }

    private static Future<CloseReport> closeAfter(
            int spin, TaskQueue queue, CyclicBarrier together, ExecutorService threads) {
        return threads.submit(() -> {
            together.await();
            for (int i = 0; i < spin; i++) {
                Thread.onSpinWait();
            }
            return queue.close(AMPLE);
        });
    }
}
