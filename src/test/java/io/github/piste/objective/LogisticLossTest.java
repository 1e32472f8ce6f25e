package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticLossTest {
    private static final int ROWS = 60;

    private static Dataset data(int d, boolean weighted) {
        return ClassData.random(ROWS, d, 2, weighted);
    }

    private static LogisticLoss logistic(Dataset data, boolean intercept) {
        return intercept ? LogisticLoss.withIntercept(data) : LogisticLoss.throughOrigin(data);
    }

    private static double[] point(int dimension) {
        return new Random(17).doubles(dimension, -1, 1).toArray();
    }

    /** One row of one feature 1. */
    private static LogisticLoss single(double y) {
        return LogisticLoss.throughOrigin(Dataset.of(new double[][] {{1}}, new double[] {y}));
    }

    /** The definition, written as plainly as possible. */
    private static double defined(Dataset data, double[] w, int[] rows) {
        double[] s = data.weights();
        double mean = s == null ? 1 : Arrays.stream(s).sum() / s.length;
        double sum = 0;
        for (int i : rows) {
            double z = w.length > data.features() ? w[data.features()] : 0;
            for (int j = 0; j < data.features(); j++) {
                z += data.x()[i * data.stride() + j] * w[j];
            }
            double p = 1 / (1 + Math.exp(-z));
            sum -= Math.log(data.y()[i] == 1 ? p : 1 - p) * (s == null ? 1 : s[i] / mean);
        }
        return sum / rows.length;
    }

    @ParameterizedTest
    @CsvSource({"1, true, false", "3, false, true", "4, true, true", "9, true, false"})
    void valueAndGradient_areThoseOfTheDefinition(int d, boolean intercept, boolean weighted) {
        Dataset data = data(d, weighted);
        LogisticLoss objective = logistic(data, intercept);
        double[] w = point(objective.dimension());
        double[] gradient = new double[w.length];

        double value = objective.valueAndGradient(w, gradient);

        int[] all = IntStream.range(0, ROWS).toArray();
        assertEquals(defined(data, w, all), value, 1e-14 * value);
        assertEquals(value, objective.value(w));
        Differences.assertGradient(objective, w, 1e-9);

        int[] some = {7, 3, 3, 41, 20};
        double ofSome = objective.valueAndGradient(w, some, 1, 5, gradient);
        assertEquals(defined(data, w, Arrays.copyOfRange(some, 1, 5)), ofSome, 1e-14 * ofSome);
        Differences.assertGradient(Differences.over(objective, 3, 3, 41, 20), w, 1e-9);
        assertEquals(objective.valueAndGradient(w, all, 0, ROWS, new double[w.length]), value);
    }

    @Test
    void largeScores_neitherOverflowNorLoseDigits() {
        double[] gradient = new double[1];
        for (double z : new double[] {40, 800, 1e300}) {
            assertEquals(z, single(0).valueAndGradient(new double[] {z}, gradient));
            assertEquals(1, gradient[0]);
            assertEquals(z, single(1).valueAndGradient(new double[] {-z}, gradient));
            assertEquals(-1, gradient[0]);
            assertEquals(Math.exp(-z), single(1).valueAndGradient(new double[] {z}, gradient), 1e-16 * Math.exp(-z));
            assertEquals(-Math.exp(-z), gradient[0], 1e-15 * Math.exp(-z), "1 - p is no difference of rounded numbers");
            assertEquals(Math.exp(-z), single(0).valueAndGradient(new double[] {-z}, gradient), 1e-16 * Math.exp(-z));
            assertEquals(Math.exp(-z), gradient[0], 1e-15 * Math.exp(-z));
        }
    }

    @Test
    void zeros_giveEveryRowOneHalf() {
        LogisticLoss objective = LogisticLoss.withIntercept(data(3, true));
        double[] predicted = new double[ROWS];
        objective.predict(new double[4], predicted);
        assertTrue(Arrays.stream(predicted).allMatch(p -> p == 0.5));
        assertEquals(Math.log(2), objective.value(new double[4]), 1e-15);
    }

    @Test
    void predictions_areProbabilitiesOfClassOne() {
        LogisticLoss objective = LogisticLoss.throughOrigin(
                Dataset.of(new double[][] {{2}, {-2}, {-800}, {800}}, new double[] {1, 0, 0, 1}));
        double[] predicted = new double[4];
        objective.predict(new double[] {1}, predicted);
        assertArrayEquals(new double[] {0.8807970779778823, 0.11920292202211755, 0, 1}, predicted, 1e-16);
    }

    @Test
    void wholeNumberWeights_areAsIfRowsWereRepeated() {
        Dataset data = data(2, false);
        double[] weights = new double[ROWS];
        Arrays.fill(weights, 1);
        weights[4] = 3;
        int[] repeated =
                IntStream.concat(IntStream.range(0, ROWS), IntStream.of(4, 4)).toArray();
        double[] w = point(3);
        double[] one = new double[3];
        double[] other = new double[3];

        double value = LogisticLoss.withIntercept(data.select(repeated)).valueAndGradient(w, one);
        assertEquals(
                value, LogisticLoss.withIntercept(data.withWeights(weights)).valueAndGradient(w, other), 1e-14);
        assertArrayEquals(one, other, 1e-14);
    }

    @Test
    void curvature_isAQuarterOfTheRowsEverywhereAtMost() {
        Dataset data = data(4, true);
        LogisticLoss objective = LogisticLoss.withIntercept(data);
        Curvature squared = LeastSquares.withIntercept(data).curvature(0);
        double bound = objective.curvature(0).largest();
        assertEquals(squared.largest() / 8, bound, 1e-14 * bound);
        assertEquals(objective.largestSquaredRowNorm() / 4, objective.steepestRow());
        Random random = new Random(9);
        double steepest = 0;
        for (int k = 0; k < 500; k++) {
            double size = k % 2 == 0 ? 0.01 : 2;
            steepest = Math.max(steepest, Differences.slopeChange(objective, random, size));
        }
        assertTrue(steepest <= bound * (1 + 1e-9), steepest + " above " + bound);
    }

    @Test
    void logLikelihood_climbed_givesTheBitsOfTheDescent() {
        Dataset data = data(3, true);
        LogisticLoss loss = LogisticLoss.withIntercept(data);
        Objective likelihood = loss.logLikelihood();
        assertEquals(loss.penalised(), likelihood.penalised());
        double[] point = {0.3, -0.2, 0.1, 0.7};
        assertEquals(-loss.value(point), likelihood.value(point));

        Descent descent = Descent.batch(1 / loss.curvature(0).largest(), 50);
        Outcome down = new Trainer(loss, descent).run();
        Outcome up = new Trainer(new Ascent(likelihood), descent).run();

        assertEquals(down.weights(), up.weights());
        assertEquals(down.scalars().loss(), up.scalars().loss());
        assertTrue(down.scalars().loss() < Math.log(2));
    }

    @Test
    void separates_isAProof_andRowsOfWeightZeroDoNotCount() {
        Dataset apart = Dataset.of(new double[][] {{1}, {2}, {4}, {5}}, new double[] {0, 0, 1, 1});
        LogisticLoss objective = LogisticLoss.withIntercept(apart);
        assertTrue(objective.separates(new double[] {1, -3}));
        assertFalse(objective.separates(new double[] {1, -4}), "a score of 0 is for no class");
        assertEquals(1, objective.errors(new double[] {1, -4}));
        assertEquals(4, objective.errors(new double[] {-1, 3}));
        assertEquals(4, objective.errors(new double[2]));
        assertEquals(4, objective.errors(new double[] {Double.NaN, 0}));
        assertEquals(2, objective.classes());
        double[] weights = {1, 1, 0, 1};
        assertTrue(LogisticLoss.withIntercept(apart.withWeights(weights)).separates(new double[] {1, -4}));
    }

    @Test
    void targetThatIsNoClass_isRefusedWithItsRow() {
        DataException refused = assertThrows(
                DataException.class,
                () -> LogisticLoss.withIntercept(Dataset.of(new double[][] {{1}, {2}, {3}}, new double[] {0, 1, 2})));
        assertEquals(
                "row 3: found target 2.0, logistic regression needs two classes numbered 0 and 1; use softmax for more",
                refused.getMessage());
    }

    @Test
    void aWeightThatIsNotFinite_givesAValueThatIsNot() {
        LogisticLoss objective = LogisticLoss.withIntercept(data(2, false));
        double[] gradient = new double[3];
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertFalse(Double.isFinite(objective.valueAndGradient(new double[] {bad, 1, 1}, gradient)));
            assertFalse(Double.isFinite(objective.value(new double[] {1, 1, bad})));
            assertFalse(Double.isFinite(single(1).value(new double[] {bad})));
            assertFalse(Double.isFinite(single(0).value(new double[] {bad})));
        }
    }
}
