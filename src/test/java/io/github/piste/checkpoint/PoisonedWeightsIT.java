package io.github.piste.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.Torture;
import io.github.piste.data.Dataset;
import io.github.piste.objective.FiniteSumObjective;
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
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** N3: a number that is none reaches weights and losses by the back door; it is never the latest, never the best. */
@Tag(Torture.TAG)
@Timeout(300)
class PoisonedWeightsIT {
    private static final int ROWS = 30;
    private static final int EPOCHS = 20;
    private static final double[] POISONS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
    };
    private static final List<Batching> MODES = List.of(
            Batching.batch(), Batching.stochastic(Batching.Order.RANDOM), Batching.miniBatch(4, Batching.Order.RANDOM));

    @TempDir
    private Path temp;

    private int checkpoints;

    private static LeastSquares honest(long seed) {
        Random random = new Random(seed);
        double[][] x = new double[ROWS][2];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
            y[i] = 1 + x[i][0] - 2 * x[i][1] + random.nextGaussian() / 3;
        }
        return LeastSquares.withIntercept(Dataset.of(x, y));
    }

    /** A loss with one weight more, which it does not look at, and a gradient that is poisoned once. */
    private static final class Poisoned implements FiniteSumObjective {
        private final LeastSquares seen = honest(1);
        private final double[] seenGradient = new double[seen.dimension()];
        private final double poison;
        private final int place;
        private final int call;
        private int calls;

        /** At the last place the loss does not notice. */
        Poisoned(double poison, int place, int call) {
            this.poison = poison;
            this.place = place;
            this.call = call;
        }

        @Override
        public int dimension() {
            return seen.dimension() + 1;
        }

        @Override
        public int terms() {
            return ROWS;
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            return poisoned(seen.valueAndGradient(w, seenGradient), gradient);
        }

        @Override
        public double valueAndGradient(double[] w, int[] rows, int from, int to, double[] gradient) {
            return poisoned(seen.valueAndGradient(w, rows, from, to, seenGradient), gradient);
        }

        @Override
        public double value(double[] w) {
            return seen.value(w);
        }

        private double poisoned(double value, double[] gradient) {
            System.arraycopy(seenGradient, 0, gradient, 0, seenGradient.length);
            gradient[seenGradient.length] = 0;
            if (++calls == call) {
                gradient[place] = poison;
            }
            return value;
        }
    }

    private static Descent descent(Batching batching, UpdateRule rule, boolean averaging, int patience) {
        return new Descent(
                batching,
                rule,
                0.01,
                new Schedule.Constant(),
                Penalty.NONE,
                averaging,
                new StopRule(EPOCHS, 0, 0, patience, Optional.empty()),
                1);
    }

    /** Through real checkpoints after every step that finds the writer idle. */
    private Outcome descend(Objective objective, Descent descent, @Nullable Objective validation, String what)
            throws IOException {
        Path run = Files.createDirectory(temp.resolve("run"));
        Control control = new Control();
        TaskQueue queue = TaskQueue.builder("poisoned").start();
        SinkDispatcher dispatcher = new SinkDispatcher(queue, control, Duration.ofSeconds(20));
        CheckpointStore store = CheckpointStore.open(run, 10_000);
        dispatcher.add(new CheckpointFileSink(store, Samples.RUN, new Cadence.Steps(1)));
        Outcome outcome = new Trainer(objective, descent)
                .validation(validation)
                .observer(dispatcher)
                .control(control)
                .run();
        dispatcher.close();
        try (Stream<Path> files = Files.list(run.resolve(CheckpointStore.FOLDER))) {
            for (Path file : files.toList()) {
                StoredCheckpoint stored = CheckpointFile.read(file);
                for (String name : List.of("weights", "best.weights", "average")) {
                    assertFinite(stored.checkpoint().array(name), file.getFileName() + " " + name + " of " + what);
                }
                assertTrue(!Double.isNaN(stored.checkpoint().array("best")[0]), what);
                checkpoints++;
            }
        }
        MoreFiles.deleteRecursively(run, RecursiveDeleteOption.ALLOW_INSECURE);
        assertFinite(outcome.weights().toArray(), "result of " + what);
        return outcome;
    }

    private static void assertFinite(double[] numbers, String what) {
        ImmutableDoubleArray all = ImmutableDoubleArray.copyOf(numbers);
        assertTrue(all.stream().allMatch(Double::isFinite), () -> what + ": " + all);
    }

    @Test
    void poisonInTheWeights_isNeverLatestNorBest_andEndsAsDiverged(TestInfo test) throws IOException {
        int descents = Torture.times(30, 600);
        Random random = new Random(3);
        List<UpdateRule> rules = List.of(
                new UpdateRule.Sgd(),
                new UpdateRule.Momentum(0.9),
                new UpdateRule.Adam(0.9, 0.999, 1e-8),
                new UpdateRule.RmsProp(0.9, 1e-8));
        int noticed = 0;
        for (int i = 0; i < descents; i++) {
            Batching batching = MODES.get(i % MODES.size());
            UpdateRule rule = rules.get(random.nextInt(rules.size()));
            double poison = POISONS[random.nextInt(POISONS.length)];
            int place = random.nextInt(4);
            int calls = batching.mode() == Batching.Mode.BATCH
                    ? EPOCHS
                    : EPOCHS * ((ROWS + batching.rowsPerStep(ROWS) - 1) / batching.rowsPerStep(ROWS));
            int call = 1 + random.nextInt(calls);
            boolean averaging = random.nextBoolean();
            String what = batching + " " + rule + " " + poison + " in weight " + place + " at call " + call;

            Outcome outcome =
                    descend(new Poisoned(poison, place, call), descent(batching, rule, averaging, 0), null, what);

            // An update rule may swallow an infinite gradient: Adam divides it by its own size.
            boolean reached = Double.isNaN(poison) || rule instanceof UpdateRule.Sgd;
            if (reached) {
                assertEquals(StopReason.DIVERGED, outcome.reason(), what);
            }
            assertTrue(!Double.isNaN(outcome.bestLoss()) && outcome.bestLoss() <= outcome.startLoss(), what);
            noticed += outcome.reason() == StopReason.DIVERGED ? 1 : 0;
        }
        assertTrue(noticed > descents / 2);
        Torture.seen(
                test,
                "N3 weights",
                descents + " descents with NaN or infinity put into a weight, also one that the loss does not look at: "
                        + noticed + " ended as diverged, " + checkpoints
                        + " checkpoints, latest, best and result finite in all");
    }

    /** A validation loss that is none in some epochs, in all from one on, or in all. */
    private static final class Unreliable implements Objective {
        private final LeastSquares real = honest(2);
        private final Random random;
        private final double share;
        private final int from;
        private final double lie;
        private int calls;

        Unreliable(long seed, double share, int from, double lie) {
            this.random = new Random(seed);
            this.share = share;
            this.from = from;
            this.lie = lie;
        }

        @Override
        public int dimension() {
            return real.dimension();
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double value(double[] w) {
            return calls++ >= from || random.nextDouble() < share ? lie : real.value(w);
        }
    }

    @Test
    void validationLossThatIsNaN_isNeverTheBest_andPatienceRunsOut(TestInfo test) throws IOException {
        int descents = Torture.times(30, 300);
        Random random = new Random(4);
        int byPatience = 0;
        int never = 0;
        for (int i = 0; i < descents; i++) {
            Batching batching = MODES.get(i % MODES.size());
            int from = i % 5 == 0 ? 0 : random.nextInt(2 * EPOCHS);
            double lie = random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            Unreliable validation = new Unreliable(i, random.nextDouble(), from, lie);
            String what = batching + ", " + lie + " from " + from;

            Outcome outcome = descend(
                    honest(1), descent(batching, new UpdateRule.Sgd(), random.nextBoolean(), 4), validation, what);

            byPatience += outcome.reason() == StopReason.PATIENCE ? 1 : 0;
            if (Double.isNaN(outcome.bestLoss())) {
                never++;
                assertTrue(
                        honest(1).value(outcome.weights().toArray()) < outcome.startLoss(),
                        () -> "without a best state the result is the last one, not nothing: " + what);
            } else {
                assertTrue(Double.isFinite(outcome.bestLoss()), what);
                if (outcome.reason() == StopReason.PATIENCE) {
                    assertEquals(
                            outcome.bestLoss(),
                            validation.real.value(outcome.weights().toArray()),
                            what);
                }
            }
        }
        assertTrue(byPatience > 0 && never > 0, byPatience + " by patience, " + never + " without a best state");
        Torture.seen(
                test,
                "N3 early stopping",
                descents + " descents with NaN or infinite validation losses: " + byPatience
                        + " stopped by patience, the best is finite in all but " + never
                        + " that had none, and those kept their last weights");
    }
}
