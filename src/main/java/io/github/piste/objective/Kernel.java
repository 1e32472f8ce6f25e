package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of linear losses: what a pass over rows does with their values. One kernel is plain Java, one uses the
 * Vector API; {@link Kernels} chooses.
 *
 * <p>Rows are {@code list[from] .. list[to - 1]}, or {@code from .. to - 1} without a list. {@code w} and {@code gradient}
 * have the length of {@link AllRows#dimension()}, the intercept last. Of the loss a kernel takes terms and slopes, not rows. The same call gives the same bits, always: every
 * sum has its order.
 *
 * <p>Thread-safety: kernels are stateless; a {@link Scratch} belongs to one thread. Nothing that is called per step allocates.
 */
interface Kernel {
    /** What reports call it. */
    String name();

    /**
     * Rows of a panel, whose columns lie one after the other, where passes over all rows of this shape are faster so; 0 where
     * they are not.
     */
    int panelRows(int rows, int features);

    /** Sums the loss over rows and adds the slope of each, times the row, to the gradient; a row is read once. */
    double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch);

    /** Writes {@code x_i w} to {@code scores[0 .. to - from - 1]}. */
    void scores(LinearRows data, int @Nullable [] list, int from, int to, double[] w, double[] scores, Scratch scratch);

    /**
     * Sums the squared loss of the scores of a tile, linear where a residual is above a threshold, and turns them into half
     * slopes, both times the rows' weights.
     */
    double squares(Scratch tile, int count, double threshold);

    /** Sums the logistic loss of the scores of a tile and turns them into slopes, both times the rows' weights. */
    double logistic(Scratch tile, int count);

    /** Begins sums of products of {@code d} columns and, where {@code p} is one more, a last one of ones; allocates. */
    GramSum gram(int d, int p);

    /** Writes {@code values[at .. at + count - 1]} as doubles from {@code into[to]} on. */
    void widen(float[] values, int at, int count, double[] into, int to);

    /** Products that a {@link GramSum} makes in about a second, each of the {@code n p^2} counted. */
    double productsASecond();

    /**
     * Makes one plain step for each row, see {@link RowSteps#steps}; where {@code from} is the second of a pair, the list has
     * the first before it.
     */
    double steps(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            double rate,
            Iterates iterates,
            double sum,
            Scratch scratch);
}
