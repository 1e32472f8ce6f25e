package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;

/**
 * A network that predicts a number.
 *
 * <p>Thread-safety: immutable.
 *
 * @param features d different names, at least one
 * @param categories all levels of each categorical column by its name
 * @param target name of the target
 * @param network d inputs and one output, in original units
 * @param provenance how the model came about
 */
public record NetworkModel(
        ImmutableList<String> features,
        ImmutableMap<String, ImmutableList<String>> categories,
        String target,
        Network network,
        Provenance provenance)
        implements Model {

    /** What {@link #kind} says. */
    static final String KIND = "mlp";

    /**
     * Checks lengths, names and numbers.
     *
     * @param features d different names, at least one
     * @param categories all levels of each categorical column by its name
     * @param target name of the target
     * @param network d inputs and one output, in original units
     * @param provenance how the model came about
     * @throws IllegalArgumentException if the network has other inputs or outputs, or names repeat
     */
    public NetworkModel {
        Affine.checkNames(features, provenance);
        network.checkSize(features.size(), 1);
    }

    /**
     * Makes a model of the weights where a descent on scaled columns ended.
     *
     * @param data rows with the names of the features, the target, scaled or not
     * @param categories all levels of each categorical column by its name
     * @param weights {@code [h x d]} weights of the hidden units, row by row, {@code [h]} of the output, the h biases of the hidden
     *     units, the bias of the output
     * @param hidden number h of hidden units
     * @param targetShift what is added to the output after scaling
     * @param targetScale what the output is multiplied with
     * @param provenance how the descent went; its scaling is folded into the first layer
     * @return the model in original units
     * @throws IllegalArgumentException if lengths differ or a number is not finite
     */
    public static NetworkModel of(
            Dataset data,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            int hidden,
            double targetShift,
            double targetScale,
            Provenance provenance) {
        Network network = Network.of(data.features(), hidden, 1, weights, provenance.scaling());
        return new NetworkModel(
                data.featureNames(),
                categories,
                data.targetName(),
                network.withTarget(targetShift, targetScale),
                provenance);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public double predict(double... x) {
        return network.apply(x).get(0);
    }
}
