package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;

/**
 * The loss of a linear model: the mean over the rows of a convex function {@code rho} of {@code x_i w} and the target.
 *
 * <p>{@code f(w) = (1/n) sum s_i rho(x_i w, y_i)}, with sample weights {@code s_i} of mean 1 (all 1 without a weight
 * column). Shapes: rows {@code [n x d]}; {@code w} is {@code [d + 1]} with the intercept last, or {@code [d]} through the
 * origin. {@code rho} nowhere bends more than its {@link #bend}, so that {@code (bend/n) sum s_i x_i' x_i} is an upper
 * bound of the Hessian everywhere.
 *
 * <p>Thread-safety: keeps no scratch; may be shared. Cost: O(n d) a call, O(m d) for {@code m} rows, allocates nothing.
 * A NaN or infinite weight gives a NaN or infinite value.
 */
public abstract sealed class LinearLoss implements RowLoss permits LeastSquares, HuberLoss, LogisticLoss {
    // Each loss has its own loops over the rows: a call per row through this class would cost the fast one its speed.
    final double[] y;
    final int n;
    final LinearRows rows;
    private final int d;
    private final int dimension;

    LinearLoss(Dataset data, int dimension) {
        this.rows = new LinearRows(data, dimension > data.features());
        this.y = rows.y;
        this.n = rows.n;
        this.d = rows.d;
        this.dimension = dimension;
    }

    /** The largest second derivative of {@code rho} by the prediction. */
    abstract double bend();

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
    public void predict(double[] w, double[] predicted) {
        for (int i = 0; i < n; i++) {
            predicted[i] = prediction(i, w);
        }
    }

    /** Adds {@code factor} times row {@code i}, the intercept's 1 included. */
    final void addRow(int i, double factor, double[] sum) {
        rows.add(i, factor, sum, 0);
        if (dimension > d) {
            sum[d] += factor;
        }
    }

    /** {@code x_i w}, the intercept included. */
    final double prediction(int i, double[] w) {
        double sum = rows.dot(i, w, 0);
        return dimension > d ? sum + w[d] : sum;
    }

    /** The weight of row {@code i}, scaled so that the mean of all is 1. */
    final double sampleWeight(int i) {
        return rows.sampleWeight(i);
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
        return rows.largestSquaredNorm();
    }

    @Override
    public final Curvature curvature(double l2) {
        return Curvature.of(this, l2);
    }

    @Override
    public final double steepestRow() {
        return bend() * largestSquaredRowNorm();
    }

    @Override
    public final ImmutableList<String> featureNames() {
        return rows.featureNames;
    }

    @Override
    public final double[] meanSquares() {
        return rows.meanSquares();
    }
}
