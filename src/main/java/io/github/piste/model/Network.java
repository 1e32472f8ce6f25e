package io.github.piste.model;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Standardizer;

/**
 * A network with one hidden layer, Linear-ReLU-Linear, in original units:
 * {@code a_i = max(0, hiddenBiases_i + sum_j hiddenWeights_ij x_j)},
 * {@code output_c = outputBiases_c + sum_i outputWeights_ci a_i}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param hiddenWeights {@code [h][d]}, finite: a row for each of h hidden units, at least one
 * @param hiddenBiases {@code [h]}, finite
 * @param outputWeights {@code [k][h]}, finite: a row for each of k outputs, at least one
 * @param outputBiases {@code [k]}, finite
 */
public record Network(
        ImmutableList<ImmutableDoubleArray> hiddenWeights,
        ImmutableDoubleArray hiddenBiases,
        ImmutableList<ImmutableDoubleArray> outputWeights,
        ImmutableDoubleArray outputBiases) {

    /**
     * Checks lengths and numbers.
     *
     * @param hiddenWeights {@code [h][d]}, finite: a row for each of h hidden units, at least one
     * @param hiddenBiases {@code [h]}, finite
     * @param outputWeights {@code [k][h]}, finite: a row for each of k outputs, at least one
     * @param outputBiases {@code [k]}, finite
     * @throws IllegalArgumentException if lengths differ or a number is not finite
     */
    public Network {
        int h = hiddenWeights.size();
        int k = outputWeights.size();
        Preconditions.checkArgument(h > 0 && k > 0, "%s hidden units and %s outputs, expected at least 1", h, k);
        new Affine(hiddenWeights, hiddenBiases).check(h, hiddenWeights.get(0).length());
        new Affine(outputWeights, outputBiases).check(k, h);
    }

    /**
     * Makes a network of the weights where a descent on scaled columns ended: both matrices row by row, then the biases.
     *
     * @throws IllegalArgumentException if lengths differ or a number is not finite
     */
    static Network of(int d, int hidden, int k, ImmutableDoubleArray weights, Standardizer scaling) {
        Preconditions.checkArgument(hidden > 0, "%s hidden units, expected at least 1", hidden);
        int matrices = hidden * d + k * hidden;
        Preconditions.checkArgument(
                weights.length() == matrices + hidden + k,
                "%s weights, expected %s for %s features, %s hidden units and %s outputs",
                weights.length(),
                matrices + hidden + k,
                d,
                hidden,
                k);
        Affine first = Affine.original(scaling, weights, 0, hidden, matrices);
        ImmutableList.Builder<ImmutableDoubleArray> rows = ImmutableList.builderWithExpectedSize(k);
        for (int c = 0; c < k; c++) {
            int from = hidden * d + c * hidden;
            rows.add(weights.subArray(from, from + hidden).trimmed());
        }
        ImmutableDoubleArray biases =
                weights.subArray(matrices + hidden, weights.length()).trimmed();
        return new Network(first.weights(), first.biases(), rows.build(), biases);
    }

    /** Folds {@code shift + scale * output} into the last layer. */
    Network withTarget(double shift, double scale) {
        return new Network(
                hiddenWeights,
                hiddenBiases,
                outputWeights.stream()
                        .map(row -> ImmutableDoubleArray.copyOf(row.stream().map(w -> scale * w)))
                        .collect(ImmutableList.toImmutableList()),
                ImmutableDoubleArray.copyOf(outputBiases.stream().map(bias -> shift + scale * bias)));
    }

    /**
     * Computes the outputs at a point. O(h d + k h).
     *
     * @param x {@code [d]}, only read
     * @return {@code [k]}; NaN where an input is NaN
     * @throws IllegalArgumentException for another number of inputs
     */
    ImmutableDoubleArray apply(double... x) {
        double[] active = new Affine(hiddenWeights, hiddenBiases).apply(x);
        for (int i = 0; i < active.length; i++) {
            active[i] = Math.max(0, active[i]);
        }
        return ImmutableDoubleArray.copyOf(new Affine(outputWeights, outputBiases).apply(active));
    }

    /**
     * Checks that a model fits around it.
     *
     * @throws IllegalArgumentException for another number of inputs or outputs
     */
    void checkSize(int inputs, int outputs) {
        int d = hiddenWeights.get(0).length();
        int k = outputWeights.size();
        Preconditions.checkArgument(d == inputs, "a network of %s inputs for %s features", d, inputs);
        Preconditions.checkArgument(k == outputs, "a network of %s outputs, expected %s", k, outputs);
    }
}
