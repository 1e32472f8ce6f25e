package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.RowOrder;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a loop shows to its observer and its history, beside the same steps made by hand. */
class TrainerShowsTest {
    private static final int ROWS = 20;
    private static final double RATE = 0.02;

    private static LeastSquares objective() {
        Random random = new Random(8);
        double[][] x = new double[ROWS][2];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
            y[i] = 1 + x[i][0] - 2 * x[i][1] + random.nextGaussian() / 3;
        }
        return LeastSquares.withIntercept(Dataset.of(x, y));
    }

    /** Plain steps by hand: the weights after 0, 1, 2, ... of them. */
    private static List<double[]> byHand(Batching batching, long epochs, long seed) {
        LeastSquares objective = objective();
        List<double[]> all = new ArrayList<>();
        double[] w = new double[3];
        double[] gradient = new double[3];
        all.add(w.clone());
        int perStep = batching.rowsPerStep(ROWS);
        int[] rows = new int[ROWS];
        for (long epoch = 0; epoch < epochs; epoch++) {
            RowOrder.fill(rows, batching.order(), seed, epoch);
            for (int from = 0; from < ROWS; from += perStep) {
                objective.valueAndGradient(w, rows, from, Math.min(ROWS, from + perStep), gradient);
                for (int j = 0; j < 3; j++) {
                    w[j] -= RATE * gradient[j];
                }
                all.add(w.clone());
            }
        }
        return all;
    }

    private static Descent plain(Batching batching, long epochs, boolean averaging) {
        return new Descent(
                batching,
                new UpdateRule.Sgd(),
                RATE,
                new Schedule.Constant(),
                Penalty.NONE,
                averaging,
                StopRule.after(epochs),
                6);
    }

    /** Keeps what it is shown; wants to be called at every so-many-th step. */
    private static final class Watcher implements Observer {
        private final long every;
        private final List<Snapshot> snapshots = new ArrayList<>();
        private final List<Moment.Kind> kinds = new ArrayList<>();
        private long step;

        Watcher(long every) {
            this.every = every;
        }

        @Override
        public void observe(Moment moment) {
            step = moment.step();
            snapshots.add(moment.snapshot());
            kinds.add(moment.kind());
        }

        @Override
        public long nextStep() {
            return (step / every + 1) * every;
        }
    }

    private static final List<Batching> MODES = ImmutableList.of(
            Batching.batch(),
            Batching.stochastic(Batching.Order.NONE),
            Batching.stochastic(Batching.Order.RANDOM),
            Batching.miniBatch(6, Batching.Order.BLOCKS));

    @Test
    void everySnapshot_holdsTheWeightsOfThatVeryStep() {
        for (Batching batching : MODES) {
            List<double[]> expected = byHand(batching, 5, 6);
            Watcher watcher = new Watcher(1);
            Outcome outcome = new Trainer(objective(), plain(batching, 5, false))
                    .observer(watcher)
                    .run();

            int steps = expected.size() - 1;
            double stepsAnEpoch = Math.ceil(ROWS / (double) batching.rowsPerStep(ROWS));
            assertEquals(steps + 1, watcher.snapshots.size(), batching::toString);
            for (int k = 0; k <= steps; k++) {
                Snapshot snapshot = watcher.snapshots.get(k);
                assertEquals(k, snapshot.scalars().step());
                assertArrayEquals(expected.get(k), snapshot.weights().toArray(), 1e-14, "step " + k);
                double epoch = Math.floor(k / stepsAnEpoch)
                        + (k % (long) stepsAnEpoch) * batching.rowsPerStep(ROWS) / (double) ROWS;
                assertEquals(epoch, snapshot.scalars().epoch(), 1e-12);
                assertEquals(RATE, snapshot.scalars().learningRate());
                assertEquals(k == steps, snapshot.last());
            }
            assertArrayEquals(expected.get(steps), outcome.weights().toArray(), 1e-14);
            assertEquals(outcome.scalars(), watcher.snapshots.get(steps).scalars());
        }
    }

    @Test
    void batchLosses_areExactAtEveryStep_sampledOnesAtBothEnds() {
        for (Batching batching : MODES) {
            LeastSquares objective = objective();
            Watcher watcher = new Watcher(1);
            new Trainer(objective(), plain(batching, 5, false))
                    .observer(watcher)
                    .run();
            int last = watcher.snapshots.size() - 1;
            for (int k = 0; k <= last; k++) {
                if (batching.mode() == Batching.Mode.BATCH || k == 0 || k == last) {
                    Snapshot snapshot = watcher.snapshots.get(k);
                    double exact = objective.value(snapshot.weights().toArray());
                    assertEquals(exact, snapshot.scalars().loss(), 1e-14 * exact, batching + " step " + k);
                }
            }
        }
    }

    @Test
    void observer_isCalledAtTheStepsItNames_andAtEveryEpoch() {
        for (Batching batching : MODES) {
            Watcher watcher = new Watcher(7);
            new Trainer(objective(), plain(batching, 6, false))
                    .observer(watcher)
                    .run();

            long anEpoch = (ROWS + batching.rowsPerStep(ROWS) - 1L) / batching.rowsPerStep(ROWS);
            long steps = 6 * anEpoch;
            List<Long> seen =
                    watcher.snapshots.stream().map(s -> s.scalars().step()).toList();
            List<Long> must = LongStream.rangeClosed(0, steps)
                    .filter(k -> k % anEpoch == 0 || k % 7 == 0)
                    .boxed()
                    .toList();
            assertTrue(seen.containsAll(must), () -> batching + ": " + seen);
            assertEquals(seen.stream().distinct().sorted().toList(), seen, "each step once, in order");
            assertEquals(Moment.Kind.START, watcher.kinds.get(0));
            assertEquals(Moment.Kind.END, watcher.kinds.get(watcher.kinds.size() - 1));
            assertEquals(
                    5,
                    watcher.kinds.stream().filter(k -> k == Moment.Kind.EPOCH).count());
        }
    }

    @Test
    void observationRequest_isAnsweredAfterTheCurrentStep() {
        Control control = new Control();
        List<Long> seen = new ArrayList<>();
        LeastSquares inner = objective();
        Observer observer = moment -> {
            seen.add(moment.step());
            if (seen.size() <= 5) {
                control.requestObservation();
            }
        };
        new Trainer(inner, plain(Batching.stochastic(Batching.Order.NONE), 1000, false))
                .observer(observer)
                .control(control)
                .run();
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), seen.subList(0, 6));
        assertTrue(seen.get(6) > 6, "nobody asked any more: " + seen.subList(0, 8));
    }

    @Test
    void stopRequestedAtAStep_endsThere() {
        for (Batching batching : MODES) {
            Control control = new Control();
            Watcher watcher = new Watcher(1);
            Observer stopper = new Observer() {
                @Override
                public void observe(Moment moment) {
                    watcher.observe(moment);
                    if (moment.step() == 3) {
                        control.requestStop();
                    }
                }

                @Override
                public long nextStep() {
                    return watcher.nextStep();
                }
            };
            Outcome outcome = new Trainer(objective(), plain(batching, 100, false))
                    .observer(stopper)
                    .control(control)
                    .run();
            assertEquals(StopReason.REQUEST, outcome.reason());
            int step = (int) outcome.scalars().step();
            assertTrue(step == 3 || step == 4, batching + ": at most the step that was under way, found " + step);
            assertArrayEquals(
                    byHand(batching, 4, 6).get(step), outcome.weights().toArray(), 1e-14);
        }
    }

    @Test
    void averaging_isTheMeanOfTheIterates_theLaterTheMore() {
        Batching batching = Batching.stochastic(Batching.Order.RANDOM);
        Outcome outcome = new Trainer(objective(), plain(batching, 4, true)).run();
        List<double[]> iterates = byHand(batching, 4, 6);
        double[] mean = new double[3];
        double sum = 0;
        for (int t = 1; t <= 4 * ROWS; t++) {
            double weight = t * (t + 1.0) * (t + 2.0);
            sum += weight;
            for (int j = 0; j < 3; j++) {
                mean[j] += weight * iterates.get(t)[j];
            }
        }
        for (int j = 0; j < 3; j++) {
            mean[j] /= sum;
        }
        for (int j = 0; j < 3; j++) {
            assertEquals(mean[j], outcome.weights().get(j), 1e-14);
        }
        double exact = objective().value(outcome.weights().toArray());
        assertEquals(exact, outcome.scalars().loss(), 1e-14);
    }

    @Test
    void averaging_inBatchMode_changesNothing() {
        assertEquals(
                new Trainer(objective(), plain(Batching.batch(), 9, false))
                        .run()
                        .weights(),
                new Trainer(objective(), plain(Batching.batch(), 9, true)).run().weights());
    }

    @Test
    void validation_isMeasuredAtTheEndOfEveryEpoch_onTheWeightsToBeSeen() {
        LeastSquares heldOut = LeastSquares.withIntercept(
                Dataset.of(new double[][] {{1, 2}, {0, 1}, {-1, 0.5}}, new double[] {-2, -1, 0}));
        for (Batching batching : MODES) {
            Watcher watcher = new Watcher(1);
            new Trainer(objective(), plain(batching, 5, true))
                    .validation(heldOut)
                    .observer(watcher)
                    .run();
            for (Snapshot snapshot : watcher.snapshots) {
                Scalars s = snapshot.scalars();
                if (s.epoch() == Math.rint(s.epoch()) && s.epoch() > 0) {
                    double exact = heldOut.value(snapshot.weights().toArray());
                    assertEquals(exact, s.validationLoss(), 1e-14, batching + " epoch " + s.epoch());
                }
            }
        }
    }

    @Test
    void history_ofAnOldSnapshot_staysAsItWas() {
        List<Snapshot> early = new ArrayList<>();
        List<double[]> losses = new ArrayList<>();
        new Trainer(objective(), plain(Batching.batch(), 5000, false))
                .observer(moment -> {
                    if (moment.step() % 250 == 0) {
                        early.add(moment.snapshot());
                        losses.add(moment.snapshot().history().losses().toArray());
                    }
                })
                .run();
        assertTrue(early.size() > 5);
        for (int i = 0; i < early.size(); i++) {
            assertTrue(
                    Arrays.equals(losses.get(i), early.get(i).history().losses().toArray()));
        }
    }

    @Test
    void history_thinned_holdsTheTrueValuesOfTheStepsItKept() {
        Outcome outcome = new Trainer(objective(), Descent.batch(1e-4, 3000)).run();
        List<double[]> seen = new ArrayList<>();
        LeastSquares objective = objective();
        double[] w = new double[3];
        double[] gradient = new double[3];
        for (int k = 0; k <= 3000; k++) {
            double loss = objective.valueAndGradient(w, gradient);
            seen.add(new double[] {loss, w[0], w[1], w[2]});
            for (int j = 0; j < 3; j++) {
                w[j] -= 1e-4 * gradient[j];
            }
        }
        History history = outcome.history();
        assertEquals(3, history.tracked());
        for (int i = 0; i < history.length(); i++) {
            Scalars s = history.scalars(i);
            double[] expected = seen.get((int) s.step());
            assertEquals(expected[0], s.loss());
            for (int j = 0; j < 3; j++) {
                assertEquals(expected[1 + j], history.weight(j).get(i));
            }
        }
        assertEquals(0, history.scalars(0).step());
        assertEquals(3000, history.scalars(history.length() - 1).step());
    }

    @Test
    void anObserver_changesNoBit() {
        for (Batching batching : MODES) {
            Outcome alone = new Trainer(objective(), plain(batching, 50, true)).run();
            Outcome watched = new Trainer(objective(), plain(batching, 50, true))
                    .observer(new Watcher(3))
                    .run();
            assertEquals(alone.weights(), watched.weights());
            assertEquals(alone.history().losses(), watched.history().losses());
            assertEquals(alone.history().steps(), watched.history().steps());
        }
    }

    @Test
    void aLossThatBecomesNaN_endsAsDivergedWithTheLastGoodWeights() {
        Objective cliff = new Objective() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                gradient[0] = 2 * w[0];
                return w[0] < 0.5 ? Double.NaN : w[0] * w[0];
            }
        };
        Outcome outcome = new Trainer(cliff, Descent.batch(0.1, 100))
                .start(ImmutableDoubleArray.of(1))
                .run();
        assertEquals(StopReason.DIVERGED, outcome.reason());
        assertEquals(4, outcome.scalars().step());
        assertEquals(0.512, outcome.weights().get(0), 1e-15);
        assertEquals(0.512 * 0.512, outcome.bestLoss(), 1e-15);
    }
}
