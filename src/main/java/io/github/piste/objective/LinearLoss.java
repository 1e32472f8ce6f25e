package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a linear model: the mean over the rows of a function {@code rho} of the residual {@code e_i = x_i w - y_i}.
 *
 * <p>{@code f(w) = (1/n) sum s_i rho(e_i)}, with sample weights {@code s_i} of mean 1 (all 1 without a weight column).
 * Shapes: rows {@code [n x d]}; {@code w} is {@code [d + 1]} with the intercept last, or {@code [d]} through the origin.
 * Every {@code rho} here has {@code rho(e) = e^2} near 0 and nowhere bends more, so that {@code (2/n) sum s_i x_i x_i'}
 * is the Hessian where all residuals are small and an upper bound of it everywhere.
 *
 * <p>Thread-safety: keeps no scratch; may be shared. Cost: O(n d) a call, O(m d) for {@code m} rows, allocates nothing.
 * A NaN or infinite weight gives a NaN or infinite value.
 */
public abstract sealed class LinearLoss implements RowLoss permits LeastSquares, HuberLoss {
    // Each loss has its own loops over the rows: a call per row through this class would cost the fast one its speed.
    final double[] y;
    final int n;
    private final double[] x;
    private final double @Nullable [] sampleWeights;
    private final double weightScale;
    private final ImmutableList<String> featureNames;
    private final int d;
    private final int stride;
    private final int dimension;

    LinearLoss(Dataset data, int dimension) {
        this.x = data.x();
        this.y = data.y();
        this.n = data.rows();
        this.d = data.features();
        this.stride = data.stride();
        this.featureNames = data.featureNames();
        this.dimension = dimension;
        this.sampleWeights = data.weights();
        this.weightScale = sampleWeights == null ? 1 : n / sum(sampleWeights);
    }

    @Override
    public final int dimension() {
        return dimension;
    }

    @Override
    public final int penalised() {
        return d;
    }

    @Override
    public final int terms() {
        return n;
    }

    @Override
    public final void predict(double[] w, double[] predicted) {
        for (int i = 0; i < n; i++) {
            predicted[i] = prediction(i, w);
        }
    }

    /** Adds {@code factor} times row {@code i}, the intercept's 1 included. */
    final void addRow(int i, double factor, double[] sum) {
        int row = i * stride;
        for (int j = 0; j < d; j++) {
            sum[j] += factor * x[row + j];
        }
        if (dimension > d) {
            sum[d] += factor;
        }
    }

    /** Four sums side by side, so that additions need not wait for each other. */
    final double prediction(int i, double[] w) {
        int row = i * stride;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < d; j += 4) {
            s0 += x[row + j] * w[j];
            s1 += x[row + j + 1] * w[j + 1];
            s2 += x[row + j + 2] * w[j + 2];
            s3 += x[row + j + 3] * w[j + 3];
        }
        for (; j < d; j++) {
            s0 += x[row + j] * w[j];
        }
        double sum = (s0 + s1) + (s2 + s3);
        return dimension > d ? sum + w[d] : sum;
    }

    /** The weight of row {@code i}, scaled so that the mean of all is 1. */
    final double sampleWeight(int i) {
        return sampleWeights == null ? 1 : sampleWeights[i] * weightScale;
    }

    final void clear(double[] gradient) {
        for (int j = 0; j < dimension; j++) {
            gradient[j] = 0;
        }
    }

    final void scale(double[] gradient, double factor) {
        for (int j = 0; j < dimension; j++) {
            gradient[j] *= factor;
        }
    }

    /**
     * The largest squared length of a row, the intercept's 1 included: it bounds how far one row can push.
     *
     * @return {@code max_i s_i |x_i|^2}; O(n d)
     */
    public final double largestSquaredRowNorm() {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double squares = dimension > d ? 1 : 0;
            for (int j = 0; j < d; j++) {
                squares += x[i * stride + j] * x[i * stride + j];
            }
            largest = Math.max(largest, squares * sampleWeight(i));
        }
        return largest;
    }

    @Override
    public final Curvature curvature(double l2) {
        return Curvature.of(this, l2);
    }

    @Override
    public final double steepestRow() {
        return 2 * largestSquaredRowNorm();
    }

    @Override
    public final ImmutableList<String> featureNames() {
        return featureNames;
    }

    @Override
    public final double[] meanSquares() {
        double[] squares = new double[d];
        for (int i = 0; i < n; i++) {
            double share = sampleWeight(i) / n;
            for (int j = 0; j < d; j++) {
                squares[j] += x[i * stride + j] * x[i * stride + j] * share;
            }
        }
        return squares;
    }

    /**
     * Half of the Hessian where all residuals are small, {@code (1/n) sum s_i x_i x_i'}, which does not depend on the
     * weights.
     *
     * @return {@code [p x p]} row-major, {@code p} the dimension; O(n p^2)
     */
    final double[] gram() {
        final double[] gram = new double[dimension * dimension];
        double[] row = new double[dimension];
        row[dimension - 1] = 1;
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, i * stride, row, 0, d);
            double s = sampleWeight(i);
            for (int j = 0; j < dimension; j++) {
                double xj = row[j] * s;
                int at = j * dimension;
                for (int k = 0; k <= j; k++) {
                    gram[at + k] += xj * row[k];
                }
            }
        }
        for (int j = 0; j < dimension; j++) {
            for (int k = 0; k <= j; k++) {
                gram[j * dimension + k] /= n;
                gram[k * dimension + j] = gram[j * dimension + k];
            }
        }
        return gram;
    }

    /** Writes {@code H v / 2} for the Hessian {@code H} of small residuals: one pass over the rows. */
    final void halfHessianTimes(double[] v, double[] product) {
        clear(product);
        for (int i = 0; i < n; i++) {
            addRow(i, prediction(i, v) * sampleWeight(i), product);
        }
        scale(product, 1.0 / n);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
