package io.github.piste.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import io.github.piste.objective.HuberLoss;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import io.github.piste.queue.TaskQueue;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import io.github.piste.train.Moment;
import io.github.piste.train.Observer;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Descents that go on from files. */
class ResumeTest {
    @TempDir
    Path run;

    static List<Batching> modes() {
        return List.of(
                Batching.batch(),
                Batching.stochastic(Batching.Order.RANDOM),
                Batching.miniBatch(7, Batching.Order.BLOCKS));
    }

    private static LeastSquares objective() {
        return objective(40);
    }

    private static LeastSquares objective(int n) {
        return LeastSquares.withIntercept(rows(n));
    }

    private static Dataset rows(int n) {
        Random random = new Random(5);
        double[][] x = new double[n][3];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = 3 + random.nextGaussian() / 10;
            for (int j = 0; j < 3; j++) {
                x[i][j] = random.nextGaussian();
                y[i] += (j + 1) * x[i][j];
            }
        }
        return Dataset.of(x, y);
    }

    private static Descent descent(Batching batching, double learningRate, long epochs) {
        return new Descent(
                batching,
                new UpdateRule.Adam(0.9, 0.999, 1e-8),
                learningRate,
                new Schedule.Cosine(0.1),
                new Penalty(0.001, 0.001),
                true,
                StopRule.after(epochs),
                3);
    }

    private static void assertSame(Outcome expected, Outcome actual, Object where) {
        assertEquals(expected.weights(), actual.weights(), where::toString);
        assertEquals(expected.reason(), actual.reason());
        assertEquals(expected.scalars().step(), actual.scalars().step());
        assertEquals(expected.scalars().loss(), actual.scalars().loss());
        assertEquals(expected.bestLoss(), actual.bestLoss());
        assertArrayEquals(
                expected.history().steps().toArray(), actual.history().steps().toArray(), where::toString);
        assertArrayEquals(
                expected.history().losses().toArray(), actual.history().losses().toArray());
    }

    /** Writes every step's checkpoint and continues a second descent from what the store finds. */
    private final class EveryStep implements Observer {
        private final CheckpointStore store;
        private final Descent descent;
        private final java.util.ArrayList<Outcome> resumed = new java.util.ArrayList<>();
        private long seen;

        EveryStep(Descent descent) throws IOException {
            this.store = CheckpointStore.open(run, 2);
            this.descent = descent;
        }

        @Override
        public void observe(Moment moment) {
            seen = moment.step();
        }

        @Override
        public long nextStep() {
            return seen + 1;
        }

        @Override
        public boolean wantsCheckpoint() {
            return true;
        }

        @Override
        public void checkpoint(Supplier<Checkpoint> checkpoint, boolean last) {
            try {
                Checkpoint live = checkpoint.get();
                store.write(new StoredCheckpoint(Samples.RUN, live));
                Checkpoint read = store.latest().found().orElseThrow().checkpoint();
                Samples.assertSameBits(live, read);
                resumed.add(new Trainer(objective(), descent).resume(read));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyCheckpointThroughTheFile_continuesToTheSameBits(Batching batching) throws IOException {
        Descent descent = descent(batching, 0.05, 4);
        Outcome whole = new Trainer(objective(), descent).run();
        EveryStep everyStep = new EveryStep(descent);

        assertSame(whole, new Trainer(objective(), descent).observer(everyStep).run(), "observed");

        assertTrue(everyStep.resumed.size() >= 5, "only " + everyStep.resumed.size() + " checkpoints");
        for (Outcome resumed : everyStep.resumed) {
            assertSame(whole, resumed, batching);
        }
    }

    private Outcome throughTheQueue(Descent descent, long stopAfter) throws IOException {
        CheckpointStore store = CheckpointStore.open(run, 2);
        Control control = new Control();
        try (TaskQueue queue = TaskQueue.builder("resume-test").start()) {
            SinkDispatcher dispatcher = new SinkDispatcher(queue, control, Duration.ofSeconds(30));
            dispatcher.add(new CheckpointFileSink(store, Samples.RUN, new Cadence.Steps(1)));
            dispatcher.addInline(
                    new Cadence.Steps(1),
                    snapshot -> {
                        if (snapshot.scalars().step() >= stopAfter) {
                            control.requestStop();
                        }
                    },
                    true);
            Trainer trainer = new Trainer(objective(), descent).control(control).observer(dispatcher);
            LatestCheckpoint latest = store.latest();
            assertEquals(List.of(), latest.refused());
            Outcome outcome = latest.found().isPresent()
                    ? trainer.resume(latest.found().orElseThrow().checkpoint())
                    : trainer.run();
            dispatcher.close();
            return outcome;
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void stoppedAndContinuedFromItsFolder_givesTheBitsOfOneDescent(Batching batching) throws IOException {
        Descent descent = descent(batching, 0.05, 60);
        Outcome whole = new Trainer(objective(), descent).run();

        long stopAfter = 0;
        Outcome part;
        int parts = 0;
        do {
            stopAfter += 1 + whole.scalars().step() / 5;
            part = throughTheQueue(descent, stopAfter);
            parts++;
            long kept = CheckpointStore.open(run, 2)
                    .latest()
                    .found()
                    .orElseThrow()
                    .checkpoint()
                    .step();
            assertEquals(part.scalars().step(), kept, "the last state is saved");
        } while (part.reason() == StopReason.REQUEST);

        assertTrue(parts >= 4, "interrupted only " + parts + " times");
        assertSame(whole, part, batching);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void divergedDescent_leavesFiniteCheckpointsOnly(Batching batching) throws IOException {
        Descent wild = Descent.plain(batching, 1e30, 100);

        Outcome outcome = throughTheQueue(wild, Long.MAX_VALUE);

        assertEquals(StopReason.DIVERGED, outcome.reason());
        LatestCheckpoint latest = CheckpointStore.open(run, 2).latest();
        assertEquals(List.of(), latest.refused());
        latest.found().ifPresent(stored -> {
            for (double w : stored.checkpoint().array("weights")) {
                assertTrue(Double.isFinite(w));
            }
        });
    }

    static List<Arguments> rulesThatEndADescent() {
        return List.of(
                Arguments.of(Batching.batch(), StopRule.after(5_000), StopReason.ROUNDING),
                Arguments.of(Batching.batch(), stop(0, 1e-3, 0), StopReason.GRADIENT_NORM),
                Arguments.of(Batching.batch(), stop(1e-6, 0, 0), StopReason.LOSS_CHANGE),
                Arguments.of(Batching.stochastic(Batching.Order.RANDOM), stop(1e-3, 0, 0), StopReason.LOSS_CHANGE),
                Arguments.of(Batching.miniBatch(7, Batching.Order.BLOCKS), stop(0, 0, 3), StopReason.PATIENCE));
    }

    private static StopRule stop(double lossChange, double gradientNorm, int patience) {
        return new StopRule(5_000, lossChange, gradientNorm, patience, Optional.empty());
    }

    /** A process may be killed after the last state is saved and before it has said that the run is over. */
    @ParameterizedTest
    @MethodSource("rulesThatEndADescent")
    void descentThatWasOver_makesNoFurtherStep(Batching batching, StopRule stop, StopReason reason) {
        Descent descent = new Descent(
                batching, new UpdateRule.Sgd(), 0.05, new Schedule.Constant(), Penalty.NONE, false, stop, 3);
        StopAt last = new StopAt(Long.MAX_VALUE, new Control());
        Outcome whole = new Trainer(objective(), descent).observer(last).run();
        assertEquals(reason, whole.reason());

        Outcome resumed = new Trainer(objective(), descent).resume(Objects.requireNonNull(last.last));

        assertSame(whole, resumed, batching + ", " + stop);
    }

    /** Asks for a stop when it has seen a step, and keeps the state that the descent ends with. */
    private static final class StopAt implements Observer {
        private final long step;
        private final Control control;
        private @Nullable Checkpoint last;

        StopAt(long step, Control control) {
            this.step = step;
            this.control = control;
        }

        @Override
        public void observe(Moment moment) {
            if (moment.step() >= step) {
                control.requestStop();
            }
        }

        @Override
        public long nextStep() {
            return step;
        }

        @Override
        public void checkpoint(Supplier<Checkpoint> checkpoint, boolean ends) {
            last = checkpoint.get();
        }
    }

    static List<Arguments> modesOf500StepsAndMore() {
        return List.of(
                Arguments.of(Batching.batch(), 20, 500),
                Arguments.of(Batching.stochastic(Batching.Order.RANDOM), 100, 5),
                Arguments.of(Batching.stochastic(Batching.Order.RANDOM), 250, 2),
                Arguments.of(Batching.stochastic(Batching.Order.RANDOM), 512, 2),
                Arguments.of(Batching.miniBatch(2, Batching.Order.BLOCKS), 100, 10));
    }

    @ParameterizedTest
    @MethodSource("modesOf500StepsAndMore")
    void interruptedAtEveryStep_endsAtTheSameBits(Batching batching, int n, int epochs) throws IOException {
        assertInterruptible(objective(n), batching, epochs);
    }

    @ParameterizedTest
    @MethodSource("modesOf500StepsAndMore")
    void huber_interruptedAtEveryStep_endsAtTheSameBits(Batching batching, int n, int epochs) throws IOException {
        assertInterruptible(HuberLoss.withIntercept(rows(n), 0.3), batching, epochs);
    }

    private void assertInterruptible(Objective objective, Batching batching, int epochs) throws IOException {
        Descent descent = descent(batching, 0.05, epochs);
        Outcome whole = new Trainer(objective, descent).run();
        assertTrue(whole.scalars().step() >= 500, whole::toString);
        for (long step = 0; step < whole.scalars().step(); step++) {
            Control control = new Control();
            StopAt stop = new StopAt(step, control);
            new Trainer(objective, descent).control(control).observer(stop).run();
            StoredCheckpoint stored = new StoredCheckpoint(Samples.RUN, Objects.requireNonNull(stop.last));
            byte[] content = CheckpointFile.encode(run, stored);

            Checkpoint read = CheckpointFile.decode(run, content).checkpoint();

            assertSame(whole, new Trainer(objective, descent).resume(read), batching + ", stopped at " + read.step());
        }
    }
}
