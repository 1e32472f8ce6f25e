package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static int[] together(int[]... parts) {
        int[] all = Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
        Arrays.sort(all);
        return all;
    }

    @Test
    void random_takesEachRowOnce() {
        for (int n = 2; n < 40; n++) {
            for (double fraction : new double[] {0, 1e-9, 0.1, 0.5, 0.9, 0.999999}) {
                Split split = Split.random(n, fraction, n);
                int[] training = split.training().toArray();
                int[] validation = split.validation().toArray();
                assertArrayEquals(IntStream.range(0, n).toArray(), together(training, validation));
                double expected = fraction == 0 ? 0 : Math.max(1, Math.min(n - 1, Math.round(fraction * n)));
                assertEquals(expected, validation.length);
            }
        }
    }

    @Test
    void random_isAPureFunctionOfTheSeed() {
        assertEquals(Split.random(1000, 0.2, 7), Split.random(1000, 0.2, 7));
        assertNotEquals(Split.random(1000, 0.2, 7), Split.random(1000, 0.2, 8));
    }

    @Test
    void random_picksEveryRowEquallyOften() {
        int[] counts = new int[10];
        for (int seed = 0; seed < 20_000; seed++) {
            Split.random(10, 0.3, seed).validation().forEach(row -> counts[row]++);
        }
        for (int count : counts) {
            // Standard deviation of each count is 65.
            assertEquals(6_000, count, 400);
        }
    }

    @Test
    void random_badArguments_areRefused() {
        assertThrows(DataException.class, () -> Split.random(1, 0.2, 1));
        assertThrows(DataException.class, () -> Split.random(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Split.random(10, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Split.random(10, Double.NaN, 1));
        assertEquals(1, Split.random(1, 0, 1).training().length());
    }

    @Test
    void folds_takeEachRowOnceAndDifferByOne() {
        for (int n = 2; n < 30; n++) {
            for (int k = 2; k <= n; k++) {
                int[][] folds = Split.folds(n, k, 3);
                assertEquals(k, folds.length);
                assertArrayEquals(IntStream.range(0, n).toArray(), together(folds));
                for (int[] fold : folds) {
                    assertEquals((double) n / k, fold.length, 0.999);
                }
            }
        }
        assertThrows(DataException.class, () -> Split.folds(3, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> Split.folds(3, 1, 1));
    }
}
