package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * Rows for training and rows for validation, drawn at random; both keep the order of the data.
 *
 * <p>A pure function of its arguments, the same on every JVM. Thread-safety: immutable.
 *
 * @param training 0-based rows, ascending
 * @param validation 0-based rows, ascending; empty without validation
 */
public record Split(ImmutableIntArray training, ImmutableIntArray validation) {

    /**
     * Draws rows for validation. O(n).
     *
     * @param rows number of rows
     * @param fraction share of the validation rows, 0 to below 1; their number is rounded, and at least 1 unless it is 0
     * @param seed any number
     * @return the split
     * @throws IllegalArgumentException for a fraction out of its range
     * @throws DataException if a side would be empty
     */
    public static Split random(int rows, double fraction, long seed) {
        Preconditions.checkArgument(
                fraction >= 0 && fraction < 1, "the validation fraction must be 0 to below 1, found %s", fraction);
        if (rows < 1 || (fraction > 0 && rows < 2)) {
            throw new DataException("too few rows to split: found " + rows + ", expected at least "
                    + (fraction > 0 ? "2, one for training and one for validation; set validation = 0" : "1"));
        }
        long wanted = Math.round(fraction * rows);
        int held = fraction == 0 ? 0 : (int) Math.max(1, Math.min(rows - 1L, wanted));
        int[] order = order(rows, seed);
        return new Split(sorted(order, held, rows), sorted(order, 0, held));
    }

    /**
     * Deals the rows into k folds whose sizes differ by 1 at most. O(n).
     *
     * @param rows number of rows
     * @param folds k, 2 to {@code rows}
     * @param seed any number
     * @return the rows of each fold, ascending; together each row once
     * @throws IllegalArgumentException for fewer than 2 folds
     * @throws DataException for more folds than rows
     */
    public static int[][] folds(int rows, int folds, long seed) {
        Preconditions.checkArgument(folds >= 2, "folds must be at least 2, found %s", folds);
        if (folds > rows) {
            throw new DataException(
                    "found " + rows + " rows for " + folds + " folds; expected at least one row a fold");
        }
        int[] order = order(rows, seed);
        int[][] result = new int[folds][];
        for (int fold = 0; fold < folds; fold++) {
            int from = (int) ((long) rows * fold / folds);
            int to = (int) ((long) rows * (fold + 1) / folds);
            result[fold] = sorted(order, from, to).toArray();
        }
        return result;
    }

    /** A random order of all rows: Fisher and Yates (1938), as by Durstenfeld (1964). */
    private static int[] order(int rows, long seed) {
        int[] order = new int[rows];
        SplitMix64 random = new SplitMix64(seed, 2);
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static ImmutableIntArray sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return ImmutableIntArray.copyOf(part);
    }
}
