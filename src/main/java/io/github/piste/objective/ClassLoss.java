package io.github.piste.objective;

/**
 * The loss of a linear model that gives every class a score and takes the class with the largest.
 *
 * <p>If some weights score the true class of every row highest, multiplying them by a large number lowers the loss
 * further, without end: it has no minimum, and a descent that is not stopped lets the weights grow for ever, if ever more
 * slowly (Albert and Anderson, "On the existence of maximum likelihood estimates in logistic regression models", 1984). A
 * penalty brings the minimum back.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface ClassLoss extends RowLoss {
    /**
     * How many classes there are.
     *
     * @return {@code k}, at least 2
     */
    int classes();

    /**
     * Counts the rows whose true class does not have a larger score than every other class. Rows of weight 0 do not
     * count.
     *
     * @param w {@code [p]}: the weights; only read
     * @return from 0 to {@code n}; all for weights that are NaN. O(n d k), allocates nothing
     */
    int errors(double[] w);

    /**
     * Whether these weights prove that planes separate the classes, so that the loss without a penalty has no minimum.
     *
     * @param w {@code [p]}: the weights; only read
     * @return true if there are no {@link #errors}; false proves nothing
     */
    default boolean separates(double[] w) {
        return errors(w) == 0;
    }
}
