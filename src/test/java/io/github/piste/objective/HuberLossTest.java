package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuberLossTest {
    private static final int ROWS = 60;
    private static final double DELTA = 1.5;
    private static final double STEP = 1e-5;

    private static Dataset data(int d, boolean weighted) {
        Random random = new Random(d);
        double[][] x = new double[ROWS][d];
        double[] y = new double[ROWS];
        double[] weights = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            Arrays.setAll(x[i], j -> random.nextGaussian());
            y[i] = 3 * random.nextGaussian() + 1;
            weights[i] = i % 5 == 0 ? 0 : random.nextDouble() * 10;
        }
        Dataset data = Dataset.of(x, y);
        return weighted ? data.withWeights(weights) : data;
    }

    private static HuberLoss huber(Dataset data, boolean intercept, double delta) {
        return intercept ? HuberLoss.withIntercept(data, delta) : HuberLoss.throughOrigin(data, delta);
    }

    private static double[] point(int dimension) {
        return new Random(17).doubles(dimension, -1, 1).toArray();
    }

    private static double residual(Dataset data, double[] w, int i) {
        double residual = (w.length > data.features() ? w[data.features()] : 0) - data.y()[i];
        for (int j = 0; j < data.features(); j++) {
            residual += data.x()[i * data.stride() + j] * w[j];
        }
        return residual;
    }

    /** The definition, written as plainly as possible. */
    private static double defined(Dataset data, double[] w, int[] rows) {
        double[] s = data.weights();
        double mean = s == null ? 1 : Arrays.stream(s).sum() / s.length;
        double sum = 0;
        for (int i : rows) {
            double e = Math.abs(residual(data, w, i));
            double rho = e <= DELTA ? e * e : 2 * DELTA * e - DELTA * DELTA;
            sum += rho * (s == null ? 1 : s[i] / mean);
        }
        return sum / rows.length;
    }

    private static void assertGradient(ToDoubleFunction<double[]> value, double[] w, double[] gradient) {
        double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
        for (int j = 0; j < w.length; j++) {
            double[] up = w.clone();
            double[] down = w.clone();
            up[j] += STEP;
            down[j] -= STEP;
            double difference = (value.applyAsDouble(up) - value.applyAsDouble(down)) / (up[j] - down[j]);
            assertEquals(difference, gradient[j], 1e-7 * norm, "component " + j);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, true",
        "1, true, false",
        "3, true, true",
        "4, false, false",
        "5, false, true",
        "11, true, true"
    })
    void gradient_ofAllRowsAndOfSome_isThatOfTheDefinition(int d, boolean weighted, boolean intercept) {
        Dataset data = data(d, weighted);
        HuberLoss objective = huber(data, intercept, DELTA);
        double[] w = point(objective.dimension());
        int beyond = 0;
        for (int i = 0; i < ROWS; i++) {
            double e = Math.abs(residual(data, w, i));
            assertTrue(Math.abs(e - DELTA) > 10 * STEP, "the kink is too near for a difference");
            beyond += e > DELTA ? 1 : 0;
        }
        assertTrue(beyond > ROWS / 5 && beyond < ROWS * 9 / 10, "both branches are tried, " + beyond);
        int[] all = IntStream.range(0, ROWS).toArray();
        int[] some = {7, 3, 39, 3, 0, 12, 11, 8};
        double[] gradient = new double[w.length];
        Arrays.fill(gradient, Double.NaN); // old content means nothing

        double value = objective.valueAndGradient(w, gradient);
        assertEquals(defined(data, w, all), value, 1e-13 * value);
        assertEquals(value, objective.value(w), 1e-15 * value);
        assertGradient(at -> defined(data, at, all), w, gradient);

        double ofSome = objective.valueAndGradient(w, some, 1, 7, gradient);
        int[] part = Arrays.copyOfRange(some, 1, 7);
        assertEquals(defined(data, w, part), ofSome, 1e-13 * ofSome);
        assertGradient(at -> defined(data, at, part), w, gradient);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hugeDelta_givesTheBitsOfLeastSquares(boolean weighted) {
        Dataset data = data(5, weighted);
        HuberLoss huber = HuberLoss.withIntercept(data, 1e6);
        LeastSquares squared = LeastSquares.withIntercept(data);
        double[] w = point(6);
        double[] one = new double[6];
        double[] other = new double[6];
        int[] rows = {4, 9, 2};

        assertEquals(squared.valueAndGradient(w, one), huber.valueAndGradient(w, other));
        assertArrayEquals(one, other);
        assertEquals(squared.valueAndGradient(w, rows, 0, 3, one), huber.valueAndGradient(w, rows, 0, 3, other));
        assertArrayEquals(one, other);
        assertEquals(squared.value(w), huber.value(w), 1e-15 * squared.value(w));
        double[] predicted = new double[ROWS];
        double[] likewise = new double[ROWS];
        squared.predict(w, predicted);
        huber.predict(w, likewise);
        assertArrayEquals(predicted, likewise);
        assertEquals(squared.largestSquaredRowNorm(), huber.largestSquaredRowNorm());
        assertEquals(Curvature.of(squared, 0.1), Curvature.of(huber, 0.1));
    }

    @Test
    void valueAndSlope_atTheThreshold_goOnWithoutAJump() {
        HuberLoss one = HuberLoss.throughOrigin(Dataset.of(new double[][] {{1}}, new double[] {0}), 2);
        double[] gradient = new double[1];
        for (double sign : new double[] {-1, 1}) {
            assertEquals(4, one.valueAndGradient(new double[] {2 * sign}, gradient));
            assertEquals(4 * sign, gradient[0]);
            assertEquals(2 * 2 * 5 - 4, one.valueAndGradient(new double[] {5 * sign}, gradient));
            assertEquals(4 * sign, gradient[0], "beyond the threshold a row pulls no harder");
            assertEquals(1, one.valueAndGradient(new double[] {sign}, gradient));
            assertEquals(2 * sign, gradient[0]);
        }
    }

    @Test
    void wholeNumberWeights_areAsIfRowsWereRepeated() {
        Dataset data = data(2, false);
        double[] weights = new double[ROWS];
        Arrays.fill(weights, 1);
        weights[4] = 3;
        int[] repeated =
                IntStream.concat(IntStream.range(0, ROWS), IntStream.of(4, 4)).toArray();
        HuberLoss weighted = HuberLoss.withIntercept(data.withWeights(weights), DELTA);
        HuberLoss plain = HuberLoss.withIntercept(data.select(repeated), DELTA);
        double[] w = point(3);
        double[] one = new double[3];
        double[] other = new double[3];

        assertEquals(plain.valueAndGradient(w, one), weighted.valueAndGradient(w, other), 1e-12);
        assertArrayEquals(one, other, 1e-12);
    }

    @Test
    void curvature_boundsTheHessianEverywhere() {
        Dataset data = data(4, true);
        HuberLoss objective = HuberLoss.withIntercept(data, DELTA);
        double bound = Curvature.of(objective, 0).largest();
        Random random = new Random(9);
        double[] one = new double[5];
        double[] other = new double[5];
        for (int k = 0; k < 500; k++) {
            double[] u = random.doubles(5, -3, 3).toArray();
            double[] v = random.doubles(5, -3, 3).toArray();
            objective.valueAndGradient(u, one);
            objective.valueAndGradient(v, other);
            double apart = 0;
            double change = 0;
            for (int j = 0; j < 5; j++) {
                apart += (u[j] - v[j]) * (u[j] - v[j]);
                change += (one[j] - other[j]) * (one[j] - other[j]);
            }
            assertTrue(change <= bound * bound * apart * (1 + 1e-12));
        }
    }

    @Test
    void aWeightThatIsNotFinite_givesAValueThatIsNot() {
        HuberLoss objective = HuberLoss.withIntercept(data(2, false), DELTA);
        double[] gradient = new double[3];
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertFalse(Double.isFinite(objective.valueAndGradient(new double[] {bad, 1, 1}, gradient)));
            assertFalse(Double.isFinite(objective.value(new double[] {1, 1, bad})));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void deltaThatIsNoThreshold_isRefused(double delta) {
        Dataset data = data(1, false);
        assertThrows(IllegalArgumentException.class, () -> HuberLoss.withIntercept(data, delta));
    }
}
