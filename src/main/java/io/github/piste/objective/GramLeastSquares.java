package io.github.piste.objective;

/**
 * The mean squared error of a linear model from the Gram matrix of its rows, made in one pass: the rows are then not read
 * again.
 *
 * <p>With {@code G = (1/n) X'SX} and the loss's value {@code c} and gradient {@code g0} at zero, {@code f(w) = c + g0'w +
 * w'Gw} and the gradient is {@code g0 + 2Gw}: those of {@link LeastSquares} up to rounding. Where the terms of the value
 * cancel to less than a millionth of {@code c}, so that few digits of it would be left, and where it is not finite, the
 * rows are read after all. What a call gives depends on {@code w} alone.
 *
 * <p>Thread-safety: keeps scratch space and belongs to one thread, that of the rows' loss. Cost: O(n p^2) once, then O(p^2) a call for {@code
 * p} weights; allocates nothing after construction.
 */
public final class GramLeastSquares implements Objective {
    private static final double LEAST_SHARE = 1e-6;

    private final LeastSquares rows;
    private final int p;
    private final double[] gram;
    private final double[] gradientAtZero;
    private final double valueAtZero;
    private final double[] spare;

    /**
     * Makes the Gram matrix.
     *
     * @param rows the loss on the rows
     */
    public GramLeastSquares(LeastSquares rows) {
        this.rows = rows;
        this.p = rows.dimension();
        this.gram = rows.rows.gram();
        this.gradientAtZero = new double[p];
        this.valueAtZero = rows.valueAndGradient(new double[p], gradientAtZero);
        this.spare = new double[p];
    }

    @Override
    public int dimension() {
        return p;
    }

    @Override
    public int penalised() {
        return rows.penalised();
    }

    @Override
    public double value(double[] w) {
        return valueAndGradient(w, spare);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        System.arraycopy(gradientAtZero, 0, gradient, 0, p);
        for (int k = 0; k < p; k++) {
            double twice = 2 * w[k];
            for (int j = 0; j < p; j++) {
                gradient[j] += twice * gram[k * p + j];
            }
        }
        double value = valueAtZero;
        for (int j = 0; j < p; j++) {
            value += w[j] * (gradient[j] + gradientAtZero[j]) / 2;
        }
        return value > LEAST_SHARE * valueAtZero && Double.isFinite(value) ? value : rows.valueAndGradient(w, gradient);
    }
}
