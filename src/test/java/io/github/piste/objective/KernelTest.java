package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel against a plain loop, on shapes around every width that one of them treats in its own way. */
class KernelTest {
    private static final double EPSILON = Math.ulp(1.0);

    /** Where exponentials are about to leave the range of normal numbers. */
    private static final double NEGLIGIBLE = 1e-307;

    private static final List<Kernel> KERNELS = List.of(Kernels.scalar(), Kernels.vector());

    private enum Kind {
        SQUARES,
        HUBER,
        LOGISTIC;

        LinearLoss of(Dataset data, int dimension, Kernel kernel) {
            return switch (this) {
                case SQUARES -> new LeastSquares(data, dimension, kernel);
                case HUBER -> new HuberLoss(data, dimension, 0.7, kernel);
                case LOGISTIC -> new LogisticLoss(data, dimension, kernel);
            };
        }
    }

    private record Case(Kind kind, int n, int d, boolean intercept, boolean weighted) {
        int dimension() {
            return intercept ? d + 1 : d;
        }
    }

    static Stream<Case> cases() {
        SplittableRandom random = new SplittableRandom(7);
        int[] widths = {
            1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 15, 16, 17, 20, 23, 24, 25, 31, 32, 33, 40, 63, 64, 65, 100, 129, 300
        };
        Stream<Case> shapes = IntStream.of(widths).boxed().flatMap(d -> Stream.of(Kind.values())
                .flatMap(kind -> IntStream.of(
                                1, 2, 3, 5, 63, 64, 65, 1 + random.nextInt(300), 8192 + random.nextInt(200))
                        .filter(n -> (long) n * d < 500_000)
                        .mapToObj(n -> new Case(kind, n, d, random.nextBoolean(), random.nextInt(3) == 0))));
        return Stream.concat(shapes, Stream.of(Kind.values()).flatMap(KernelTest::beyondTheCache));
    }

    /** Long rows, of which lists are read ahead, and too long ones. */
    private static Stream<Case> beyondTheCache(Kind kind) {
        return Stream.of(
                new Case(kind, 1700, 83, true, false),
                new Case(kind, 450, 300, false, true),
                new Case(kind, 90, 2049, true, false));
    }

    private static Dataset rows(Case c, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[c.n][c.d];
        double[] y = new double[c.n];
        double[] weights = new double[c.n];
        for (int i = 0; i < c.n; i++) {
            Arrays.setAll(x[i], j -> 2 * random.nextDouble() - 1);
            y[i] = c.kind == Kind.LOGISTIC ? random.nextInt(2) : 3 * random.nextDouble() - 1;
            weights[i] = 0.1 + random.nextDouble();
        }
        Dataset data = Dataset.of(x, y);
        return c.weighted ? data.withWeights(weights) : data;
    }

    private static double[] point(int length, long seed) {
        return new SplittableRandom(seed).doubles(length, -2, 2).toArray();
    }

    /** Value and gradient by the plainest loop there is, and how large the terms are that were added. */
    private static final class Plain {
        final double[] gradient;
        final double[] magnitudes;
        double value;
        double magnitude;

        Plain(Case c, Dataset data, double[] w, int @Nullable [] list) {
            gradient = new double[w.length];
            magnitudes = new double[w.length];
            double total =
                    data.weights() == null ? c.n : Arrays.stream(data.weights()).sum();
            int m = list == null ? c.n : list.length;
            for (int k = 0; k < m; k++) {
                int i = list == null ? k : list[k];
                double s = (data.weights() == null ? 1 : data.weights()[i] * c.n / total) / m;
                double z = c.intercept ? w[c.d] : 0;
                double size = Math.abs(z) + Math.abs(data.y()[i]);
                for (int j = 0; j < c.d; j++) {
                    z += data.x()[i * data.stride() + j] * w[j];
                    size += Math.abs(data.x()[i * data.stride() + j] * w[j]);
                }
                double slope = slope(c.kind, z, data.y()[i]);
                double term = term(c.kind, z, data.y()[i]) * s;
                value += term;
                magnitude += (Math.abs(term) + size * Math.abs(slope) * s) * (c.d + 4);
                for (int j = 0; j < w.length; j++) {
                    double x = j < c.d ? data.x()[i * data.stride() + j] : 1;
                    gradient[j] += slope * x * s;
                    magnitudes[j] += (Math.abs(slope) + 2 * size) * Math.abs(x) * s * (c.d + 4);
                }
            }
        }

        private static double slope(Kind kind, double z, double y) {
            return switch (kind) {
                case SQUARES -> 2 * (z - y);
                case HUBER -> 2 * Math.max(-0.7, Math.min(0.7, z - y));
                case LOGISTIC -> 1 / (1 + Math.exp(-z)) - y;
            };
        }

        private static double term(Kind kind, double z, double y) {
            double e = z - y;
            return switch (kind) {
                case SQUARES -> e * e;
                case HUBER -> Math.abs(e) <= 0.7 ? e * e : 1.4 * Math.abs(e) - 0.49;
                case LOGISTIC -> Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
            };
        }

        /** Each term may be off by the roundings of a dot product, each sum by those of its additions. */
        void assertNear(Case c, double found, double[] foundGradient) {
            double bound = 4 * EPSILON * (1 + Math.sqrt(c.n));
            assertEquals(value, found, bound * magnitude, c.toString());
            for (int j = 0; j < gradient.length; j++) {
                assertEquals(gradient[j], foundGradient[j], bound * magnitudes[j], c + " feature " + j);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPass_isThatOfThePlainLoop_andTheSameBitsAgain(Case c) {
        Dataset data = rows(c, c.n * 31L + c.d);
        double[] w = point(c.dimension(), 3);
        Plain plain = new Plain(c, data, w, null);
        for (Kernel kernel : KERNELS) {
            LinearLoss loss = c.kind.of(data, c.dimension(), kernel);
            double[] gradient = new double[c.dimension()];
            double value = loss.valueAndGradient(w, gradient);
            plain.assertNear(c, value, gradient);
            plain.assertNear(c, loss.value(w), gradient);
            double[] again = new double[c.dimension()];
            assertEquals(value, loss.valueAndGradient(w, again));
            assertArrayEquals(gradient, again);
            assertEquals(value, c.kind.of(data, c.dimension(), kernel).valueAndGradient(w, again));
            assertArrayEquals(gradient, again);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPassOverSomeRows_isThatOfThePlainLoop(Case c) {
        Dataset data = rows(c, c.n * 17L + c.d);
        double[] w = point(c.dimension(), 4);
        SplittableRandom random = new SplittableRandom(c.n);
        int[] list = new int[1 + random.nextInt(70)];
        Arrays.setAll(list, k -> random.nextInt(c.n));
        list[list.length - 1] = c.n - 1;
        Plain plain = new Plain(c, data, w, list);
        for (Kernel kernel : KERNELS) {
            double[] gradient = new double[c.dimension()];
            double value = c.kind.of(data, c.dimension(), kernel).valueAndGradient(w, list, 0, list.length, gradient);
            plain.assertNear(c, value, gradient);
        }
    }

    /** Rows in random order are read ahead many at a time; here each is also a call of its own. */
    @ParameterizedTest
    @ValueSource(ints = {9, 20, 24, 40, 300})
    void steps_ofManyRowsInRandomOrder_haveTheBitsOfStepsOneByOne(int d) {
        Case c = new Case(Kind.SQUARES, 160_000 / d, d, true, false);
        Dataset data = rows(c, d);
        SplittableRandom random = new SplittableRandom(d);
        int[] list = random.ints(901, 0, c.n).toArray();
        double rate = 0.1 / d;
        for (Kernel kernel : KERNELS) {
            LinearLoss loss = c.kind.of(data, c.dimension(), kernel);
            Iterates single = start(c);
            double singleSum = 0;
            for (int k = 0; k < list.length; k++) {
                single.shares()[0] = 4.0 / (k + 4);
                singleSum = loss.steps(single, list, k, k + 1, rate, singleSum);
            }
            for (int[] cuts : new int[][] {{901}, {1, 901}, {7, 136, 301, 901}, {128, 899, 901}}) {
                Iterates many = start(c);
                double sum = 0;
                int from = 0;
                for (int to : cuts) {
                    for (int k = from; k < to; k++) {
                        many.shares()[k - from] = 4.0 / (k + 4);
                    }
                    sum = loss.steps(many, list, from, to, rate, sum);
                    from = to;
                }
                assertEquals(singleSum, sum);
                assertArrayEquals(single.w(), many.w());
                assertArrayEquals(single.mean(), many.mean());
                assertArrayEquals(single.gradient(), many.gradient());
            }
        }
    }

    private static Iterates start(Case c) {
        int p = c.dimension();
        return new Iterates(point(p, 5), new double[p], new double[p], new double[p], new double[901]);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void steps_areGradientStepsOfSingleRows_howeverTheyAreCut(Case c) {
        Dataset data = rows(c, c.n * 13L + c.d);
        SplittableRandom random = new SplittableRandom(c.n);
        int[] list = new int[40];
        Arrays.setAll(list, k -> random.nextInt(c.n));
        double[] shares = new double[list.length];
        Arrays.setAll(shares, k -> 4.0 / (k + 4));
        double rate = 0.1 / (c.d + 1);
        for (Kernel kernel : KERNELS) {
            LinearLoss loss = c.kind.of(data, c.dimension(), kernel);
            double[] w = point(c.dimension(), 5);
            double[] expected = w.clone();
            double[] mean = new double[w.length];
            double[] expectedMean = new double[w.length];
            double[] gradient = new double[w.length];
            double[] expectedGradient = new double[w.length];
            double expectedSum = 1;
            for (int k = 0; k < list.length; k++) {
                expectedSum += loss.valueAndGradient(expected, list, k, k + 1, expectedGradient);
                for (int j = 0; j < w.length; j++) {
                    expected[j] -= rate * expectedGradient[j];
                    expectedMean[j] += shares[k] * (expected[j] - expectedMean[j]);
                }
            }
            double[] before = new double[w.length];
            double sum = loss.steps(new Iterates(w, before, gradient, mean, shares), list, 0, list.length, rate, 1);
            assertEquals(expectedSum, sum, 1e-11 * expectedSum, c.toString());
            assertArrayEquals(expected, w, 1e-12);
            assertArrayEquals(expectedMean, mean, 1e-12);
            assertArrayEquals(expectedGradient, gradient, 1e-11);

            for (int[] cuts : new int[][] {{7, 40}, {8, 40}, {1, 2, 3, 4, 40}, {5, 6, 39, 40}, {21, 23, 40}}) {
                Iterates cut = new Iterates(
                        point(c.dimension(), 5), before, new double[w.length], new double[w.length], new double[40]);
                double cutSum = 1;
                int from = 0;
                for (int to : cuts) {
                    System.arraycopy(shares, from, cut.shares(), 0, to - from);
                    cutSum = loss.steps(cut, list, from, to, rate, cutSum);
                    from = to;
                }
                assertEquals(sum, cutSum);
                assertArrayEquals(w, cut.w());
                assertArrayEquals(mean, cut.mean());
                assertArrayEquals(gradient, cut.gradient());
            }
            Iterates even = new Iterates(point(c.dimension(), 5), before, gradient, new double[0], new double[0]);
            loss.steps(even, list, 0, 6, rate, 1);
            Iterates odd =
                    new Iterates(point(c.dimension(), 5), new double[w.length], gradient, new double[0], new double[0]);
            loss.steps(odd, list, 0, 7, rate, 1);
            assertArrayEquals(even.w(), odd.before(), "what any kernel needs to make the other half of a pair");
            Iterates alone =
                    new Iterates(point(c.dimension(), 5), before, new double[w.length], new double[0], new double[0]);
            double part = loss.steps(alone, list, 0, 13, rate, 1);
            assertEquals(sum, loss.steps(alone, list, 13, list.length, rate, part));
            assertArrayEquals(w, alone.w());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valueWhereNoFeatureCounts_isThatOfAPlainLoop(Case c) {
        Dataset data = rows(c, 4);
        double[] w = new double[c.dimension()];
        w[c.d - 1] = -0.0;
        if (c.intercept) {
            w[c.d] = 0.3;
        }
        Plain plain = new Plain(c, data, w, null);
        for (Kernel kernel : KERNELS) {
            plain.assertNear(c, c.kind.of(data, c.dimension(), kernel).value(w), plain.gradient);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theNumberOfThreads_changesNoBit(Case c) {
        Dataset data = rows(c, 2);
        double[] w = point(c.dimension(), 6);
        double[] one = new double[c.dimension()];
        double[] many = new double[c.dimension()];
        for (Kernel kernel : KERNELS) {
            double value = c.kind.of(data, c.dimension(), kernel).valueAndGradient(w, one);
            for (int threads : new int[] {1, 2, 3}) {
                try (RowWorkers workers = new RowWorkers(threads)) {
                    LinearLoss loss = c.kind.of(data, c.dimension(), kernel);
                    loss.shareWith(workers);
                    for (int k = 0; k < 3; k++) {
                        assertEquals(value, loss.valueAndGradient(w, many));
                        assertArrayEquals(one, many);
                    }
                }
            }
        }
    }

    @Test
    void logisticSlopes_areRightOverTheWholeRange() {
        SplittableRandom random = new SplittableRandom(9);
        double[] scores = random.doubles(20_000, -800, 800).toArray();
        for (int k = 0; k < 5000; k++) {
            scores[k] = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-18, 2));
        }
        Scratch plain = new Scratch(1);
        Scratch vector = new Scratch(1);
        for (double score : scores) {
            for (double y : new double[] {0, 1}) {
                plain.scores[0] = score;
                plain.targets[0] = y;
                vector.scores[0] = score;
                vector.targets[0] = y;
                double expected = Kernels.scalar().logistic(plain, 1);
                double found = Kernels.vector().logistic(vector, 1);
                assertEquals(expected, found, 4 * Math.ulp(expected) + NEGLIGIBLE, "loss at " + score);
                assertEquals(
                        plain.scores[0],
                        vector.scores[0],
                        4 * Math.ulp(plain.scores[0]) + NEGLIGIBLE,
                        "slope at " + score);
            }
        }
    }

    @Test
    void weightsThatAreNoNumbers_giveNoNumber() {
        for (Case c : List.of(
                new Case(Kind.SQUARES, 70, 20, true, false),
                new Case(Kind.HUBER, 70, 40, true, false),
                new Case(Kind.LOGISTIC, 70, 10, false, false))) {
            for (Kernel kernel : KERNELS) {
                double[] w = new double[c.dimension()];
                w[3] = Double.NaN;
                assertTrue(Double.isNaN(
                        c.kind.of(rows(c, 1), c.dimension(), kernel).valueAndGradient(w, new double[c.dimension()])));
            }
        }
    }

    @Test
    void floats_becomeTheDoublesThatTheyAre_andWhatIsBesideThemStays() {
        for (Kernel kernel : KERNELS) {
            for (int count = 0; count < 40; count++) {
                int at = count % 11;
                int to = count % 5;
                float[] singles = new float[at + count];
                for (int k = 0; k < singles.length; k++) {
                    singles[k] = k % 7 == 0 ? -Float.MIN_VALUE * k : 1 / (k - 30.5f);
                }
                double[] found = new double[50];
                Arrays.fill(found, 7);
                kernel.widen(singles, at, count, found, to);
                for (int k = 0; k < found.length; k++) {
                    boolean theirs = k >= to && k < to + count;
                    assertEquals(theirs ? singles[at + k - to] : 7.0, found[k], kernel.name());
                }
            }
        }
    }

    @Test
    void kernels_haveNames() {
        assertEquals("scalar", Kernels.scalar().name());
        assertTrue(Kernels.vector().name().matches("vector-[248]"));
        assertEquals(Kernels.name(), Kernels.chosen().name());
    }
}
