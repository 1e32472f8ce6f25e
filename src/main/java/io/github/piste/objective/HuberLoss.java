package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.piste.data.Dataset;

/**
 * Huber's loss of a linear model: the square of small residuals, but linear in large ones, so that an outlier pulls no
 * harder than a row at the threshold does.
 *
 * <p>{@code f(w) = (1/n) sum s_i rho(x_i w - y_i)} with {@code rho(e) = e^2} for {@code |e| <= delta} and {@code 2 delta
 * |e| - delta^2} beyond; gradient {@code (2/n) sum s_i psi(x_i w - y_i) x_i} with {@code psi(e) = max(-delta, min(e,
 * delta))}. It has the scale of {@link LeastSquares}, of which it gives the very bits while no residual exceeds {@code
 * delta}; shapes and sample weights are those of {@link LinearLoss}. Libraries that take {@code e^2 / 2} and {@code delta
 * |e| - delta^2 / 2} minimise half of this.
 *
 * <p>{@code delta} is absolute, in units of the target. Statisticians choose {@code 1.345 sigma} with {@code sigma} the
 * standard deviation of the errors that are no outliers: it then needs 5 per cent more rows than least squares where
 * errors are normal (Huber, "Robust Statistics", 1981).
 *
 * <p>The loss is convex, with a continuous gradient. With {@code c = psi(e)}, both branches are {@code rho(e) = c (2 e -
 * c)}: no square that overflows.
 *
 * <p>Thread-safety and cost: those of {@link LinearLoss}.
 *
 * <p>Source: Huber, "Robust Estimation of a Location Parameter", 1964.
 */
public final class HuberLoss extends LinearLoss {
    private final double delta;

    HuberLoss(Dataset data, int dimension, double delta, Kernel kernel) {
        super(data, dimension, kernel);
        checkArgument(delta > 0 && Double.isFinite(delta), "delta %s is not positive and finite", delta);
        this.delta = delta;
    }

    /**
     * Huber's loss with an intercept, which is the last weight.
     *
     * @param data rows and targets
     * @param delta residual from which the loss grows linearly, in units of the target
     * @return the objective of {@code d + 1} weights
     * @throws IllegalArgumentException if {@code delta} is not positive and finite
     */
    public static HuberLoss withIntercept(Dataset data, double delta) {
        return new HuberLoss(data, data.features() + 1, delta, Kernels.chosen());
    }

    /**
     * Huber's loss through the origin.
     *
     * @param data rows and targets
     * @param delta residual from which the loss grows linearly, in units of the target
     * @return the objective of {@code d} weights
     * @throws IllegalArgumentException if {@code delta} is not positive and finite
     */
    public static HuberLoss throughOrigin(Dataset data, double delta) {
        return new HuberLoss(data, data.features(), delta, Kernels.chosen());
    }

    /**
     * The residual from which the loss grows linearly.
     *
     * @return above 0, in units of the target
     */
    public double delta() {
        return delta;
    }

    @Override
    double bend() {
        return 2;
    }

    @Override
    public String label() {
        return "Huber loss";
    }

    @Override
    double slope(double z, double y) {
        double residual = z - y;
        double upper = residual > delta ? delta : residual;
        return upper < -delta ? -delta : upper;
    }

    @Override
    double term(double z, double y, double slope) {
        return slope * (2 * (z - y) - slope);
    }

    @Override
    double slopes(Scratch tile, int count) {
        return kernel().squares(tile, count, delta);
    }
}
