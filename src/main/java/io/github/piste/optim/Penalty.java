package io.github.piste.optim;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What large weights cost: {@code l1 * sum |w_j| + l2 * sum w_j^2} over the penalised weights, which are the first
 * {@code count} of a weight vector (never an intercept, which comes last).
 *
 * <p>The L2 part is smooth and joins value and gradient. The L1 part is not; it acts through its proximal step, the soft
 * threshold, so that zeros are exact (Beck and Teboulle, "A fast iterative shrinkage-thresholding algorithm", 2009).
 *
 * <p>Libraries that minimise half of the mean squared error use twice these numbers for the same solution.
 *
 * <p>Thread-safety: immutable. Cost: O(count), allocates nothing; without a strength, O(1).
 *
 * @param l1 strength of the absolute values, at least 0
 * @param l2 strength of the squares, at least 0
 */
public record Penalty(double l1, double l2) {
    /** No penalty. */
    public static final Penalty NONE = new Penalty(0, 0);

    /**
     * Checks the strengths.
     *
     * @param l1 strength of the absolute values
     * @param l2 strength of the squares
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public Penalty {
        checkArgument(l1 >= 0 && l1 < Double.POSITIVE_INFINITY, "l1 must be finite and at least 0, found %s", l1);
        checkArgument(l2 >= 0 && l2 < Double.POSITIVE_INFINITY, "l2 must be finite and at least 0, found %s", l2);
    }

    /**
     * The penalty at a point.
     *
     * @param w the weights
     * @param count how many of them, from the first, are penalised
     * @return {@code l1 sum |w_j| + l2 sum w_j^2}, 0 without a strength even where a weight is not finite
     */
    public double value(double[] w, int count) {
        if (l1 == 0 && l2 == 0) {
            return 0;
        }
        double absolute = 0;
        double squares = 0;
        for (int j = 0; j < count; j++) {
            absolute += Math.abs(w[j]);
            squares += w[j] * w[j];
        }
        return l1 * absolute + l2 * squares;
    }

    /**
     * Adds the gradient of the smooth part, {@code 2 l2 w_j}.
     *
     * @param w the weights
     * @param count how many of them, from the first, are penalised
     * @param gradient receives it
     */
    public void addGradient(double[] w, int count, double[] gradient) {
        if (l2 == 0) {
            return;
        }
        for (int j = 0; j < count; j++) {
            gradient[j] += 2 * l2 * w[j];
        }
    }

    /**
     * The length of the shortest subgradient of the penalised loss, which is zero exactly in its minimum: where the L1
     * part has a kink, it may lean against the gradient by up to {@code l1}.
     *
     * @param w the weights
     * @param count how many of them, from the first, are penalised
     * @param gradient of the smooth part
     * @return its Euclidean norm; without an L1 strength, that of the gradient
     */
    public double gradientNorm(double[] w, int count, double[] gradient) {
        double squares = 0;
        for (int j = 0; j < gradient.length; j++) {
            double slope = gradient[j];
            if (l1 > 0 && j < count) {
                slope = w[j] == 0 ? shrink(slope, l1) : slope + Math.copySign(l1, w[j]);
            }
            squares += slope * slope;
        }
        return Math.sqrt(squares);
    }

    /**
     * Moves one weight towards zero by a threshold, and no further.
     *
     * @param weight the weight after its gradient step
     * @param threshold at least 0
     * @return {@code sign(weight) max(|weight| - threshold, 0)}
     */
    public static double shrink(double weight, double threshold) {
        if (weight > threshold) {
            return weight - threshold;
        }
        return weight < -threshold ? weight + threshold : 0;
    }
}
