package io.github.piste.objective;

import io.github.piste.data.Dataset;

/**
 * The mean squared error of a linear model.
 *
 * <p>{@code f(w) = (1/n) sum s_i (x_i w - y_i)^2}, gradient {@code (2/n) sum s_i x_i (x_i w - y_i)}; shapes and sample
 * weights are those of {@link LinearLoss}. Libraries that minimise half of this reach the same weights with twice the
 * learning rate.
 *
 * <p>Thread-safety and cost: those of {@link LinearLoss}.
 *
 * <p>Source: Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805.
 */
public final class LeastSquares extends LinearLoss {
    LeastSquares(Dataset data, int dimension, Kernel kernel) {
        super(data, dimension, kernel);
    }

    /**
     * Least squares with an intercept, which is the last weight.
     *
     * @param data rows and targets
     * @return the objective of {@code d + 1} weights
     */
    public static LeastSquares withIntercept(Dataset data) {
        return new LeastSquares(data, data.features() + 1, Kernels.chosen());
    }

    /**
     * Least squares through the origin.
     *
     * @param data rows and targets
     * @return the objective of {@code d} weights
     */
    public static LeastSquares throughOrigin(Dataset data) {
        return new LeastSquares(data, data.features(), Kernels.chosen());
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
    double slope(double z, double y) {
        return z - y;
    }

    @Override
    double term(double z, double y, double slope) {
        return slope * slope;
    }

    @Override
    double slopes(Scratch tile, int count) {
        return kernel().squares(tile, count, Double.POSITIVE_INFINITY);
    }
}
