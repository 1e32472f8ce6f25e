package io.github.piste.model;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;

/**
 * A linear model in original units: {@code y = intercept + sum_j coefficients_j x_j}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param features d different names, at least one
 * @param categories all levels of each categorical column by its name
 * @param target name of the target
 * @param coefficients {@code [d]}, finite, per unit of the feature as it is in the data
 * @param intercept finite; 0 for a model through the origin
 * @param provenance how the model came about
 */
public record LinearModel(
        ImmutableList<String> features,
        ImmutableMap<String, ImmutableList<String>> categories,
        String target,
        ImmutableDoubleArray coefficients,
        double intercept,
        Provenance provenance)
        implements Model {

    /**
     * Checks lengths, names and numbers.
     *
     * @param features d different names, at least one
     * @param categories all levels of each categorical column by its name
     * @param target name of the target
     * @param coefficients {@code [d]}, finite, per unit of the feature as it is in the data
     * @param intercept finite; 0 for a model through the origin
     * @param provenance how the model came about
     * @throws IllegalArgumentException if lengths differ, names repeat or a number is not finite
     */
    public LinearModel {
        int d = features.size();
        Preconditions.checkArgument(d > 0, "a model needs at least one feature");
        Preconditions.checkArgument(ImmutableSet.copyOf(features).size() == d, "feature names repeat");
        Preconditions.checkArgument(
                coefficients.length() == d, "%s coefficients for %s features", coefficients.length(), d);
        int scales = provenance.scaling().scales().length();
        Preconditions.checkArgument(scales == d, "%s scales for %s features", scales, d);
        for (int j = 0; j < d; j++) {
            double value = coefficients.get(j);
            Preconditions.checkArgument(Double.isFinite(value), "a coefficient is %s", value);
        }
        Preconditions.checkArgument(Double.isFinite(intercept), "the intercept is %s", intercept);
    }

    /**
     * Makes a model of the weights where a descent on scaled columns ended.
     *
     * @param data rows with the names of the features and the target, scaled or not
     * @param categories all levels of each categorical column by its name
     * @param weights {@code [d]} coefficients of the scaled columns, or {@code [d + 1]} with the intercept last
     * @param provenance how the descent went; its scaling is folded into the coefficients
     * @return the model in original units
     * @throws IllegalArgumentException if lengths differ or a number is not finite
     */
    public static LinearModel of(
            Dataset data,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance) {
        ImmutableDoubleArray original = provenance.scaling().originalCoefficients(weights.toArray());
        int d = data.features();
        return new LinearModel(
                data.featureNames(),
                categories,
                data.targetName(),
                original.subArray(0, d).trimmed(),
                original.length() > d ? original.get(d) : 0,
                provenance);
    }

    @Override
    public double predict(double... x) {
        Preconditions.checkArgument(
                x.length == coefficients.length(), "%s features, expected %s", x.length, coefficients.length());
        double sum = intercept;
        for (int j = 0; j < x.length; j++) {
            sum += coefficients.get(j) * x[j];
        }
        return sum;
    }
}
