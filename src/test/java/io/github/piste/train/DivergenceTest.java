package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.github.piste.ReferenceFits;
import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.Batching;
import io.github.piste.optim.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A descent that goes uphill is never called a success. */
class DivergenceTest {
    private static Dataset load(String name) {
        return ReferenceFits.all().stream()
                .filter(fit -> fit.name().equals(name))
                .findFirst()
                .orElseThrow()
                .load();
    }

    private static Dataset standardised(Dataset rows) {
        return Standardizer.fit(rows, Scaling.STANDARD).apply(rows);
    }

    /** Columns and target standardised over all rows. */
    private static Dataset withStandardisedTarget(Dataset rows) {
        double mean = Arrays.stream(rows.y()).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(rows.y())
                .map(y -> (y - mean) * (y - mean))
                .average()
                .orElseThrow());
        Dataset scaled = standardised(rows);
        double[][] x = new double[rows.rows()][];
        Arrays.setAll(x, i -> Arrays.copyOfRange(scaled.x(), i * scaled.stride(), (i + 1) * scaled.stride()));
        return Dataset.of(
                x, Arrays.stream(rows.y()).map(y -> (y - mean) / deviation).toArray());
    }

    @Test
    void airfoil_justAboveTheStableLimit_looksConvergedInEpoch6_andIsFoundOut() {
        Dataset first = withStandardisedTarget(load("airfoil"))
                .select(IntStream.range(0, 1500).toArray());
        List<Double> losses = new ArrayList<>();

        // The book's step 1 on half of our loss.
        Outcome outcome = new Trainer(LeastSquares.withIntercept(first), Descent.batch(0.5, 100))
                .observer(moment -> losses.add(moment.loss() / 2))
                .run();

        assertEquals(0.24507815430073485, losses.get(6), 1e-12, "as others got it");
        assertEquals(0.245259, losses.get(7), 1e-6);
        assertEquals(StopReason.DIVERGED, outcome.reason());
        assertTrue(
                outcome.scalars().epoch() < 30,
                () -> "only in epoch " + outcome.scalars().epoch());
        assertEquals(6, outcome.bestEpoch());
        assertEquals(losses.get(6) * 2, outcome.bestLoss());
    }

    @Test
    void anyRate_onRealData_endsWithFiniteWeights_andNoSuccessAboveTheStart() {
        Random random = new Random(12);
        List<LeastSquares> objectives = ImmutableList.of(
                LeastSquares.withIntercept(standardised(load("wine-red"))),
                LeastSquares.withIntercept(standardised(load("auto-insurance"))),
                LeastSquares.withIntercept(standardised(load("airfoil"))));
        List<Batching> modes = ImmutableList.of(
                Batching.batch(),
                Batching.stochastic(Batching.Order.RANDOM),
                Batching.miniBatch(16, Batching.Order.BLOCKS));
        int diverged = 0;
        for (int i = 0; i < 1000; i++) {
            double rate = Math.pow(10, -12 + 24 * random.nextDouble());
            LeastSquares objective = objectives.get(i % 3);
            Batching batching = modes.get(i / 3 % 3);
            Outcome outcome = new Trainer(objective, Descent.plain(batching, rate, 20))
                    .observer(new BestIsFinite())
                    .run();

            String what = batching.mode() + " at " + rate + ": " + outcome;
            double[] w = outcome.weights().toArray();
            assertTrue(Arrays.stream(w).allMatch(Double::isFinite), what);
            double value = objective.value(w);
            assertTrue(value <= outcome.startLoss() * (1 + 1e-9), what);
            if (outcome.reason() == StopReason.DIVERGED) {
                diverged++;
            } else {
                assertTrue(outcome.scalars().loss() <= outcome.startLoss() * (1 + 1e-9), what);
                assertEquals(value, outcome.scalars().loss(), 1e-12 * value, what);
            }
            assertTrue(!(rate > 10) || outcome.reason() == StopReason.DIVERGED, what);
        }
        assertTrue(diverged > 333 && diverged < 667, "some rates are too large, some are not: " + diverged);
    }

    /** What a checkpoint would keep as best at any moment. */
    private static final class BestIsFinite implements Observer {
        @Override
        public void observe(Moment moment) {}

        @Override
        public boolean wantsCheckpoint() {
            return true;
        }

        @Override
        public void checkpoint(Supplier<Checkpoint> checkpoint, boolean last) {
            assertTrue(Arrays.stream(checkpoint.get().array("best.weights")).allMatch(Double::isFinite));
        }
    }
}
