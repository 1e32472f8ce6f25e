package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.sun.management.ThreadMXBean;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final Batching STOCHASTIC = Batching.stochastic(Batching.Order.RANDOM);
    private static final Batching BLOCKS = Batching.miniBatch(7, Batching.Order.BLOCKS);

    private static Dataset noisyLine(int n, int d) {
        Random random = new Random(5);
        double[][] x = new double[n][d];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = 3 + random.nextGaussian() / 10;
            for (int j = 0; j < d; j++) {
                x[i][j] = random.nextGaussian();
                y[i] += (j + 1) * x[i][j];
            }
        }
        return Dataset.of(x, y);
    }

    private static LeastSquares objective() {
        return LeastSquares.withIntercept(noisyLine(100, 3));
    }

    private static Descent descent(Batching batching, UpdateRule rule, StopRule stop) {
        return new Descent(batching, rule, 0.01, new Schedule.Constant(), Penalty.NONE, true, stop, 3);
    }

    static List<UpdateRule> rules() {
        return ImmutableList.of(
                new UpdateRule.Sgd(),
                new UpdateRule.Momentum(0.9),
                new UpdateRule.Nesterov(0.9),
                new UpdateRule.Accelerated(50),
                new UpdateRule.AdaGrad(1e-8),
                new UpdateRule.RmsProp(0.9, 1e-8),
                new UpdateRule.Adam(0.9, 0.999, 1e-8));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRule_inEveryMode_goesDownhill(UpdateRule rule) {
        for (Batching batching : ImmutableList.of(Batching.batch(), STOCHASTIC, BLOCKS)) {
            Outcome outcome = new Trainer(objective(), descent(batching, rule, StopRule.after(400))).run();

            assertTrue(outcome.reason() == StopReason.EPOCHS || outcome.reason() == StopReason.ROUNDING);
            assertTrue(outcome.scalars().loss() < 0.9 * outcome.startLoss(), rule + " " + batching + " " + outcome);
        }
    }

    @Test
    void theSameSeed_givesTheSameBits_anotherSeedOthers() {
        Descent one = descent(STOCHASTIC, new UpdateRule.Sgd(), StopRule.after(3));
        Descent other = new Descent(
                STOCHASTIC, one.rule(), 0.01, one.schedule(), one.penalty(), one.averaging(), one.stop(), 4);

        assertEquals(
                new Trainer(objective(), one).run().weights(),
                new Trainer(objective(), one).run().weights());
        assertTrue(!new Trainer(objective(), one)
                .run()
                .weights()
                .equals(new Trainer(objective(), other).run().weights()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void resumeFromAnyStep_givesTheBitsOfAnUninterruptedDescent(UpdateRule rule) {
        for (Batching batching : ImmutableList.of(Batching.batch(), STOCHASTIC, BLOCKS)) {
            Descent descent = new Descent(
                    batching,
                    rule,
                    0.01,
                    new Schedule.Cosine(0.1),
                    new Penalty(0.001, 0.001),
                    true,
                    StopRule.after(4),
                    3);
            assertResumable(objective(), descent);
        }
    }

    /** Pairs of rows that are looked at together, and a last one that is alone; rows of less than a vector, a few, and many. */
    @ParameterizedTest
    @ValueSource(ints = {3, 20, 40})
    void plainStepsOfSingleRows_resumeFromAnyStep_alsoBetweenTheTwoOfAPair(int features) {
        for (int rows : new int[] {100, 101, 387}) {
            for (boolean averaging : new boolean[] {true, false}) {
                Descent descent = new Descent(
                        averaging
                                ? Batching.stochastic(Batching.Order.BLOCKS)
                                : Batching.miniBatch(1, Batching.Order.BLOCKS),
                        new UpdateRule.Sgd(),
                        0.01,
                        new Schedule.Cosine(0.1),
                        Penalty.NONE,
                        averaging,
                        StopRule.after(2),
                        3);
                assertResumable(LeastSquares.withIntercept(noisyLine(rows, features)), descent);
            }
        }
    }

    private static void assertResumable(LeastSquares objective, Descent descent) {
        Keeper keeper = new Keeper();
        Outcome whole = new Trainer(objective, descent).observer(keeper).run();
        Outcome alone = new Trainer(objective, descent).run();
        assertEquals(alone.weights(), whole.weights(), "taking checkpoints changes nothing");

        for (Checkpoint checkpoint : keeper.checkpoints) {
            Outcome resumed = new Trainer(objective, descent).resume(checkpoint);

            assertEquals(
                    whole.weights(), resumed.weights(), () -> descent.batching() + " from step " + checkpoint.step());
            assertEquals(whole.scalars().loss(), resumed.scalars().loss());
            assertEquals(whole.scalars().step(), resumed.scalars().step());
            assertEquals(whole.bestLoss(), resumed.bestLoss());
            assertEquals(whole.history().steps(), resumed.history().steps());
            assertEquals(whole.history().losses(), resumed.history().losses());
        }
    }

    /** Asks for a checkpoint at every step. */
    private static final class Keeper implements Observer {
        final List<Checkpoint> checkpoints = new ArrayList<>();
        private long seen;

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
            checkpoints.add(checkpoint.get());
        }
    }

    @Test
    void finishedDescent_continuedWithMoreEpochs_equalsTheLongerOne() {
        for (Batching batching : ImmutableList.of(Batching.batch(), STOCHASTIC)) {
            Keeper keeper = new Keeper();
            new Trainer(objective(), descent(batching, new UpdateRule.Momentum(0.5), StopRule.after(3)))
                    .observer(keeper)
                    .run();
            Checkpoint last = keeper.checkpoints.get(keeper.checkpoints.size() - 1);
            Descent longer = descent(batching, new UpdateRule.Momentum(0.5), StopRule.after(6));

            assertEquals(
                    new Trainer(objective(), longer).run().weights(),
                    new Trainer(objective(), longer).resume(last).weights());
        }
    }

    @Test
    void oneStep_allocatesNothing() {
        for (Batching batching : ImmutableList.of(Batching.batch(), STOCHASTIC, BLOCKS)) {
            allocated(batching, 1000, Observer.NONE); // let the history reach its size and the compiler its work
            long few = allocated(batching, 20_000, Observer.NONE);
            long many = allocated(batching, 40_000, Observer.NONE);

            // The history doubles its interval once more in twice the steps: one set of columns, whatever the steps.
            long halving = 8L * HistoryRecorder.CAPACITY * 12;
            assertTrue(
                    many - few <= halving,
                    () -> batching + ": " + (many - few) + " bytes more for twice the steps, " + few + " for 20,000");
        }
    }

    private static long allocated(Batching batching, long epochs, Observer observer) {
        LeastSquares objective = LeastSquares.withIntercept(noisyLine(10, 3));
        Trainer trainer = new Trainer(
                        objective, descent(batching, new UpdateRule.Adam(0.9, 0.99, 1e-8), StopRule.after(epochs)))
                .observer(observer);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        trainer.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void l1Penalty_zerosTheWeightsThatDoNotMatter() {
        Random random = new Random(2);
        double[][] x = new double[200][3];
        double[] y = new double[200];
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 3; j++) {
                x[i][j] = random.nextGaussian();
            }
            y[i] = 2 * x[i][0] + 5 + random.nextGaussian() / 10;
        }
        Descent lasso = new Descent(
                Batching.batch(),
                new UpdateRule.Nesterov(0.3),
                0.2,
                new Schedule.Constant(),
                new Penalty(0.5, 0),
                false,
                StopRule.after(500),
                1);

        ImmutableDoubleArray w = new Trainer(LeastSquares.withIntercept(Dataset.of(x, y)), lasso)
                .run()
                .weights();

        assertEquals(0, w.get(1));
        assertEquals(0, w.get(2));
        assertTrue(w.get(0) > 1 && w.get(3) > 4, w::toString);
    }

    @Test
    void patience_stopsAndReturnsTheBestByValidation() {
        Dataset train = noisyLine(20, 3);
        double[] shifted = train.y().clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] *= 0.5;
        }
        double[][] x = new double[20][3];
        for (int i = 0; i < 20; i++) {
            System.arraycopy(train.x(), i * train.stride(), x[i], 0, 3);
        }
        LeastSquares validation = LeastSquares.withIntercept(Dataset.of(x, shifted));
        StopRule stop = new StopRule(10_000, 0, 0, 5, Optional.empty());

        Outcome outcome = new Trainer(
                        LeastSquares.withIntercept(train), descent(Batching.batch(), new UpdateRule.Sgd(), stop))
                .validation(validation)
                .run();

        assertEquals(StopReason.PATIENCE, outcome.reason());
        assertEquals(outcome.bestLoss(), validation.value(outcome.weights().toArray()));
        assertEquals(outcome.bestEpoch() + 5, outcome.scalars().epoch());
    }

    @Test
    void gradientOfZeroUpToRounding_isConverged() {
        Outcome outcome = new Trainer(objective(), Descent.batch(0.3, 100_000)).run();

        assertEquals(StopReason.ROUNDING, outcome.reason());
        assertTrue(outcome.scalars().step() < 1000);
    }

    @Test
    void lossChange_gradientNorm_andTimeLimit_stop() {
        assertEquals(
                StopReason.LOSS_CHANGE,
                new Trainer(
                                objective(),
                                descent(
                                        Batching.batch(),
                                        new UpdateRule.Sgd(),
                                        new StopRule(10_000, 1e-3, 0, 0, Optional.empty())))
                        .run()
                        .reason());
        assertEquals(
                StopReason.GRADIENT_NORM,
                new Trainer(
                                objective(),
                                descent(
                                        Batching.batch(),
                                        new UpdateRule.Sgd(),
                                        new StopRule(10_000, 0, 1e-2, 0, Optional.empty())))
                        .run()
                        .reason());
        assertEquals(
                StopReason.TIME_LIMIT,
                new Trainer(
                                objective(),
                                descent(
                                        STOCHASTIC,
                                        new UpdateRule.Sgd(),
                                        new StopRule(Long.MAX_VALUE, 0, 0, 0, Optional.of(Duration.ofMillis(1)))))
                        .run()
                        .reason());
    }

    @Test
    void requestBeforeTheStart_stopsAtOnce() {
        for (Batching batching : ImmutableList.of(Batching.batch(), STOCHASTIC)) {
            Control control = new Control();
            control.requestStop();

            Outcome outcome = new Trainer(objective(), descent(batching, new UpdateRule.Sgd(), StopRule.after(10)))
                    .control(control)
                    .run();

            assertEquals(StopReason.REQUEST, outcome.reason());
            assertTrue(outcome.scalars().step() <= 1);
        }
    }

    @Test
    void rateAboveTheLimit_divergesInEveryMode_andKeepsFiniteWeights() {
        for (Batching batching : ImmutableList.of(Batching.batch(), STOCHASTIC, BLOCKS)) {
            Outcome outcome = new Trainer(objective(), Descent.plain(batching, 1.7, 10_000)).run();

            assertEquals(StopReason.DIVERGED, outcome.reason(), batching::toString);
            assertTrue(outcome.scalars().epoch() <= 20, outcome::toString);
            outcome.weights().forEach(w -> assertTrue(Double.isFinite(w)));
        }
    }

    @Test
    void historyOfAnyLength_staysBounded_keepsTheFirstAndTheLast() {
        Outcome outcome = new Trainer(objective(), Descent.batch(1e-5, 12_345)).run();
        History history = outcome.history();

        assertTrue(history.length() <= HistoryRecorder.CAPACITY && history.length() > 300);
        assertEquals(0, history.scalars(0).step());
        assertEquals(12_345, history.scalars(history.length() - 1).step());
        double[] steps = history.steps().toArray();
        double[] sorted = steps.clone();
        java.util.Arrays.sort(sorted);
        assertArrayEquals(sorted, steps);
    }

    @Test
    void modesOverRows_needAnObjectiveWithRows() {
        io.github.piste.objective.Objective plain = new io.github.piste.objective.Objective() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                return 0;
            }
        };
        assertThrows(IllegalArgumentException.class, () -> new Trainer(plain, Descent.plain(STOCHASTIC, 1, 1)));
    }
}
