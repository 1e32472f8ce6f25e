package io.github.piste.model;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;

/**
 * Logistic regression in original units: the second class has probability {@code 1 / (1 + exp(-s))}, where
 * {@code s = intercept + sum_j coefficients_j x_j}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param features d different names, at least one
 * @param categories all levels of each categorical column by its name
 * @param target name of the target
 * @param classes names of the two classes
 * @param coefficients {@code [d]}, finite: how much the log-odds of the second class grow per unit of the feature
 * @param intercept finite; 0 for a model through the origin
 * @param provenance how the model came about
 */
public record LogisticModel(
        ImmutableList<String> features,
        ImmutableMap<String, ImmutableList<String>> categories,
        String target,
        ImmutableList<String> classes,
        ImmutableDoubleArray coefficients,
        double intercept,
        Provenance provenance)
        implements Classifier {

    /** What {@link #kind} says. */
    static final String KIND = "logistic";

    /**
     * Checks lengths, names and numbers.
     *
     * @param features d different names, at least one
     * @param categories all levels of each categorical column by its name
     * @param target name of the target
     * @param classes names of the two classes
     * @param coefficients {@code [d]}, finite: how much the log-odds of the second class grow per unit of the feature
     * @param intercept finite; 0 for a model through the origin
     * @param provenance how the model came about
     * @throws IllegalArgumentException if lengths differ, names repeat or a number is not finite
     */
    public LogisticModel {
        Affine.checkNames(features, provenance);
        Preconditions.checkArgument(classes.size() == 2, "%s classes, expected 2", classes.size());
        Affine.checkClasses(classes);
        Affine.checkRow(coefficients, features.size());
        Affine.checkFinite(intercept);
    }

    /**
     * Makes a model of the weights where a descent on scaled columns ended.
     *
     * @param data rows with the names of the features, the target and two classes, scaled or not
     * @param categories all levels of each categorical column by its name
     * @param weights {@code [d]} coefficients of the scaled columns, or {@code [d + 1]} with the intercept last
     * @param provenance how the descent went; its scaling is folded into the coefficients
     * @return the model in original units
     * @throws IllegalArgumentException if lengths differ, a number is not finite or there are not two classes
     */
    public static LogisticModel of(
            Dataset data,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance) {
        int d = data.features();
        Affine.checkWeights(weights, d, d + 1);
        Affine original = Affine.original(provenance.scaling(), weights, 0, 1, d);
        return new LogisticModel(
                data.featureNames(),
                categories,
                data.targetName(),
                data.classes(),
                original.weights().get(0),
                original.biases().get(0),
                provenance);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ImmutableDoubleArray scores(double... x) {
        return ImmutableDoubleArray.of(0, Affine.value(coefficients, intercept, x));
    }
}
