package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import io.github.piste.data.MappedData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses of rows in a file, or in single precision: in everything the very bits of the same rows as an array of doubles. */
class MappedLossTest {
    @TempDir
    private Path directory;

    private interface Maker {
        RowLoss of(Dataset data);
    }

    private record Case(String name, int n, int d, boolean weighted, Maker maker) {
        @Override
        public String toString() {
            return name + " of " + n + " x " + d + (weighted ? ", weighted" : "");
        }
    }

    /** Shapes with panels and without, of one part and of several. */
    static Stream<Case> cases() {
        int[][] shapes = {{1, 1}, {70, 3}, {1000, 10}, {20_000, 3}, {20_000, 24}, {17_000, 40}, {2000, 600}};
        return Stream.of(shapes)
                .flatMap(shape -> Stream.of(false, true).flatMap(weighted -> makers().entrySet().stream()
                        .map(maker -> new Case(maker.getKey(), shape[0], shape[1], weighted, maker.getValue()))));
    }

    private static Map<String, Maker> makers() {
        Map<String, Maker> makers = new TreeMap<>();
        for (Kernel kernel : List.of(Kernels.scalar(), Kernels.vector())) {
            makers.put("squares " + kernel.name(), data -> new LeastSquares(data, data.features() + 1, kernel));
            makers.put("huber " + kernel.name(), data -> new HuberLoss(data, data.features(), 0.7, kernel));
            makers.put("logistic " + kernel.name(), data -> new LogisticLoss(data, data.features() + 1, kernel));
        }
        makers.put("softmax", data -> SoftmaxCrossEntropy.withIntercept(data.asClasses()));
        makers.put("network", data -> MultilayerPerceptron.squaredError(data, 3));
        return makers;
    }

    private static Dataset rows(Case c) {
        SplittableRandom random = new SplittableRandom(c.n + c.d);
        double[][] x = new double[c.n][c.d];
        double[] y = new double[c.n];
        double[] weights = new double[c.n];
        for (int i = 0; i < c.n; i++) {
            Arrays.setAll(x[i], j -> 2 * random.nextFloat() - 1);
            y[i] = random.nextInt(2);
            weights[i] = random.nextInt(4) == 0 && i > 0 ? 0 : 0.1 + random.nextDouble();
        }
        Dataset data = Dataset.of(x, y).withClasses(List.of("no", "yes"));
        return c.weighted ? data.withWeights(weights) : data;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everything_ofRowsInAFile_hasTheBitsOfRowsInMemory(Case c) {
        Dataset data = rows(c);
        assertSameBits(c, data, MappedData.of(data, directory));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everything_ofRowsInSinglePrecision_hasTheBitsOfTheirDoubles(Case c) {
        Dataset data = rows(c);
        assertSameBits(c, data, data.inSinglePrecision());
    }

    private static void assertSameBits(Case c, Dataset data, Dataset elsewhere) {
        RowLoss inMemory = c.maker.of(data);
        RowLoss mapped = c.maker.of(elsewhere);
        double[] w =
                new SplittableRandom(1).doubles(inMemory.dimension(), -0.5, 0.5).toArray();
        assertPass(inMemory, mapped, w);
        assertListed(inMemory, mapped, w, c);
        assertArrayEquals(inMemory.meanSquares(), mapped.meanSquares());
        double steepest = inMemory.steepestRow();
        assertEquals(steepest, mapped.steepestRow());
        assertEquals(inMemory.curvature(0.1), mapped.curvature(0.1));
        assertEquals(steepest, inMemory.steepestRow(), "found on the way to the curvature");
        assertEquals(steepest, mapped.steepestRow(), "found on the way to the curvature");
        if (inMemory instanceof LogisticLoss one && mapped instanceof LogisticLoss other) {
            assertArrayEquals(one.hessian(w), other.hessian(w));
        }
        if (inMemory instanceof ClassLoss a && mapped instanceof ClassLoss b) {
            assertEquals(a.errors(w), b.errors(w));
        }
        if (inMemory instanceof LinearLoss a && mapped instanceof LinearLoss b) {
            try (RowWorkers workers = new RowWorkers(3)) {
                b.shareWith(workers);
                assertPass(a, b, w);
            }
            assertSteps(a, b, w, c);
        }
        if (inMemory instanceof MultilayerPerceptron a && mapped instanceof MultilayerPerceptron b) {
            assertEquals(a.initialWeights(8), b.initialWeights(8));
        }
    }

    private static void assertPass(RowLoss inMemory, RowLoss mapped, double[] w) {
        double[] expected = new double[w.length];
        double[] found = new double[w.length];
        assertEquals(inMemory.valueAndGradient(w, expected), mapped.valueAndGradient(w, found));
        assertArrayEquals(expected, found);
        assertEquals(inMemory.value(w), mapped.value(w));
        double[] expectedRows = new double[inMemory.terms() * inMemory.outputs()];
        double[] level = new double[w.length];
        assertEquals(inMemory.value(level), mapped.value(level));
        double[] foundRows = new double[expectedRows.length];
        inMemory.predict(w, expectedRows);
        mapped.predict(w, foundRows);
        assertArrayEquals(expectedRows, foundRows);
    }

    /** A few rows, neighbours among them; then so many that they are read in parts. */
    private static void assertListed(RowLoss inMemory, RowLoss mapped, double[] w, Case c) {
        int[] few = {0, c.n - 1, c.n / 2, c.n / 2, c.n / 3, Math.min(c.n - 1, c.n / 3 + 1), 0};
        int[] many =
                IntStream.range(0, c.n + 10).map(k -> (int) (k * 7919L % c.n)).toArray();
        double[] expected = new double[w.length];
        double[] found = new double[w.length];
        assertEquals(
                inMemory.valueAndGradient(w, few, 1, few.length - 1, expected),
                mapped.valueAndGradient(w, few, 1, few.length - 1, found));
        assertArrayEquals(expected, found);
        assertEquals(
                inMemory.valueAndGradient(w, many, 3, many.length, expected),
                mapped.valueAndGradient(w, many, 3, many.length, found));
        assertArrayEquals(expected, found);
    }

    private static void assertSteps(LinearLoss inMemory, LinearLoss mapped, double[] w, Case c) {
        int[] list =
                IntStream.range(0, 200).map(k -> (int) (k / 4 * 7919L % c.n)).toArray();
        double[] shares = new double[list.length];
        Arrays.setAll(shares, k -> 1.0 / (k + 1));
        Iterates expected = iterates(w, shares);
        Iterates found = iterates(w, shares);
        for (int[] span : new int[][] {{4, 181}, {181, 190}}) {
            assertEquals(
                    inMemory.steps(expected, list, span[0], span[1], 0.01, 0.5),
                    mapped.steps(found, list, span[0], span[1], 0.01, 0.5));
        }
        assertArrayEquals(expected.w(), found.w());
        assertArrayEquals(expected.gradient(), found.gradient());
        assertArrayEquals(expected.mean(), found.mean());
    }

    private static Iterates iterates(double[] w, double[] shares) {
        return new Iterates(w.clone(), new double[w.length], new double[w.length], w.clone(), shares);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closedForm_ofRowsInAFile_isThatOfRowsInMemory(boolean weighted) {
        Case c = new Case("", 20_000, 80, weighted, LeastSquares::withIntercept);
        Dataset data = rows(c);
        Dataset mapped = MappedData.of(data, directory);
        assertEquals(ClosedForm.withIntercept(data), ClosedForm.withIntercept(mapped));
        assertEquals(ClosedForm.throughOrigin(data), ClosedForm.throughOrigin(mapped));
    }

    @Test
    void closedForm_ofDependentColumnsInAFile_saysWhatIsMissing() {
        Dataset data = Dataset.of(new double[][] {{1, 2}, {2, 4}, {5, 10}}, new double[] {1, 2, 4});
        Dataset mapped = MappedData.of(data, directory);
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> ClosedForm.withIntercept(mapped));
        assertTrue(String.valueOf(e.getMessage()).contains("which memory does not hold"), e::toString);
    }
}
