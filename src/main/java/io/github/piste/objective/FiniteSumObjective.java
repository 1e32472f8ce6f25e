package io.github.piste.objective;

/**
 * A function that is the mean of one term a row, {@code f(w) = (1/n) sum f_i(w)}, so that a step may look at a few rows
 * only.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface FiniteSumObjective extends Objective {
    /**
     * How many terms there are.
     *
     * @return {@code n}, at least 1
     */
    int terms();

    /**
     * The mean over some terms, and its gradient.
     *
     * @param w {@code [d]}: the point; only read
     * @param rows the terms are {@code rows[from] .. rows[to - 1]}
     * @param from first position
     * @param to one past the last position, above {@code from}
     * @param gradient {@code [d]}: receives {@code (1/m) sum grad f_i}, {@code m = to - from}
     * @return {@code (1/m) sum f_i}
     */
    double valueAndGradient(double[] w, int[] rows, int from, int to, double[] gradient);
}
