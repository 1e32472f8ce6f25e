package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;

/**
 * Softmax regression in original units: class c has the score {@code s_c = intercepts_c + sum_j coefficients_cj x_j}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param features d different names, at least one
 * @param categories all levels of each categorical column by its name
 * @param target name of the target
 * @param classes names of k classes, at least two
 * @param coefficients {@code [k][d]}, finite, in the order of the classes, per unit of the feature
 * @param intercepts {@code [k]}, finite; 0 for a model through the origin
 * @param provenance how the model came about
 */
public record SoftmaxModel(
        ImmutableList<String> features,
        ImmutableMap<String, ImmutableList<String>> categories,
        String target,
        ImmutableList<String> classes,
        ImmutableList<ImmutableDoubleArray> coefficients,
        ImmutableDoubleArray intercepts,
        Provenance provenance)
        implements Classifier {

    /** What {@link #kind} says. */
    static final String KIND = "softmax";

    /**
     * Checks lengths, names and numbers.
     *
     * @param features d different names, at least one
     * @param categories all levels of each categorical column by its name
     * @param target name of the target
     * @param classes names of k classes, at least two
     * @param coefficients {@code [k][d]}, finite, in the order of the classes, per unit of the feature
     * @param intercepts {@code [k]}, finite; 0 for a model through the origin
     * @param provenance how the model came about
     * @throws IllegalArgumentException if lengths differ, names repeat or a number is not finite
     */
    public SoftmaxModel {
        Affine.checkNames(features, provenance);
        Affine.checkClasses(classes);
        new Affine(coefficients, intercepts).check(classes.size(), features.size());
    }

    /**
     * Makes a model of the weights where a descent on scaled columns ended.
     *
     * @param data rows with the names of the features, the target and k classes, scaled or not
     * @param categories all levels of each categorical column by its name
     * @param weights {@code [k x d]} coefficients of the scaled columns, class by class, then the k intercepts or none
     * @param provenance how the descent went; its scaling is folded into the coefficients
     * @return the model in original units
     * @throws IllegalArgumentException if lengths differ or a number is not finite
     */
    public static SoftmaxModel of(
            Dataset data,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance) {
        int k = data.classes().size();
        int d = data.features();
        Affine.checkWeights(weights, k * d, k * d + k);
        Affine original = Affine.original(provenance.scaling(), weights, 0, k, k * d);
        return new SoftmaxModel(
                data.featureNames(),
                categories,
                data.targetName(),
                data.classes(),
                original.weights(),
                original.biases(),
                provenance);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ImmutableDoubleArray scores(double... x) {
        return ImmutableDoubleArray.copyOf(new Affine(coefficients, intercepts).apply(x));
    }
}
