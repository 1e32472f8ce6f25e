package io.github.piste.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowOrderTest {
    private static int[] order(int n, Batching.Order order, long seed, long epoch) {
        int[] rows = new int[n];
        Arrays.fill(rows, -7);
        RowOrder.fill(rows, order, seed, epoch);
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void everySize_hasEachRowOnce(Batching.Order order) {
        IntStream sizes =
                IntStream.concat(IntStream.rangeClosed(1, 3000), IntStream.of(32_767, 32_768, 32_769, 65_000, 100_001));
        sizes.forEach(n -> {
            boolean[] seen = new boolean[n];
            for (int row : order(n, order, 5, n % 7)) {
                assertTrue(row >= 0 && row < n && !seen[row], () -> order + " of " + n);
                seen[row] = true;
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void order_isAFunctionOfSeedAndEpochAlone(Batching.Order order) {
        int[] first = order(500, order, 9, 3);
        order(500, order, 1, 1); // whatever was asked in between
        assertArrayEquals(first, order(500, order, 9, 3));
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKS", "RANDOM"})
    void epochsAndSeeds_giveDifferentOrders(Batching.Order order) {
        Map<String, String> seen = new HashMap<>();
        for (long seed = -2; seed < 3; seed++) {
            for (long epoch = 0; epoch < 20; epoch++) {
                String where = "seed " + seed + " epoch " + epoch;
                String other = seen.put(Arrays.toString(order(3000, order, seed, epoch)), where);
                assertEquals(null, other, () -> order + ": " + where + " repeats");
            }
        }
    }

    @Test
    void none_isAsTheyStand() {
        assertArrayEquals(IntStream.range(0, 77).toArray(), order(77, Batching.Order.NONE, 4, 2));
    }

    @Test
    void blocks_keepNeighboursTogether_randomDoesNot() {
        assertTrue(neighbours(order(32_768, Batching.Order.BLOCKS, 1, 0)) > 32_700);
        assertTrue(neighbours(order(32_768, Batching.Order.RANDOM, 1, 0)) < 20);
    }

    private static int neighbours(int[] rows) {
        int count = 0;
        for (int i = 1; i < rows.length; i++) {
            count += rows[i] == rows[i - 1] + 1 ? 1 : 0;
        }
        return count;
    }

    @Test
    void random_putsEveryRowAnywhere() {
        // 10,000 epochs over 5 rows: each of the 25 counts is 2,000 on average, 40 is one standard deviation.
        int[][] counts = new int[5][5];
        for (long epoch = 0; epoch < 10_000; epoch++) {
            int[] rows = order(5, Batching.Order.RANDOM, 2, epoch);
            for (int i = 0; i < 5; i++) {
                counts[i][rows[i]]++;
            }
        }
        for (int[] row : counts) {
            for (int count : row) {
                assertTrue(Math.abs(count - 2000) < 200, () -> Arrays.deepToString(counts));
            }
        }
    }

    @Test
    void blocks_ofSeveralSizes_areMixedToo() {
        assertFalse(Arrays.equals(order(100, Batching.Order.NONE, 1, 0), order(100, Batching.Order.BLOCKS, 1, 0)));
        assertFalse(Arrays.equals(order(40, Batching.Order.NONE, 1, 0), order(40, Batching.Order.BLOCKS, 1, 0)));
    }
}
