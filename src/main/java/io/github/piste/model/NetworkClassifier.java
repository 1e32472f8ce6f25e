package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;

/**
 * A network whose k outputs are the scores of k classes.
 *
 * <p>Thread-safety: immutable.
 *
 * @param features d different names, at least one
 * @param categories all levels of each categorical column by its name
 * @param target name of the target
 * @param classes names of k classes, at least two
 * @param network d inputs and k outputs, in original units
 * @param provenance how the model came about
 */
public record NetworkClassifier(
        ImmutableList<String> features,
        ImmutableMap<String, ImmutableList<String>> categories,
        String target,
        ImmutableList<String> classes,
        Network network,
        Provenance provenance)
        implements Classifier {

    /**
     * Checks lengths, names and numbers.
     *
     * @param features d different names, at least one
     * @param categories all levels of each categorical column by its name
     * @param target name of the target
     * @param classes names of k classes, at least two
     * @param network d inputs and k outputs, in original units
     * @param provenance how the model came about
     * @throws IllegalArgumentException if the network has other inputs or outputs, or names repeat
     */
    public NetworkClassifier {
        Affine.checkNames(features, provenance);
        Affine.checkClasses(classes);
        network.checkSize(features.size(), classes.size());
    }

    /**
     * Makes a model of the weights where a descent on scaled columns ended.
     *
     * @param data rows with the names of the features, the target and k classes, scaled or not
     * @param categories all levels of each categorical column by its name
     * @param weights {@code [h x d]} weights of the hidden units, row by row, {@code [k x h]} of the outputs, the h biases of the
     *     hidden units, the k biases of the outputs
     * @param hidden number h of hidden units
     * @param provenance how the descent went; its scaling is folded into the first layer
     * @return the model in original units
     * @throws IllegalArgumentException if lengths differ or a number is not finite
     */
    public static NetworkClassifier of(
            Dataset data,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            int hidden,
            Provenance provenance) {
        int k = data.classes().size();
        return new NetworkClassifier(
                data.featureNames(),
                categories,
                data.targetName(),
                data.classes(),
                Network.of(data.features(), hidden, k, weights, provenance.scaling()),
                provenance);
    }

    @Override
    public String kind() {
        return NetworkModel.KIND;
    }

    @Override
    public ImmutableDoubleArray scores(double... x) {
        return network.apply(x);
    }
}
