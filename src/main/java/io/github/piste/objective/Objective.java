package io.github.piste.objective;

/**
 * A function to be minimised, with its gradient. Two methods make one; the trainer treats yours like the built-in ones.
 *
 * <p>Thread-safety: an objective may keep scratch space and then belongs to one thread.
 */
public interface Objective {
    /**
     * How many weights the function takes.
     *
     * @return {@code d}, at least 1, always the same
     */
    int dimension();

    /**
     * The value and the gradient at a point.
     *
     * @param w {@code [d]}: the point; only read
     * @param gradient {@code [d]}: receives the gradient; its old content means nothing
     * @return the value; NaN or infinite where the function has none, which ends a descent as diverged
     */
    double valueAndGradient(double[] w, double[] gradient);

    /**
     * The value at a point.
     *
     * @param w {@code [d]}: the point; only read
     * @return the value
     */
    default double value(double[] w) {
        return valueAndGradient(w, new double[dimension()]);
    }

    /**
     * How many weights, from the first, a penalty may shrink; the others (an intercept) are free.
     *
     * @return from 0 to {@code d}; all unless overridden
     */
    default int penalised() {
        return dimension();
    }
}
