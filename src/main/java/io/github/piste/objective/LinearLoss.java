package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;
import java.util.Arrays;

/**
 * The loss of a linear model: the mean over the rows of a convex function {@code rho} of {@code x_i w} and the target.
 *
 * <p>{@code f(w) = (1/n) sum s_i rho(x_i w, y_i)}, with sample weights {@code s_i} of mean 1 (all 1 without a weight
 * column). Shapes: rows {@code [n x d]}; {@code w} is {@code [d + 1]} with the intercept last, or {@code [d]} through the
 * origin. {@code rho} nowhere bends more than its {@link #bend}, so that {@code (bend/n) sum s_i x_i' x_i} is an upper
 * bound of the Hessian everywhere.
 *
 * <p>One pass over the rows gives value and gradient: the residual of a row is used while the row is in cache. A pass over
 * all rows adds up chunks of a fixed number of rows one after the other, so that it has the same bits however many
 * threads share it.
 *
 * <p>Thread-safety: keeps scratch space and belongs to one thread. Cost: O(n d) a call, O(m d) for {@code m} rows,
 * allocates nothing; the first pass over rows that fit the processor's cache may copy them once. A NaN or infinite weight
 * gives a NaN or infinite value.
 */
public abstract sealed class LinearLoss implements RowLoss, RowSteps permits LeastSquares, HuberLoss, LogisticLoss {
    final int n;
    final AllRows rows;
    private final int d;
    private final int dimension;
    private final Kernel kernel;
    private final Scratch scratch;
    private final ChunkedSum chunks;
    private final double[] spare;

    LinearLoss(Dataset data, int dimension, Kernel kernel) {
        this.rows = new AllRows(data, dimension > data.features());
        this.n = rows.n;
        this.d = rows.d;
        this.dimension = dimension;
        this.kernel = kernel;
        this.scratch = new Scratch(d);
        this.chunks = new ChunkedSum(this, kernel);
        this.spare = new double[dimension];
    }

    /** The largest second derivative of {@code rho} by the prediction. */
    abstract double bend();

    /** {@code rho'} at a prediction, divided by {@link #factor()}. */
    abstract double slope(double z, double y);

    /** {@code rho} at a prediction, with the slope there. */
    abstract double term(double z, double y, double slope);

    /** What slopes are multiplied with in the end. */
    double factor() {
        return 2;
    }

    /** Whether many slopes at once cost less than one after the other. */
    boolean inTiles() {
        return false;
    }

    /** Sums the loss of the scores of a tile and turns them into slopes, both times the rows' weights. */
    abstract double slopes(Scratch tile, int count);

    final Kernel kernel() {
        return kernel;
    }

    /**
     * Shares every pass over all rows with other threads; the bits stay the same.
     *
     * @param workers for the passes that follow; used by one loss at a time
     */
    public final void shareWith(RowWorkers workers) {
        chunks.shareWith(workers);
    }

    @Override
    public final double valueAndGradient(double[] w, double[] gradient) {
        double sum = chunks.sum(w, gradient);
        scale(gradient, factor() / n);
        return sum / n;
    }

    @Override
    public final double valueAndGradient(double[] w, int[] selected, int from, int to, double[] gradient) {
        for (int j = 0; j < dimension; j++) {
            gradient[j] = 0;
        }
        double sum = 0;
        int most = AllRows.rowsPerPart(d);
        for (int k = from, end; k < to; k = end) {
            end = k + Math.min(most, to - k);
            LinearRows part = rows.part(selected, k, end);
            sum += kernel.sum(
                    this, part, part.places(selected), k - part.first(), end - part.first(), w, gradient, scratch);
        }
        scale(gradient, factor() / (to - from));
        return sum / (to - from);
    }

    @Override
    public final double steps(Iterates iterates, int[] selected, int from, int to, double rate, double sum) {
        LinearRows part = rows.part(selected, from / 2 * 2, to);
        int first = part.first();
        return kernel.steps(this, part, part.places(selected), from - first, to - first, rate, iterates, sum, scratch);
    }

    @Override
    public final double value(double[] w) {
        return (isLevel(w) ? levelSum(rows.at.bias(w)) : chunks.sum(w, spare)) / n;
    }

    /** Whether no feature counts, as before the first step: then no row needs to be read. */
    private boolean isLevel(double[] w) {
        for (int j = 0; j < d; j++) {
            if (w[j] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The loss of one score for all rows. */
    private double levelSum(double score) {
        double sum = 0;
        for (int from = 0, to; from < n; from = to) {
            to = from + Math.min(Scratch.TILE, n - from);
            Arrays.fill(scratch.scores, 0, to - from, score);
            rows.tileOfTargets(from, to, scratch);
            sum += slopes(scratch, to - from);
        }
        return sum;
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
    public void predict(double[] w, double[] predicted) {
        for (int from = 0, to; from < n; from = to) {
            to = from + Math.min(Scratch.TILE, n - from);
            LinearRows part = rows.part(from, to);
            kernel.scores(part, null, from - part.first(), to - part.first(), w, scratch.scores, scratch);
            System.arraycopy(scratch.scores, 0, predicted, from, to - from);
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
