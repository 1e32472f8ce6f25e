package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import java.util.Arrays;

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

    private final AllRows rows;
    private final int k;
    private final boolean intercepts;
    private final double[] scores;

    private SoftmaxCrossEntropy(Dataset data, boolean intercepts) {
        this.rows = new AllRows(data, intercepts);
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
        Arrays.fill(gradient, 0, dimension(), 0);
        double sum = 0;
        rows.all();
        while (rows.next()) {
            sum += accumulate(w, gradient);
        }
        return mean(sum, rows.n, gradient);
    }

    @Override
    public double valueAndGradient(double[] w, int[] selected, int from, int to, double[] gradient) {
        Arrays.fill(gradient, 0, dimension(), 0);
        double sum = 0;
        rows.all(selected, from, to);
        while (rows.next()) {
            sum += accumulate(w, gradient);
        }
        return mean(sum, to - from, gradient);
    }

    @Override
    public double value(double[] w) {
        double sum = 0;
        rows.all();
        while (rows.next()) {
            score(w);
            sum += CrossEntropy.of(scores, truth()) * rows.weight();
        }
        return sum / rows.n;
    }

    @Override
    public void predict(double[] w, double[] predicted) {
        rows.all();
        while (rows.next()) {
            score(w);
            CrossEntropy.probabilities(scores, predicted, rows.k * k);
        }
    }

    @Override
    public int errors(double[] w) {
        int errors = 0;
        rows.all();
        while (rows.next()) {
            score(w);
            errors += CrossEntropy.right(scores, truth()) || rows.weight() == 0 ? 0 : 1;
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

    private int truth() {
        return (int) rows.target();
    }

    private void score(double[] w) {
        for (int c = 0; c < k; c++) {
            scores[c] = rows.at.dot(rows.row, w, c * rows.d) + (intercepts ? w[k * rows.d + c] : 0);
        }
    }

    /** Adds the gradient of the present row and returns its weighted loss. */
    private double accumulate(double[] w, double[] gradient) {
        score(w);
        double loss = CrossEntropy.toSlopes(scores, truth());
        double s = rows.weight();
        for (int c = 0; c < k; c++) {
            double slope = scores[c] * s;
            rows.at.add(rows.row, slope, gradient, c * rows.d);
            if (intercepts) {
                gradient[k * rows.d + c] += slope;
            }
        }
        return loss * s;
    }

    private double mean(double sum, int m, double[] gradient) {
        for (int j = 0; j < dimension(); j++) {
            gradient[j] *= 1.0 / m;
        }
        return sum / m;
    }
}
