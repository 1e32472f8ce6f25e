package io.github.piste.model;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Standardizer;

/**
 * The part that all models have: {@code biases_c + sum_j weights_cj x_j} for each of k outputs.
 *
 * <p>Thread-safety: immutable.
 *
 * @param weights {@code [k][d]}
 * @param biases {@code [k]}
 */
record Affine(ImmutableList<ImmutableDoubleArray> weights, ImmutableDoubleArray biases) {
    /**
     * Takes rows out of the weights of a descent on scaled columns, and folds the scaling into them.
     *
     * @param scaling of the d columns
     * @param w all weights
     * @param from where k rows of d weights begin
     * @param k number of rows
     * @param biasesFrom where the k biases begin; no biases if w ends there
     * @return the rows in original units
     * @throws IllegalArgumentException without biases if columns were shifted
     */
    static Affine original(Standardizer scaling, ImmutableDoubleArray w, int from, int k, int biasesFrom) {
        int d = scaling.scales().length();
        boolean biased = w.length() > biasesFrom;
        double[] row = new double[biased ? d + 1 : d];
        ImmutableList.Builder<ImmutableDoubleArray> rows = ImmutableList.builderWithExpectedSize(k);
        double[] biases = new double[k];
        for (int c = 0; c < k; c++) {
            for (int j = 0; j < d; j++) {
                row[j] = w.get(from + c * d + j);
            }
            if (biased) {
                row[d] = w.get(biasesFrom + c);
            }
            ImmutableDoubleArray original = scaling.originalCoefficients(row);
            rows.add(original.subArray(0, d).trimmed());
            biases[c] = biased ? original.get(d) : 0;
        }
        return new Affine(rows.build(), ImmutableDoubleArray.copyOf(biases));
    }

    /** The value of every row at a point. */
    double[] apply(double[] x) {
        double[] values = new double[weights.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = value(weights.get(c), biases.get(c), x);
        }
        return values;
    }

    /**
     * Checks lengths and numbers.
     *
     * @throws IllegalArgumentException if it has not k rows of d finite weights and k finite biases
     */
    void check(int k, int d) {
        Preconditions.checkArgument(weights.size() == k, "%s rows of coefficients, expected %s", weights.size(), k);
        Preconditions.checkArgument(biases.length() == k, "%s intercepts, expected %s", biases.length(), k);
        weights.forEach(row -> checkRow(row, d));
        biases.forEach(Affine::checkFinite);
    }

    /**
     * Computes {@code bias + sum_j row_j x_j}, from left to right.
     *
     * @throws IllegalArgumentException for another number of features
     */
    static double value(ImmutableDoubleArray row, double bias, double[] x) {
        Preconditions.checkArgument(x.length == row.length(), "%s features, expected %s", x.length, row.length());
        double sum = bias;
        for (int j = 0; j < x.length; j++) {
            sum += row.get(j) * x[j];
        }
        return sum;
    }

    /**
     * Checks the names of features.
     *
     * @throws IllegalArgumentException if there is none, one is there twice, or the scaling is of others
     */
    static void checkNames(ImmutableList<String> features, Provenance provenance) {
        int d = features.size();
        Preconditions.checkArgument(d > 0, "a model needs at least one feature");
        Preconditions.checkArgument(ImmutableSet.copyOf(features).size() == d, "feature names repeat");
        int scales = provenance.scaling().scales().length();
        Preconditions.checkArgument(scales == d, "%s scales for %s features", scales, d);
    }

    /**
     * Checks the names of classes.
     *
     * @throws IllegalArgumentException if there are less than two, or one is there twice
     */
    static void checkClasses(ImmutableList<String> classes) {
        Preconditions.checkArgument(classes.size() >= 2, "%s classes, expected at least 2", classes.size());
        Preconditions.checkArgument(ImmutableSet.copyOf(classes).size() == classes.size(), "class names repeat");
    }

    /**
     * Checks a row of coefficients.
     *
     * @throws IllegalArgumentException for another length, or a number that is not finite
     */
    static void checkRow(ImmutableDoubleArray row, int d) {
        Preconditions.checkArgument(row.length() == d, "%s coefficients for %s features", row.length(), d);
        for (int j = 0; j < d; j++) {
            double value = row.get(j);
            Preconditions.checkArgument(Double.isFinite(value), "a coefficient is %s", value);
        }
    }

    /**
     * Checks an intercept.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    static void checkFinite(double intercept) {
        Preconditions.checkArgument(Double.isFinite(intercept), "the intercept is %s", intercept);
    }

    /**
     * Checks how many weights a descent left.
     *
     * @throws IllegalArgumentException if it is neither of two numbers
     */
    static void checkWeights(ImmutableDoubleArray weights, int bare, int withIntercepts) {
        Preconditions.checkArgument(
                weights.length() == bare || weights.length() == withIntercepts,
                "%s weights, expected %s or, with intercepts, %s",
                weights.length(),
                bare,
                withIntercepts);
    }
}
