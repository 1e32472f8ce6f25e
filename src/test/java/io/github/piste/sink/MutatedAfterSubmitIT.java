package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.objective.Objective;
import io.github.piste.optim.StopReason;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import io.github.piste.train.Trainer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The loop goes on changing its arrays the moment it has handed them over; what arrives is the state of that step. */
@Tag(Torture.TAG)
@Timeout(120)
class MutatedAfterSubmitIT {
    private static final int COUNT = Torture.times(10_000, 100_000);
    private static final int WEIGHTS = 256;
    private static final double START_LOSS = 1e12;

    private final Control control = new Control();
    private final AtomicLong snapshots = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong checkpoints = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    /** Every step at rate 1 adds exactly 1 to every weight: all of them are the number of the step. */
    private static final class StepCounter implements Objective {
        @Override
        public int dimension() {
            return WEIGHTS;
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            Arrays.fill(gradient, -1);
            return START_LOSS - w[0];
        }
    }

    private void check(Scalars scalars, DoubleStream weights) {
        double step = scalars.step();
        if (scalars.loss() != START_LOSS - step || !weights.allMatch(weight -> weight == step)) {
            wrong.incrementAndGet();
        }
    }

    private final class Pictures implements SnapshotSink {
        private final String name;

        Pictures(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Cadence cadence() {
            return Sinks.EVERY_STEP;
        }

        @Override
        public void accept(Snapshot snapshot) {
            check(snapshot.scalars(), snapshot.weights().stream());
            if (snapshots.incrementAndGet() >= COUNT) {
                control.requestStop();
            }
        }
    }

    private final class Records implements ScalarsSink {
        @Override
        public String name() {
            return "records";
        }

        @Override
        public Cadence cadence() {
            return Sinks.EVERY_STEP;
        }

        @Override
        public void accept(Scalars scalars, long lost) {
            check(scalars, DoubleStream.empty());
            records.incrementAndGet();
        }
    }

    private final class States implements CheckpointSink {
        @Override
        public String name() {
            return "states";
        }

        @Override
        public Cadence cadence() {
            return Sinks.EVERY_STEP;
        }

        @Override
        public void accept(Checkpoint checkpoint) {
            if (!Arrays.stream(checkpoint.array("weights")).allMatch(weight -> weight == checkpoint.step())) {
                wrong.incrementAndGet();
            }
            checkpoints.incrementAndGet();
        }
    }

    @Test
    void loopMutatesRightAfter_everySinkSeesTheStateOfThatStep(TestInfo test) {
        TaskQueue queue = TaskQueue.builder("mutated").workers(2).start();
        try {
            SinkDispatcher dispatcher = new SinkDispatcher(queue, control, Duration.ofSeconds(30));
            dispatcher.add(new Pictures("first"));
            dispatcher.add(new Pictures("second"));
            dispatcher.add(new Records());
            dispatcher.add(new States());

            Outcome outcome = new Trainer(new StepCounter(), Descent.batch(1, Long.MAX_VALUE))
                    .observer(dispatcher)
                    .control(control)
                    .run();
            dispatcher.close();

            assertEquals(StopReason.REQUEST, outcome.reason());
            assertEquals(0, wrong.get());
            assertTrue(snapshots.get() >= COUNT && records.get() > 0 && checkpoints.get() > 0);
            assertEquals(
                    snapshots.get(),
                    dispatcher.stats().mailbox("first").handled()
                            + dispatcher.stats().mailbox("second").handled());
            Torture.seen(
                    test,
                    "Q6",
                    snapshots + " snapshots, " + records + " records, " + checkpoints + " checkpoints out of "
                            + outcome.scalars().step() + " steps, each compared number by number: " + wrong + " wrong");
        } finally {
            queue.close(Duration.ZERO);
        }
    }
}
