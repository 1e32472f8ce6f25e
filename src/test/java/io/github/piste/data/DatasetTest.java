package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
    private static final Dataset DATA =
            Dataset.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}, new double[] {0, 1, 0}, List.of("a", "b"), "t");

    @Test
    void of_copiesAndNames() {
        double[][] x = {{1, 2}};
        double[] y = {3};
        Dataset data = Dataset.of(x, y);
        x[0][0] = 9;
        y[0] = 9;
        assertArrayEquals(new double[] {1, 2}, data.x());
        assertArrayEquals(new double[] {3}, data.y());
        assertEquals(List.of("x1", "x2"), data.featureNames());
        assertEquals("y", data.targetName());
        assertEquals(2, data.stride());
        assertEquals(1, data.rows());
        assertEquals(2, data.features());
    }

    @Test
    void of_badShapes_areRefused() {
        assertThrows(DataException.class, () -> Dataset.of(new double[0][], new double[0]));
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(new double[][] {{1}}, new double[2]));
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(new double[][] {{}}, new double[1]));
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(new double[][] {{1, 2}, {3}}, new double[2]));
        assertThrows(
                IllegalArgumentException.class,
                () -> Dataset.of(new double[][] {{1, 2}}, new double[1], List.of("a", "a"), "t"));
    }

    @Test
    void of_notFinite_namesRowAndColumnInEachPosition() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double[][] x = {{1, 2}, {3, 4}, {5, 6}};
                    double[] y = {1, 2, 3};
                    if (j < 2) {
                        x[i][j] = bad;
                    } else {
                        y[i] = bad;
                    }
                    DataException e = assertThrows(DataException.class, () -> Dataset.of(x, y, List.of("a", "b"), "t"));
                    assertTrue(
                            e.getMessage()
                                    .startsWith("row " + (i + 1) + ", column '" + "abt".charAt(j) + "': found " + bad),
                            e::getMessage);
                }
            }
        }
    }

    @Test
    void select_copiesRowsInOrder() {
        Dataset some = DATA.withWeights(new double[] {1, 2, 3})
                .withClasses(List.of("no", "yes"))
                .select(new int[] {2, 0, 2});
        assertArrayEquals(new double[] {5, 6, 1, 2, 5, 6}, some.x());
        assertArrayEquals(new double[] {0, 0, 0}, some.y());
        assertArrayEquals(new double[] {3, 1, 3}, some.weights());
        assertEquals(List.of("no", "yes"), some.classes());
        assertThrows(IndexOutOfBoundsException.class, () -> DATA.select(new int[] {3}));
        assertThrows(DataException.class, () -> DATA.select(new int[0]));
    }

    @Test
    void weightsAndClasses_areChecked() {
        assertThrows(DataException.class, () -> DATA.withWeights(new double[] {1, -1, 1}));
        assertThrows(DataException.class, () -> DATA.withWeights(new double[] {1, Double.NaN, 1}));
        assertThrows(DataException.class, () -> DATA.withWeights(new double[3]));
        assertThrows(IllegalArgumentException.class, () -> DATA.withWeights(new double[2]));
        assertThrows(DataException.class, () -> DATA.withClasses(List.of("only")));
        assertSame(DATA.x(), DATA.withClasses(List.of("no", "yes")).x());
    }

    @Test
    void fingerprint_changesWithEverything() {
        String base = DATA.fingerprint();
        assertEquals(32, base.length());
        assertEquals(base, DATA.select(new int[] {0, 1, 2}).fingerprint());
        assertNotEquals(base, DATA.select(new int[] {0, 2, 1}).fingerprint());
        assertNotEquals(base, DATA.withWeights(new double[] {1, 1, 1}).fingerprint());
        assertNotEquals(base, DATA.withClasses(List.of("no", "yes")).fingerprint());
        double[][] zero = {{0}};
        double[][] minus = {{-0.0}};
        assertNotEquals(
                Dataset.of(zero, new double[1]).fingerprint(),
                Dataset.of(minus, new double[1]).fingerprint());
        assertNotEquals(
                Dataset.of(new double[][] {{1, 2}}, new double[1], List.of("a", "bc"), "t")
                        .fingerprint(),
                Dataset.of(new double[][] {{1, 2}}, new double[1], List.of("ab", "c"), "t")
                        .fingerprint());
    }

    @Test
    void tooManyValues_areAClearLimit() {
        DataException e = assertThrows(DataException.class, () -> ArrayRows.checkedSize(10_000_000, 10_000));
        assertTrue(e.getMessage().contains("more than the 2147483639 values"), e::getMessage);
        assertEquals(2_000_000_000, ArrayRows.checkedSize(1_000_000, 2_000));
    }

    @Test
    void messages_areOneEscapedLine() {
        assertEquals("a\\nb\\u001b[31m\\u202ec\\td", new DataException("a\nb\u001b[31m\u202ec\td").getMessage());
        assertEquals("'" + "x".repeat(40) + "...' (50 characters)", Quoted.cell("x".repeat(50)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1500})
    void inOrder_laidOut_hasTheRowsInTheirNewOrder(int d) {
        int n = 331;
        double[][] x = new double[n][d];
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = (int) (i * 100L % n);
            for (int j = 0; j < d; j++) {
                x[i][j] = i + j / 2000.0;
            }
        }
        Dataset mixed = Dataset.of(x, new double[n]).inOrder(order).laidOut();
        for (int i = 0; i < n; i++) {
            assertArrayEquals(x[order[i]], Arrays.copyOfRange(mixed.x(), i * d, (i + 1) * d));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void reorderedInPlace_isInOrderWithoutACopy(int n) {
        Random random = new Random(n);
        for (int trial = 0; trial < 50; trial++) {
            double[][] x =
                    random.doubles(n).mapToObj(v -> new double[] {v, -v, 3 * v}).toArray(double[][]::new);
            List<Integer> rows = new ArrayList<>(IntStream.range(0, n).boxed().toList());
            Collections.shuffle(rows, random);
            int[] order = rows.stream().mapToInt(i -> i).toArray();
            double[] weights = random.doubles(n, 1, 2).toArray();
            Dataset data = Dataset.of(x, random.doubles(n).toArray()).withWeights(weights);
            Dataset expected = data.inOrder(order).laidOut();

            double[] values = data.x();
            Dataset found = data.reorderedInPlace(order);

            assertSame(values, found.x());
            assertArrayEquals(expected.x(), found.x());
            assertArrayEquals(expected.y(), found.y());
            assertArrayEquals(expected.weights(), found.weights());
        }
    }
}
