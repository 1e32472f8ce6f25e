package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
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

    /** What {@link #kind} says. */
    static final String KIND = "linear";

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
        Affine.checkNames(features, provenance);
        Affine.checkRow(coefficients, features.size());
        Affine.checkFinite(intercept);
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
        int d = data.features();
        Affine.checkWeights(weights, d, d + 1);
        Affine original = Affine.original(provenance.scaling(), weights, 0, 1, d);
        return new LinearModel(
                data.featureNames(),
                categories,
                data.targetName(),
                original.weights().get(0),
                original.biases().get(0),
                provenance);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public double predict(double... x) {
        return Affine.value(coefficients, intercept, x);
    }
}
