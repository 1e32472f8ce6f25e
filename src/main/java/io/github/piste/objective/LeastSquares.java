package io.github.piste.objective;

import io.github.piste.data.Dataset;

/**
 * The mean squared error of a linear model.
 *
 * <p>{@code f(w) = (1/n) sum s_i (x_i w - y_i)^2}, gradient {@code (2/n) sum s_i x_i (x_i w - y_i)}; shapes and sample
 * weights are those of {@link LinearLoss}. Libraries that minimise half of this reach the same weights with twice the
 * learning rate.
 *
 * <p>One pass over the rows gives value and gradient: the residual of a row is used while the row is in cache. The sums
 * run in the order of the rows, so that the same data give the same bits.
 *
 * <p>Thread-safety: keeps no scratch; may be shared. Cost: O(n d) a call, O(m d) for {@code m} rows, allocates nothing.
 *
 * <p>Source: Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805.
 */
public final class LeastSquares extends LinearLoss {
    private LeastSquares(Dataset data, int dimension) {
        super(data, dimension);
    }

    /**
     * Least squares with an intercept, which is the last weight.
     *
     * @param data rows and targets
     * @return the objective of {@code d + 1} weights
     */
    public static LeastSquares withIntercept(Dataset data) {
        return new LeastSquares(data, data.features() + 1);
    }

    /**
     * Least squares through the origin.
     *
     * @param data rows and targets
     * @return the objective of {@code d} weights
     */
    public static LeastSquares throughOrigin(Dataset data) {
        return new LeastSquares(data, data.features());
    }

    @Override
    double bend() {
        return 2;
    }

    @Override
    public String label() {
        return "mean squared error";
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        clear(gradient);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += accumulate(i, w, gradient);
        }
        scale(gradient, 2.0 / n);
        return sum / n;
    }

    @Override
    public double valueAndGradient(double[] w, int[] rows, int from, int to, double[] gradient) {
        clear(gradient);
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += accumulate(rows[k], w, gradient);
        }
        scale(gradient, 2.0 / (to - from));
        return sum / (to - from);
    }

    @Override
    public double value(double[] w) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double residual = prediction(i, w) - y[i];
            sum += residual * residual * sampleWeight(i);
        }
        return sum / n;
    }

    /** Adds row {@code i}'s half gradient and returns its weighted squared residual. */
    private double accumulate(int i, double[] w, double[] gradient) {
        double residual = prediction(i, w) - y[i];
        double weighted = residual * sampleWeight(i);
        addRow(i, weighted, gradient);
        return residual * weighted;
    }
}
