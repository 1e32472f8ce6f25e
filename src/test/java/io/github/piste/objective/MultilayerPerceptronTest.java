package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultilayerPerceptronTest {
    private static final int ROWS = 12;
    /** Further from a kink than a difference reaches. */
    private static final double AWAY = 0.01;

    private static Dataset numbers(int d, boolean weighted) {
        Dataset classes = ClassData.random(ROWS, d, 2, weighted);
        double[] y = new Random(5).doubles(ROWS, 90, 110).toArray();
        Dataset numbers = Dataset.of(ClassData.matrix(classes), y);
        double[] weights = classes.weights();
        return weights == null ? numbers : numbers.withWeights(weights);
    }

    private static double unit(Dataset data, double[] w, int h, int k, int i, int u) {
        int d = data.features();
        double sum = w[h * d + k * h + u];
        for (int j = 0; j < d; j++) {
            sum += w[u * d + j] * data.x()[i * d + j];
        }
        return sum;
    }

    /** The outputs of a row, written as plainly as possible. */
    private static double[] outputs(Dataset data, double[] w, int h, int k, int i) {
        int d = data.features();
        double[] outputs = new double[k];
        for (int c = 0; c < k; c++) {
            outputs[c] = w[h * d + k * h + h + c];
            for (int u = 0; u < h; u++) {
                outputs[c] += w[h * d + c * h + u] * Math.max(0, unit(data, w, h, k, i, u));
            }
        }
        return outputs;
    }

    /** A random point at which no unit of any row is near its kink. */
    private static double[] awayFromKinks(Dataset data, int h, int k, int dimension) {
        for (int seed = 1; ; seed++) {
            double[] w = new Random(seed).doubles(dimension, -1, 1).toArray();
            boolean away =
                    IntStream.range(0, ROWS * h).allMatch(at -> Math.abs(unit(data, w, h, k, at / h, at % h)) > AWAY);
            if (away) {
                return w;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "1, 7, true", "4, 16, true", "5, 3, false"})
    void squaredError_backpropagation_isTheNumericalGradient(int d, int h, boolean weighted) {
        Dataset data = numbers(d, weighted);
        MultilayerPerceptron network = MultilayerPerceptron.squaredError(data, h);
        assertEquals(h * (d + 2) + 1, network.dimension());
        assertEquals(h * d + h, network.penalised());
        double[] w = awayFromKinks(data, h, 1, network.dimension());

        Differences.assertGradient(network, w, 1e-8);
        Differences.assertGradient(Differences.over(network, 3, 3, 11, 7), w, 1e-8);

        double[] predicted = new double[ROWS];
        network.predict(w, predicted);
        double[] s = data.weights();
        double total = s == null ? ROWS : Arrays.stream(s).sum();
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            double expected = network.shift() + network.scale() * outputs(data, w, h, 1, i)[0];
            assertEquals(expected, predicted[i], 1e-12 * Math.abs(expected));
            sum += (s == null ? 1 : s[i]) * (predicted[i] - data.y()[i]) * (predicted[i] - data.y()[i]) / total;
        }
        assertEquals(sum, network.value(w), 1e-12 * sum);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2, false", "2, 5, 2, true", "4, 16, 3, true", "3, 8, 5, false"})
    void crossEntropy_backpropagation_isTheNumericalGradient(int d, int h, int k, boolean weighted) {
        Dataset data = ClassData.random(ROWS, d, k, weighted);
        MultilayerPerceptron network = MultilayerPerceptron.crossEntropy(data, h);
        assertEquals(h * (d + k + 1) + k, network.dimension());
        assertEquals(h * d + k * h, network.penalised());
        double[] w = awayFromKinks(data, h, k, network.dimension());

        Differences.assertGradient(network, w, 1e-8);
        Differences.assertGradient(Differences.over(network, 3, 3, 11, 7), w, 1e-8);

        double[] p = new double[ROWS * k];
        network.predict(w, p);
        double[] s = data.weights();
        double total = s == null ? ROWS : Arrays.stream(s).sum();
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            double[] scores = outputs(data, w, h, k, i);
            double all = Arrays.stream(scores).map(Math::exp).sum();
            for (int c = 0; c < k; c++) {
                assertEquals(Math.exp(scores[c]) / all, p[i * k + c], 1e-14);
            }
            sum -= (s == null ? 1 : s[i]) * Math.log(p[i * k + (int) data.y()[i]]) / total;
        }
        assertEquals(sum, network.value(w), 1e-12 * sum);
    }

    @Test
    void shiftAndScale_areThoseOfTheTarget_andStayOnOtherRows() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}, {4}}, new double[] {10, 14, 10, 14});
        MultilayerPerceptron network = MultilayerPerceptron.squaredError(data, 2);
        assertEquals(12, network.shift(), 1e-14);
        assertEquals(2, network.scale(), 1e-14);
        MultilayerPerceptron other = network.on(Dataset.of(new double[][] {{9}}, new double[] {100}));
        assertEquals(12, other.shift(), 1e-14);
        assertEquals(2, other.scale(), 1e-14);
        assertEquals(88 * 88, other.value(new double[7]), 1e-9);
        assertEquals(
                1,
                MultilayerPerceptron.squaredError(data.select(new int[] {0, 2}), 2)
                        .scale());
        Dataset wider = Dataset.of(new double[][] {{9, 1}}, new double[] {100});
        assertThrows(IllegalArgumentException.class, () -> network.on(wider));
    }

    @Test
    void initialWeights_areTheSameForASeed_andEveryKinkPassesThroughARow() {
        Dataset data = numbers(3, false);
        MultilayerPerceptron network = MultilayerPerceptron.squaredError(data, 9);
        ImmutableDoubleArray w = network.initialWeights(4);
        assertEquals(w, MultilayerPerceptron.squaredError(data, 9).initialWeights(4));
        assertNotEquals(w, network.initialWeights(5));
        for (int u = 0; u < 9; u++) {
            int of = u;
            assertTrue(IntStream.range(0, ROWS).anyMatch(i -> Math.abs(unit(data, w.toArray(), 9, 1, i, of)) < 1e-14));
        }
        assertEquals(0, w.get(w.length() - 1));
    }

    @Test
    void initialWeights_haveTheVarianceOfTheirRule() {
        Dataset data = numbers(4, false);
        int h = 5000;
        double[] w =
                MultilayerPerceptron.squaredError(data, h).initialWeights(1).toArray();
        assertEquals(1 / 4.0, Arrays.stream(w, 0, 4 * h).map(a -> a * a).sum() / (4 * h), 0.01);
        assertEquals(1, Arrays.stream(w, 4 * h, 5 * h).map(a -> a * a).sum(), 0.06);
    }

    @Test
    void curvature_isUnknown() {
        MultilayerPerceptron network = MultilayerPerceptron.squaredError(numbers(2, false), 3);
        assertEquals(Curvature.UNKNOWN, network.curvature(1));
        assertTrue(Double.isNaN(network.steepestRow()));
        assertTrue(Double.isNaN(network.value(new double[13]) * network.steepestRow()));
        double[] bad = new double[13];
        bad[0] = Double.NaN;
        assertTrue(Double.isNaN(network.value(bad)));
        assertArrayEquals(LeastSquares.withIntercept(numbers(2, false)).meanSquares(), network.meanSquares());
    }

    @Test
    void whatIsNoNetwork_isRefused() {
        Dataset data = numbers(2, false);
        assertThrows(IllegalArgumentException.class, () -> MultilayerPerceptron.squaredError(data, 0));
        assertThrows(DataException.class, () -> MultilayerPerceptron.crossEntropy(data, 3));
    }
}
