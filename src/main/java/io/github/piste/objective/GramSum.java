package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * Sums of products of columns, {@code sum s_i x_i' x_i}, to which rows are added a few at a time. The bits depend on the rows
 * and their order alone, not on how many come together.
 *
 * <p>Thread-safety: belongs to one thread. Cost: O(p^2) a row; allocates nothing after construction but the result.
 */
interface GramSum {
    /**
     * Adds rows {@code from .. to - 1}.
     *
     * @param x rows, one behind the other; finite, also what stands behind the last of them
     * @param from first row
     * @param to one past the last row, at most {@link Scratch#TILE} more
     * @param weights that of row {@code from} first; null where all are 1
     */
    void add(double[] x, int from, int to, double @Nullable [] weights);

    /** Ends the sums with their lower triangle: {@code [p x p]} row-major; what stands above it means nothing. */
    double[] lowerTriangle();
}
