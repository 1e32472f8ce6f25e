package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.model.Model;
import io.github.piste.model.Provenance;
import io.github.piste.objective.Objective;
import io.github.piste.objective.RowLoss;
import io.github.piste.train.TrackedWeights;

/**
 * What one kind of model makes of rows and weights: its loss, the names and units in which people see its weights, and
 * the model that it leaves behind.
 *
 * <p>Thread-safety: immutable.
 */
interface ModelFamily {
    /** What is trained, in words. */
    String title();

    /** A fresh loss over scaled rows; it belongs to one thread. */
    RowLoss loss(Dataset rows);

    /** Number of weights. */
    int dimension();

    /** Names of all weights in the order of the loop, unique. */
    ImmutableList<String> weightNames();

    /** Where the descent starts, as the loop has it. */
    ImmutableDoubleArray start(ModelConfig config);

    /** Names of the weights that a history keeps. */
    ImmutableList<String> trackedNames();

    /** Reads those weights in the units that people see. */
    TrackedWeights tracked();

    /** The loop's weights in the units that people see, in the order of {@link #weightNames()}. */
    double[] reported(double[] w);

    /** A loss with its penalty as a function of the weights that people see. */
    Objective reported(RowLoss loss, ModelConfig config);

    /** The model in original units. */
    Model model(
            Dataset training,
            ImmutableMap<String, ImmutableList<String>> categories,
            ImmutableDoubleArray weights,
            Provenance provenance);
}
