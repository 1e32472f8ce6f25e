package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Gram matrix of every kernel against a plain loop, and the loss that is made of it against the loss of the rows. */
class GramTest {
    private static Dataset rows(int n, int d, double noise) {
        SplittableRandom random = new SplittableRandom(n * 1000L + d);
        double[][] x = new double[n][d];
        double[] y = new double[n];
        double[] weights = random.doubles(n, 0.1, 2).toArray();
        for (int i = 0; i < n; i++) {
            Arrays.setAll(x[i], j -> 2 * random.nextDouble() - 1);
            y[i] = 3 + Arrays.stream(x[i]).sum() + noise * (random.nextDouble() - 0.5);
        }
        return Dataset.of(x, y).withWeights(weights);
    }

    /** Adds the rows so many at a time. */
    private static double[] gram(Kernel kernel, LinearRows rows, int n, int p, boolean weighted, int atATime) {
        GramSum sum = kernel.gram(rows.d, p);
        for (int from = 0; from < n; from += atATime) {
            int to = Math.min(n, from + atATime);
            double[] weights =
                    IntStream.range(from, to).mapToDouble(rows::sampleWeight).toArray();
            sum.add(rows.x, from, to, weighted ? weights : null);
        }
        double[] triangle = sum.lowerTriangle();
        for (int j = 0; j < p; j++) {
            Arrays.fill(triangle, j * p + j + 1, (j + 1) * p, 0);
        }
        return triangle;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,2", "7,7", "8,8", "64,9", "65,16", "203,23", "100,25", "50,130"})
    void everyKernel_givesThatOfThePlainLoop_andTheSameBitsHoweverTheRowsCome(int n, int d) {
        for (int p = d; p <= d + 1; p++) {
            for (boolean weighted : new boolean[] {false, true}) {
                LinearRows data = new LinearRows(rows(n, d, 1), p > d);
                double[] row = new double[p];
                double[] plain = new double[p * p];
                for (int i = 0; i < n; i++) {
                    data.writeRow(i, 1, row, 0);
                    for (int j = 0; j < p; j++) {
                        for (int k = 0; k <= j; k++) {
                            plain[j * p + k] += (weighted ? data.sampleWeight(i) : 1) * row[j] * row[k];
                        }
                    }
                }
                for (Kernel kernel : new Kernel[] {Kernels.scalar(), Kernels.vector()}) {
                    double[] found = gram(kernel, data, n, p, weighted, Scratch.TILE);
                    assertArrayEquals(plain, found, 1e-13 * n, kernel.name());
                    assertArrayEquals(found, gram(kernel, data, n, p, weighted, Scratch.TILE), 0);
                    assertArrayEquals(found, gram(kernel, data, n, p, weighted, 7), 0);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "60,5", "500,40"})
    void lossOfTheGramMatrix_isThatOfTheRows(int n, int d) {
        for (LeastSquares rows :
                new LeastSquares[] {LeastSquares.withIntercept(rows(n, d, 1)), LeastSquares.throughOrigin(rows(n, d, 1))
                }) {
            GramLeastSquares gram = new GramLeastSquares(rows);
            int p = rows.dimension();
            assertEquals(p, gram.dimension());
            assertEquals(rows.penalised(), gram.penalised());
            double[] w = new SplittableRandom(5).doubles(p, -2, 2).toArray();
            double[] expected = new double[p];
            double[] found = new double[p];
            double value = rows.valueAndGradient(w, expected);
            assertEquals(value, gram.valueAndGradient(w, found), 1e-12 * value);
            assertArrayEquals(expected, found, 1e-12 * value);
            assertEquals(gram.valueAndGradient(w, found), gram.value(w), 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1e-4"})
    void whereItsTermsCancel_theRowsAreRead_soThatNoDigitIsLost(double noise) {
        LeastSquares rows = LeastSquares.withIntercept(rows(300, 4, noise));
        GramLeastSquares gram = new GramLeastSquares(rows);
        double[] w = {1, 1, 1, 1, 3};
        double[] expected = new double[5];
        double[] found = new double[5];
        double value = rows.valueAndGradient(w, expected);
        assertTrue(value < 1e-8 && value >= 0, "the fit is near-perfect: " + value);
        assertEquals(value, gram.valueAndGradient(w, found), 0);
        assertArrayEquals(expected, found, 0);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void aWeightThatIsNotFinite_givesAValueThatIsNot(double weight) {
        GramLeastSquares gram = new GramLeastSquares(LeastSquares.withIntercept(rows(20, 2, 1)));
        assertTrue(!Double.isFinite(gram.value(new double[] {1, weight, 0})));
    }
}
