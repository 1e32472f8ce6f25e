package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxCrossEntropyTest {
    private static final int ROWS = 60;

    private static double[] point(int dimension) {
        return new Random(17).doubles(dimension, -1, 1).toArray();
    }

    /** The definition, written as plainly as possible. */
    private static double defined(Dataset data, double[] w, int[] rows) {
        int d = data.features();
        int k = data.classes().size();
        double[] s = data.weights();
        double mean = s == null ? 1 : Arrays.stream(s).sum() / s.length;
        double sum = 0;
        for (int i : rows) {
            double[] e = new double[k];
            for (int c = 0; c < k; c++) {
                double z = w.length > k * d ? w[k * d + c] : 0;
                for (int j = 0; j < d; j++) {
                    z += data.x()[i * d + j] * w[c * d + j];
                }
                e[c] = Math.exp(z);
            }
            sum -= Math.log(e[(int) data.y()[i]] / Arrays.stream(e).sum()) * (s == null ? 1 : s[i] / mean);
        }
        return sum / rows.length;
    }

    @ParameterizedTest
    @CsvSource({"1, 2, true, false", "3, 3, false, true", "4, 5, true, true", "9, 3, true, false"})
    void valueAndGradient_areThoseOfTheDefinition(int d, int k, boolean intercept, boolean weighted) {
        Dataset data = ClassData.random(ROWS, d, k, weighted);
        SoftmaxCrossEntropy objective =
                intercept ? SoftmaxCrossEntropy.withIntercept(data) : SoftmaxCrossEntropy.throughOrigin(data);
        assertEquals(k * (intercept ? d + 1 : d), objective.dimension());
        assertEquals(k * d, objective.penalised());
        double[] w = point(objective.dimension());
        double[] gradient = new double[w.length];

        double value = objective.valueAndGradient(w, gradient);

        int[] all = IntStream.range(0, ROWS).toArray();
        assertEquals(defined(data, w, all), value, 1e-14 * value);
        assertEquals(value, objective.value(w));
        assertEquals(objective.valueAndGradient(w, all, 0, ROWS, new double[w.length]), value);
        Differences.assertGradient(objective, w, 1e-9);

        int[] some = {7, 3, 3, 41, 20};
        double ofSome = objective.valueAndGradient(w, some, 1, 5, gradient);
        assertEquals(defined(data, w, Arrays.copyOfRange(some, 1, 5)), ofSome, 1e-14 * ofSome);
        Differences.assertGradient(Differences.over(objective, 3, 3, 41, 20), w, 1e-9);
    }

    @Test
    void twoClasses_areLogisticRegression() {
        Dataset data = ClassData.random(ROWS, 3, 2, true);
        SoftmaxCrossEntropy softmax = SoftmaxCrossEntropy.withIntercept(data);
        LogisticLoss logistic = LogisticLoss.withIntercept(data);
        double[] w = point(8);
        double[] apart = {w[3] - w[0], w[4] - w[1], w[5] - w[2], w[7] - w[6]};
        double[] p = new double[2 * ROWS];
        double[] ofOne = new double[ROWS];

        assertEquals(logistic.value(apart), softmax.value(w), 1e-14);
        softmax.predict(w, p);
        logistic.predict(apart, ofOne);
        for (int i = 0; i < ROWS; i++) {
            assertEquals(ofOne[i], p[2 * i + 1], 1e-15);
            assertEquals(1, p[2 * i] + p[2 * i + 1], 1e-15);
        }
        assertEquals(logistic.errors(apart), softmax.errors(w));
    }

    @Test
    void largeScores_neitherOverflowNorLoseDigits() {
        Dataset one = Dataset.of(new double[][] {{1}}, new double[] {1}).withClasses(List.of("a", "b", "c"));
        SoftmaxCrossEntropy objective = SoftmaxCrossEntropy.throughOrigin(one);
        double[] gradient = new double[3];
        assertEquals(2e300, objective.valueAndGradient(new double[] {1e300, -1e300, 0}, gradient));
        assertArrayEquals(new double[] {1, -1, 0}, gradient);
        double wrong = Math.exp(-600);
        assertEquals(2 * wrong, objective.valueAndGradient(new double[] {100, 700, 100}, gradient), 1e-15 * wrong);
        assertArrayEquals(new double[] {wrong, -2 * wrong, wrong}, gradient, 1e-15 * wrong);
        assertTrue(Double.isNaN(objective.value(new double[] {0, Double.NaN, 0})));
        assertTrue(Double.isNaN(objective.value(new double[] {0, 0, Double.NaN})));
        assertFalse(Double.isFinite(objective.value(new double[] {Double.POSITIVE_INFINITY, 0, 0})));
    }

    @Test
    void sameWeightsForEveryClass_changeNothing_andTheGradientsAddUpToZero() {
        Dataset data = ClassData.random(ROWS, 2, 3, false);
        SoftmaxCrossEntropy objective = SoftmaxCrossEntropy.withIntercept(data);
        double[] w = point(9);
        double[] moved = w.clone();
        for (int c = 0; c < 3; c++) {
            moved[2 * c] += 0.5;
            moved[6 + c] -= 2;
        }
        assertEquals(objective.value(w), objective.value(moved), 1e-14);
        double[] g = new double[9];
        objective.valueAndGradient(w, g);
        assertEquals(0, g[0] + g[2] + g[4], 1e-15);
        assertEquals(0, g[6] + g[7] + g[8], 1e-15);
    }

    @Test
    void curvature_isAnUpperBound_thatTwoClassesReach() {
        Dataset data = ClassData.random(ROWS, 4, 3, true);
        SoftmaxCrossEntropy objective = SoftmaxCrossEntropy.withIntercept(data);
        Curvature bound = objective.curvature(0);
        Curvature squared = LeastSquares.withIntercept(data).curvature(0);
        assertEquals(squared.largest() / 4, bound.largest(), 1e-14);
        assertEquals(squared.smallest() / 4, bound.smallest(), 1e-14, "the flat directions are left out");
        Random random = new Random(9);
        for (int m = 0; m < 500; m++) {
            double change = Differences.slopeChange(objective, random, m % 2 == 0 ? 0.01 : 2);
            assertTrue(change <= bound.largest() * (1 + 1e-9), change + " above " + bound);
        }
        SoftmaxCrossEntropy sure = SoftmaxCrossEntropy.throughOrigin(
                Dataset.of(new double[][] {{1}, {-1}}, new double[] {0, 1}).withClasses(List.of("a", "b")));
        double[] up = new double[2];
        double[] down = new double[2];
        sure.valueAndGradient(new double[] {1e-4, -1e-4}, up);
        sure.valueAndGradient(new double[] {-1e-4, 1e-4}, down);
        assertEquals(sure.curvature(0).largest(), (up[0] - down[0]) / 2e-4, 1e-7);
        assertEquals(0.5, sure.curvature(0).largest());
        assertEquals(0.5, sure.steepestRow());
    }

    @Test
    void separates_isAProof() {
        Dataset apart = Dataset.of(new double[][] {{-1}, {0}, {1}}, new double[] {0, 1, 2})
                .withClasses(List.of("low", "middle", "high"));
        SoftmaxCrossEntropy objective = SoftmaxCrossEntropy.withIntercept(apart);
        assertTrue(objective.separates(new double[] {-2, 0, 2, 0, 1, 0}));
        assertFalse(objective.separates(new double[] {-1, 0, 1, 0, 1, 0}), "the largest score must be alone");
        assertEquals(2, objective.errors(new double[] {-1, 0, 1, 0, 1, 0}));
        assertEquals(3, objective.errors(new double[6]));
        assertTrue(SoftmaxCrossEntropy.withIntercept(apart.withWeights(new double[] {0, 1, 0}))
                .separates(new double[] {-1, 0, 1, 0, 1, 0}));
    }

    @Test
    void targetsWithoutClasses_areRefused() {
        Dataset numbers = Dataset.of(new double[][] {{1}, {2}}, new double[] {0, 1});
        DataException none = assertThrows(DataException.class, () -> SoftmaxCrossEntropy.withIntercept(numbers));
        assertEquals("softmax needs a target of at least two classes, found numbers in column 'y'", none.getMessage());
        Dataset same = Dataset.of(new double[][] {{1}}, new double[] {0}).withClasses(List.of("a"));
        DataException one = assertThrows(DataException.class, () -> SoftmaxCrossEntropy.withIntercept(same));
        assertEquals(
                "softmax needs a target of at least two classes, found only class 'a' in column 'y'", one.getMessage());
    }
}
