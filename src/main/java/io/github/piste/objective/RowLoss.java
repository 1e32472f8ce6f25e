package io.github.piste.objective;

import com.google.common.collect.ImmutableList;

/**
 * The loss of a model on the rows of a data set: the mean over the rows of what each prediction costs.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface RowLoss extends FiniteSumObjective, Predictor {
    /**
     * What this loss is called.
     *
     * @return for example {@code mean squared error}
     */
    String label();

    /**
     * Names of the columns.
     *
     * @return {@code [d]}
     */
    ImmutableList<String> featureNames();

    /**
     * How sharply the loss bends, as far as that can be known before the descent.
     *
     * @param l2 strength of the L2 penalty
     * @return exact or an upper bound that holds everywhere; {@link Curvature#UNKNOWN} where there is none
     */
    Curvature curvature(double l2);

    /**
     * How sharply the loss of a single row may bend.
     *
     * @return an upper bound of the largest eigenvalue of any row's Hessian; NaN where there is none
     */
    double steepestRow();

    /**
     * The mean square of every column, which tells whose scale makes the loss steep.
     *
     * @return {@code [d]}; O(n d)
     */
    double[] meanSquares();
}
