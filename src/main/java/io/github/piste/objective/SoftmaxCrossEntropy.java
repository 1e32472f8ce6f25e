package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;

/**
 * The loss of softmax regression: the mean cross-entropy of {@code k} classes, whose scores {@code z_ic = x_i w_c + b_c}
 * become the probabilities {@code p_ic = exp(z_ic) / sum_b exp(z_ib)}.
 *
 * <p>{@code f(w) = -(1/n) sum s_i log p_it}, {@code t} the true class of row {@code i}; gradient by {@code w_c} {@code (1/n)
 * sum s_i x_i (p_ic - [c = t])}. Shapes: {@code w} is {@code [k x d]}, class by class, then the {@code k} intercepts, which
 * no penalty shrinks, or none; a prediction is the {@code k} probabilities of a row. Sample weights have mean 1.
 *
 * <p>The largest score is subtracted before exponentials are taken, so that none overflows.
 *
 * <p>The loss is convex. Adding the same weights to every class changes nothing: along these directions it is flat, and a
 * descent from zeros never moves along them, since the gradients of all classes add up to zero. They apart, the Hessian is
 * at most {@code (1/(2n)) sum s_i x_i' x_i} for every class (Böhning, "Multinomial logistic regression algorithm", 1992).
 * There is no minimum where planes separate the classes, see {@link ClassLoss}.
 *
 * <p>Thread-safety: keeps the scores of a row as scratch and belongs to one thread. Cost: O(n d k) a call, O(m d k) for
 * {@code m} rows, allocates nothing. A weight that is NaN gives NaN.
 */
public final class SoftmaxCrossEntropy implements ClassLoss {
    /** How much the probabilities bend at most: the largest eigenvalue of {@code diag(p) - p p'}. */
    private static final double BEND = 0.5;

    private final LinearRows rows;
    private final int k;
    private final boolean intercepts;
    private final double[] scores;

    private SoftmaxCrossEntropy(Dataset data, boolean intercepts) {
        this.rows = new LinearRows(data, intercepts);
        this.k = checkClasses(data);
        this.intercepts = intercepts;
        this.scores = new double[k];
    }

    /**
     * Softmax regression with an intercept for each class; they are the last {@code k} weights.
     *
     * @param data rows and their classes
     * @return the objective of {@code k (d + 1)} weights
     * @throws DataException if the target is no class or there are fewer than two classes
     */
    public static SoftmaxCrossEntropy withIntercept(Dataset data) {
        return new SoftmaxCrossEntropy(data, true);
    }

    /**
     * Softmax regression through the origin, where all classes are equally probable.
     *
     * @param data rows and their classes
     * @return the objective of {@code k d} weights
     * @throws DataException if the target is no class or there are fewer than two classes
     */
    public static SoftmaxCrossEntropy throughOrigin(Dataset data) {
        return new SoftmaxCrossEntropy(data, false);
    }

    /** Counts the classes. */
    static int checkClasses(Dataset data) {
        int classes = data.classes().size();
        if (classes < 2) {
            throw new DataException("softmax needs a target of at least two classes, found "
                    + (classes == 0
                            ? "numbers"
                            : "only class '" + data.classes().get(0) + "'") + " in column '"
                    + data.targetName() + "'");
        }
        return classes;
    }

    @Override
    public String label() {
        return "cross-entropy";
    }

    @Override
    public int dimension() {
        return k * rows.dimension();
    }

    @Override
    public int penalised() {
        return k * rows.d;
    }

    @Override
    public int terms() {
        return rows.n;
    }

    @Override
    public int classes() {
        return k;
    }

    @Override
    public int outputs() {
        return k;
    }

    @Override
    public ImmutableList<String> featureNames() {
        return rows.featureNames;
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        clear(gradient);
        double sum = 0;
        for (int i = 0; i < rows.n; i++) {
            sum += accumulate(i, w, gradient);
        }
        return mean(sum, rows.n, gradient);
    }

    @Override
    public double valueAndGradient(double[] w, int[] selected, int from, int to, double[] gradient) {
        clear(gradient);
        double sum = 0;
        for (int m = from; m < to; m++) {
            sum += accumulate(selected[m], w, gradient);
        }
        return mean(sum, to - from, gradient);
    }

    @Override
    public double value(double[] w) {
        double sum = 0;
        for (int i = 0; i < rows.n; i++) {
            score(i, w);
            sum += CrossEntropy.of(scores, truth(i)) * rows.sampleWeight(i);
        }
        return sum / rows.n;
    }

    @Override
    public void predict(double[] w, double[] predicted) {
        for (int i = 0; i < rows.n; i++) {
            score(i, w);
            CrossEntropy.probabilities(scores, predicted, i * k);
        }
    }

    @Override
    public int errors(double[] w) {
        int errors = 0;
        for (int i = 0; i < rows.n; i++) {
            score(i, w);
            errors += CrossEntropy.right(scores, truth(i)) || rows.sampleWeight(i) == 0 ? 0 : 1;
        }
        return errors;
    }

    /**
     * Bounds of the curvature along the directions that are not flat for every data set.
     *
     * @param l2 strength of the L2 penalty
     * @return eigenvalues of {@code (1/(2n)) X'X + 2 l2 I}, of which the largest is an upper bound everywhere
     */
    @Override
    public Curvature curvature(double l2) {
        return Curvature.of(rows, BEND, l2);
    }

    @Override
    public double steepestRow() {
        return BEND * rows.largestSquaredNorm();
    }

    @Override
    public double[] meanSquares() {
        return rows.meanSquares();
    }

    private int truth(int i) {
        return (int) rows.y[i];
    }

    private void score(int i, double[] w) {
        for (int c = 0; c < k; c++) {
            scores[c] = rows.dot(i, w, c * rows.d) + (intercepts ? w[k * rows.d + c] : 0);
        }
    }

    /** Adds row {@code i}'s gradient and returns its weighted loss. */
    private double accumulate(int i, double[] w, double[] gradient) {
        score(i, w);
        double loss = CrossEntropy.toSlopes(scores, truth(i));
        double s = rows.sampleWeight(i);
        for (int c = 0; c < k; c++) {
            double slope = scores[c] * s;
            rows.add(i, slope, gradient, c * rows.d);
            if (intercepts) {
                gradient[k * rows.d + c] += slope;
            }
        }
        return loss * s;
    }

    private void clear(double[] gradient) {
        for (int j = 0; j < dimension(); j++) {
            gradient[j] = 0;
        }
    }

    private double mean(double sum, int m, double[] gradient) {
        for (int j = 0; j < dimension(); j++) {
            gradient[j] *= 1.0 / m;
        }
        return sum / m;
    }
}
