package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The mean squared error of a linear model.
 *
 * <p>{@code f(w) = (1/n) sum s_i (x_i w - y_i)^2}, gradient {@code (2/n) sum s_i x_i (x_i w - y_i)}, with sample weights
 * {@code s_i} of mean 1 (all 1 without a weight column). Shapes: rows {@code [n x d]}; {@code w} is {@code [d + 1]} with
 * the intercept last, or {@code [d]} through the origin. Libraries that minimise half of this reach the same weights
 * with twice the learning rate.
 *
 * <p>One pass over the rows gives value and gradient: the residual of a row is used while the row is in cache. The sums
 * run in the order of the rows, so that the same data give the same bits.
 *
 * <p>Thread-safety: keeps no scratch; may be shared. Cost: O(n d) a call, O(m d) for {@code m} rows, allocates nothing.
 * A NaN or infinite weight gives a NaN or infinite value.
 *
 * <p>Source: Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805.
 */
public final class LeastSquares implements FiniteSumObjective, Predictor {
    private final double[] x;
    private final double[] y;
    private final double @Nullable [] sampleWeights;
    private final double weightScale;
    private final ImmutableList<String> featureNames;
    private final int n;
    private final int d;
    private final int stride;
    private final int dimension;

    private LeastSquares(Dataset data, int dimension) {
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
    public int dimension() {
        return dimension;
    }

    @Override
    public int penalised() {
        return d;
    }

    @Override
    public int terms() {
        return n;
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

    @Override
    public void predict(double[] w, double[] predicted) {
        for (int i = 0; i < n; i++) {
            predicted[i] = prediction(i, w);
        }
    }

    /** Adds row {@code i}'s half gradient and returns its weighted squared residual. */
    private double accumulate(int i, double[] w, double[] gradient) {
        double residual = prediction(i, w) - y[i];
        double weighted = residual * sampleWeight(i);
        int row = i * stride;
        for (int j = 0; j < d; j++) {
            gradient[j] += weighted * x[row + j];
        }
        if (dimension > d) {
            gradient[d] += weighted;
        }
        return residual * weighted;
    }

    /** Four sums side by side, so that additions need not wait for each other. */
    private double prediction(int i, double[] w) {
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

    private double sampleWeight(int i) {
        return sampleWeights == null ? 1 : sampleWeights[i] * weightScale;
    }

    private void clear(double[] gradient) {
        for (int j = 0; j < dimension; j++) {
            gradient[j] = 0;
        }
    }

    private void scale(double[] gradient, double factor) {
        for (int j = 0; j < dimension; j++) {
            gradient[j] *= factor;
        }
    }

    /**
     * The largest squared length of a row, the intercept's 1 included: it bounds how far one row can push.
     *
     * @return {@code max_i s_i |x_i|^2}; O(n d)
     */
    public double largestSquaredRowNorm() {
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

    /**
     * Names of the columns.
     *
     * @return {@code [d]}
     */
    public ImmutableList<String> featureNames() {
        return featureNames;
    }

    /**
     * The mean square of every column, which is half of what it adds to the trace of the Hessian.
     *
     * @return {@code [d]}; O(n d)
     */
    public double[] meanSquares() {
        double[] squares = new double[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                squares[j] += x[i * stride + j] * x[i * stride + j] * sampleWeight(i) / n;
            }
        }
        return squares;
    }

    /**
     * Half of the Hessian, {@code (1/n) sum s_i x_i x_i'}, which does not depend on the weights.
     *
     * @return {@code [p x p]} row-major, {@code p} the dimension; O(n p^2)
     */
    double[] gram() {
        double[] gram = new double[dimension * dimension];
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

    /** Writes {@code H v / 2} for the Hessian {@code H}: one pass over the rows. */
    void halfHessianTimes(double[] v, double[] product) {
        clear(product);
        for (int i = 0; i < n; i++) {
            double along = prediction(i, v) * sampleWeight(i);
            for (int j = 0; j < d; j++) {
                product[j] += along * x[i * stride + j];
            }
            if (dimension > d) {
                product[d] += along;
            }
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
