package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.HuberLoss;
import io.github.piste.run.RunState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Huber loss through the whole engine, on rows of which a tenth is grossly wrong. */
class RobustFitTest {
    private static final double[] TRUTH = {3, -2, 0.5, 10};
    private static final double SIGMA = 0.5;
    private static final double DELTA = 1.345 * SIGMA;

    private static Dataset outliers() {
        Random random = new Random(8);
        double[][] x = new double[500][3];
        double[] y = new double[500];
        for (int i = 0; i < y.length; i++) {
            y[i] = TRUTH[3] + SIGMA * random.nextGaussian();
            for (int j = 0; j < 3; j++) {
                x[i][j] = 20 + (j + 1) * random.nextGaussian();
                y[i] += TRUTH[j] * x[i][j];
            }
            if (i % 10 == 0) {
                y[i] += 100 + 30 * (x[i][0] - 20); // gross errors that lean on the first slope
            }
        }
        return Dataset.of(x, y);
    }

    private static Training huber(Dataset rows, double delta) {
        return Training.on(rows).set("model.loss", "huber").set("model.huber-delta", delta);
    }

    private static double[] coefficients(TrainingResult result) {
        double[] all = Arrays.copyOf(result.linearModel().coefficients().toArray(), 4);
        all[3] = result.linearModel().intercept();
        return all;
    }

    private static double worstSlope(double[] found) {
        double worst = 0;
        for (int j = 0; j < 3; j++) {
            worst = Math.max(worst, Math.abs(found[j] - TRUTH[j]));
        }
        return worst;
    }

    /** Another way to the same minimum: least squares with weights {@code min(1, delta / |e|)}, again and again. */
    private static ImmutableDoubleArray reweighted(Dataset rows) {
        double[] weights = new double[rows.rows()];
        Arrays.fill(weights, 1);
        ImmutableDoubleArray found = ImmutableDoubleArray.of();
        for (int pass = 0; pass < 200; pass++) {
            found = ClosedForm.withIntercept(rows.withWeights(weights)).coefficients();
            for (int i = 0; i < weights.length; i++) {
                double e = found.get(3) - rows.y()[i];
                for (int j = 0; j < 3; j++) {
                    e += found.get(j) * rows.x()[i * rows.stride() + j];
                }
                weights[i] = Math.min(1, DELTA / Math.abs(e));
            }
        }
        return found;
    }

    @Test
    void batch_endsInTheMinimumThatReweightedLeastSquaresFinds() {
        Dataset rows = outliers();
        TrainingResult result = huber(rows, DELTA).run();
        double[] found = coefficients(result);
        double[] expected = reweighted(rows).toArray();
        for (int j = 0; j < 4; j++) {
            assertEquals(expected[j], found[j], 1e-6 * Math.abs(expected[j]), "coefficient " + j);
        }
        assertTrue(result.state() == RunState.CONVERGED || result.state() == RunState.FINISHED, result::reason);
        double loss = HuberLoss.withIntercept(rows, DELTA).value(expected);
        assertEquals(loss, result.outcome().scalars().loss(), 1e-9 * loss);
    }

    @ParameterizedTest
    @CsvSource({"batch", "mini-batch", "stochastic"})
    void tenthOfGrossOutliers_hardlyMovesIt_butLeastSquaresFarAway(String mode) {
        Dataset rows = outliers();
        double[] robust = coefficients(huber(rows, DELTA)
                .set("train.mode", mode)
                .set("train.epochs", 300)
                .run());
        assertTrue(worstSlope(robust) < 0.15, () -> mode + ": " + Arrays.toString(robust));
        double[] squared = coefficients(Training.on(rows).run());
        assertTrue(worstSlope(squared) > 1.5, () -> Arrays.toString(squared));
    }

    @ParameterizedTest
    @CsvSource({"batch", "mini-batch", "stochastic"})
    void hugeDelta_isLeastSquaresToTheBit(String mode) {
        Dataset rows = outliers();
        TrainingResult squared = Training.on(rows)
                .set("train.mode", mode)
                .set("train.epochs", 20)
                .run();
        TrainingResult huber =
                huber(rows, 1e6).set("train.mode", mode).set("train.epochs", 20).run();
        assertEquals(squared.outcome().weights(), huber.outcome().weights());
        assertEquals(List.of(squared.plan()), List.of(huber.plan()));
    }

    @Test
    void deltaFarBelowTheErrors_isWarnedAbout_andTheBoundHolds() {
        for (String rule : List.of("sgd", "momentum", "nesterov")) {
            TrainingResult stuck = huber(outliers(), 1e-5)
                    .set("train.rule", rule)
                    .set("train.epochs", 300)
                    .run();
            String warning = String.join("", stuck.plan().warnings());
            assertTrue(warning.startsWith("huber-delta = 1.000e-05 is small beside the errors"), warning);
            double most = Double.parseDouble(warning.replaceAll("(?s).*fall by (\\S+) at most.*", "$1"));
            double fall =
                    stuck.outcome().startLoss() - stuck.outcome().scalars().loss();
            assertTrue(fall > 0 && fall <= most * 1.001, rule + ": " + fall + " of " + most);
        }
        assertEquals(List.of(), huber(outliers(), DELTA).run().plan().warnings());
    }

    @Test
    void weights_ofOutliersZero_areAsIfTheyWereNotThere() {
        Dataset rows = outliers();
        double[] weights = new double[rows.rows()];
        Arrays.setAll(weights, i -> i % 10 == 0 ? 0 : 2);
        double[] found = coefficients(huber(rows.withWeights(weights), DELTA).run());
        double[] without = coefficients(huber(
                        rows.select(
                                IntStream.range(0, 500).filter(i -> i % 10 != 0).toArray()),
                        DELTA)
                .run());
        for (int j = 0; j < 4; j++) {
            assertEquals(without[j], found[j], 1e-6 * Math.abs(without[j]));
        }
    }
}
