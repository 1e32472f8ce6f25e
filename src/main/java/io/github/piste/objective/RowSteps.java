package io.github.piste.objective;

/**
 * A mean of one term a row that can make plain steps of single rows by itself, which is faster than one gradient at a
 * time: the weights stay where the arithmetic is.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface RowSteps extends FiniteSumObjective {
    /**
     * Makes one step for each of some rows: {@code w <- w - rate grad f_i(w)}. How often it is called for the same rows
     * does not change a bit. Allocates nothing.
     *
     * @param w {@code [d]}: the point; moved
     * @param rows the steps are made for {@code rows[from] .. rows[to - 1]}, in this order
     * @param from first position
     * @param to one past the last position, above {@code from}
     * @param rate the learning rate
     * @param gradient {@code [d]}: receives the gradient of the last step
     * @param mean {@code [d]} or empty: a mean of the iterates, {@code mean <- mean + shares[k] (w - mean)} after step
     *     {@code k}, counted from 0
     * @param shares at least {@code to - from}, unless the mean is empty
     * @param sum where summing begins
     * @return {@code sum} and the value {@code f_i(w)} before each step, added one after the other
     */
    double steps(
            double[] w,
            int[] rows,
            int from,
            int to,
            double rate,
            double[] gradient,
            double[] mean,
            double[] shares,
            double sum);
}
