package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.Torture;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.Batching;
import io.github.piste.queue.CloseReport;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import io.github.piste.train.Observer;
import io.github.piste.train.Outcome;
import io.github.piste.train.Snapshot;
import io.github.piste.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** N8: a render that never returns is given up three times, then its pictures are off; all else goes on. */
@Tag(Torture.TAG)
@Timeout(180)
class StuckPictureIT {
    private static final long EPOCHS = 60_000;
    private static final Cadence OFTEN = new Cadence.Every(Duration.ofMillis(20));

    @TempDir
    private Path folder = Path.of("");

    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void release() {
        never.countDown();
    }

    /** A plot sink with the deadline of the test, which need not wait half a minute in every build. */
    private record Hurried(PlotSink sink, Duration deadline) implements SnapshotSink {
        @Override
        public String name() {
            return sink.name();
        }

        @Override
        public Cadence cadence() {
            return sink.cadence();
        }

        @Override
        public void accept(Snapshot snapshot) throws Exception {
            sink.accept(snapshot);
        }
    }

    /** What no interrupt ends. */
    private byte[] hang() {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // It does not heed that.
            }
        }
        throw new IllegalStateException("the test is over");
    }

    private static Trainer trainer(long epochs, Observer observer) {
        Random random = new Random(4);
        double[][] x = new double[50][2];
        double[] y = new double[50];
        for (int i = 0; i < 50; i++) {
            x[i][0] = random.nextGaussian();
            x[i][1] = random.nextGaussian();
            y[i] = x[i][0] + random.nextGaussian();
        }
        return new Trainer(
                        LeastSquares.withIntercept(Dataset.of(x, y)),
                        Descent.plain(Batching.stochastic(Batching.Order.RANDOM), 1e-6, epochs))
                .observer(observer);
    }

    @Test
    void renderThatNeverReturns_isGivenUpThreeTimes_thenOff_allElseGoesOn(TestInfo test) throws Exception {
        Duration deadline = Torture.times(0, 1) == 0 ? Duration.ofMillis(200) : PlotSink.DEADLINE;
        AtomicInteger hangs = new AtomicInteger();
        AtomicLong drawn = new AtomicLong();
        PlotDataSource source = snapshot -> Runs.losses(3, 2, 1);
        Renderer stuck = new Renderer(drawing -> {
            hangs.incrementAndGet();
            return hang();
        });
        TaskQueue queue = TaskQueue.builder("stuck").workers(1).start();
        SinkDispatcher sinks = new SinkDispatcher(queue, new Control(), Duration.ofSeconds(5));
        sinks.add(new Hurried(new PlotSink(new LossPlot(), folder, OFTEN, source, stuck), deadline));
        sinks.add(new PlotSink(
                new GradientNormPlot(),
                folder,
                OFTEN,
                snapshot -> {
                    drawn.set(snapshot.scalars().step());
                    return source.at(snapshot);
                },
                new Renderer()));
        // At a pace that leaves time for three deadlines, until the picture is off.
        AtomicLong until = new AtomicLong();
        sinks.addInline(
                new Cadence.Epochs(1),
                snapshot -> {
                    if (queue.stats().mailbox("plot-loss").state() != MailboxState.OFF) {
                        until.set(snapshot.scalars().step());
                        LockSupport.parkNanos(1_000_000);
                    }
                },
                false);
        Outcome watched = trainer(EPOCHS, sinks).run();
        CloseReport closed = sinks.close();

        ImmutableDoubleArray alone = trainer(EPOCHS, Observer.NONE).run().weights();
        assertEquals(alone, watched.weights());
        MailboxStats loss = queue.stats().mailbox("plot-loss");
        assertEquals(MailboxState.OFF, loss.state());
        assertEquals(3, loss.failed());
        assertEquals(3, hangs.get());
        assertEquals(3, queue.stats().workersAbandoned());
        assertEquals(3, closed.threadsLeft().size());
        MailboxStats norm = queue.stats().mailbox("plot-gradient-norm");
        assertEquals(MailboxState.ACTIVE, norm.state());
        assertEquals(0, norm.failed());
        assertEquals(watched.scalars().step(), drawn.get(), "the last picture of the other plot");
        assertTrue(Files.size(folder.resolve("gradient-norm.png")) > 0);
        assertTrue(sinks.degraded().get(0).startsWith("plot-loss: 3 calls failed"), sinks.degraded()::toString);
        Torture.seen(
                test,
                "N8",
                "a render that never returns: given up " + loss.failed() + " times after " + deadline.toMillis()
                        + " ms, then off; " + until + " steps until then, "
                        + norm.handled() + " pictures of another plot, 0 differing bits");
    }
}
