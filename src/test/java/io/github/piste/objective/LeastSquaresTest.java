package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastSquaresTest {
    private static final int ROWS = 40;

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

    private static LeastSquares objective(int d, boolean weighted, boolean intercept) {
        Dataset data = data(d, weighted);
        return intercept ? LeastSquares.withIntercept(data) : LeastSquares.throughOrigin(data);
    }

    private static double[] point(int dimension) {
        Random random = new Random(17);
        return random.doubles(dimension, -2, 2).toArray();
    }

    /** The definition, written as plainly as possible. */
    private static double defined(Dataset data, double[] w, int[] rows) {
        double[] s = data.weights();
        double mean = s == null ? 1 : Arrays.stream(s).sum() / s.length;
        double sum = 0;
        for (int i : rows) {
            double residual = (w.length > data.features() ? w[data.features()] : 0) - data.y()[i];
            for (int j = 0; j < data.features(); j++) {
                residual += data.x()[i * data.stride() + j] * w[j];
            }
            sum += residual * residual * (s == null ? 1 : s[i] / mean);
        }
        return sum / rows.length;
    }

    private interface Value {
        double at(double[] w);
    }

    private static void assertGradient(Value value, double[] w, double[] gradient) {
        double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
        for (int j = 0; j < w.length; j++) {
            double h = 1e-4;
            double[] up = w.clone();
            double[] down = w.clone();
            up[j] += h;
            down[j] -= h;
            double difference = (value.at(up) - value.at(down)) / (up[j] - down[j]);
            assertEquals(difference, gradient[j], 1e-7 * norm, "component " + j);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, true",
        "1, false, false",
        "3, true, true",
        "4, true, false",
        "5, false, true",
        "8, false, false",
        "11, true, true"
    })
    void gradient_ofAllRowsAndOfSome_isThatOfTheDefinition(int d, boolean weighted, boolean intercept) {
        LeastSquares objective = objective(d, weighted, intercept);
        Dataset data = data(d, weighted);
        double[] w = point(objective.dimension());
        double[] gradient = new double[w.length];
        int[] all = IntStream.range(0, ROWS).toArray();
        int[] some = {7, 3, 39, 3, 0, 12};

        double value = objective.valueAndGradient(w, gradient);
        assertEquals(defined(data, w, all), value, 1e-13 * value);
        assertGradient(at -> defined(data, at, all), w, gradient);

        double ofSome = objective.valueAndGradient(w, some, 1, 5, gradient);
        int[] part = Arrays.copyOfRange(some, 1, 5);
        assertEquals(defined(data, w, part), ofSome, 1e-13 * ofSome);
        assertGradient(at -> defined(data, at, part), w, gradient);
    }

    @ParameterizedTest
    @CsvSource({"1, false, true", "3, true, true", "4, true, false", "9, false, false"})
    void value_isTheBitsOfValueAndGradient_andTheSameEveryTime(int d, boolean weighted, boolean intercept) {
        LeastSquares objective = objective(d, weighted, intercept);
        double[] w = point(objective.dimension());
        double[] first = new double[w.length];
        double[] again = new double[w.length];
        Arrays.fill(again, Double.NaN); // old content means nothing

        double value = objective.valueAndGradient(w, first);
        assertEquals(value, objective.valueAndGradient(w, again));
        assertArrayEquals(first, again);
        assertEquals(value, objective.value(w), 1e-15 * value);
        assertEquals(objective.value(w), objective.value(w));

        LeastSquares twin = objective(d, weighted, intercept);
        assertEquals(value, twin.valueAndGradient(w, again));
        assertArrayEquals(first, again);

        int[] inOrder = IntStream.range(0, ROWS).toArray();
        assertEquals(value, objective.valueAndGradient(w, inOrder, 0, ROWS, again));
        assertArrayEquals(first, again);
    }

    @Test
    void meanOfSingleRows_isTheGradientOfAll() {
        LeastSquares objective = objective(4, true, true);
        double[] w = point(5);
        double[] gradient = new double[5];
        double[] mean = new double[5];
        double value = 0;
        for (int i = 0; i < ROWS; i++) {
            value += objective.valueAndGradient(w, new int[] {i}, 0, 1, gradient) / ROWS;
            for (int j = 0; j < 5; j++) {
                mean[j] += gradient[j] / ROWS;
            }
        }
        assertEquals(objective.valueAndGradient(w, gradient), value, 1e-12 * value);
        assertArrayEquals(gradient, mean, 1e-12 * Math.abs(value));
    }

    @Test
    void wholeNumberWeights_areAsIfRowsWereRepeated() {
        Dataset data = data(2, false);
        double[] weights = new double[ROWS];
        Arrays.fill(weights, 1);
        weights[4] = 3;
        int[] repeated =
                IntStream.concat(IntStream.range(0, ROWS), IntStream.of(4, 4)).toArray();
        LeastSquares weighted = LeastSquares.withIntercept(data.withWeights(weights));
        LeastSquares plain = LeastSquares.withIntercept(data.select(repeated));
        double[] w = point(3);
        double[] one = new double[3];
        double[] other = new double[3];

        assertEquals(plain.valueAndGradient(w, one), weighted.valueAndGradient(w, other), 1e-12);
        assertArrayEquals(one, other, 1e-12);
    }

    @Test
    void predict_givesTheResidualsOfTheValue() {
        for (boolean intercept : new boolean[] {true, false}) {
            LeastSquares objective = objective(7, false, intercept);
            double[] w = point(objective.dimension());
            double[] predicted = new double[ROWS];
            objective.predict(w, predicted);
            double[] y = data(7, false).y();
            double sum = 0;
            for (int i = 0; i < ROWS; i++) {
                sum += (predicted[i] - y[i]) * (predicted[i] - y[i]);
            }
            assertEquals(sum / ROWS, objective.value(w), 1e-15 * sum);
        }
    }

    @Test
    void shapes_andWhatAPenaltyMayShrink() {
        assertEquals(4, objective(3, false, true).dimension());
        assertEquals(3, objective(3, false, true).penalised());
        assertEquals(3, objective(3, false, false).dimension());
        assertEquals(3, objective(3, false, false).penalised());
        assertEquals(ROWS, objective(3, false, true).terms());
    }

    @Test
    void aWeightThatIsNotFinite_givesAValueThatIsNot() {
        LeastSquares objective = objective(2, false, true);
        double[] gradient = new double[3];
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e308}) {
            assertTrue(!Double.isFinite(objective.valueAndGradient(new double[] {bad, 1, 1}, gradient)));
            assertTrue(!Double.isFinite(objective.value(new double[] {1, 1, bad})));
        }
    }

    @Test
    void largestSquaredRowNorm_boundsEveryRow() {
        Dataset data = Dataset.of(new double[][] {{3, 4}, {1, 0}, {0, 2}}, new double[] {0, 0, 0});
        assertEquals(26, LeastSquares.withIntercept(data).largestSquaredRowNorm());
        assertEquals(25, LeastSquares.throughOrigin(data).largestSquaredRowNorm());
        assertEquals(
                2.0 * 3,
                LeastSquares.withIntercept(data.withWeights(new double[] {0, 3, 0}))
                        .largestSquaredRowNorm());
    }
}
