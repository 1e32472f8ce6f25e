package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;

/**
 * A trained model: features in original units in, prediction in original units out; a {@link Classifier} says a class.
 *
 * <p>Thread-safety: immutable, whatever the kind.
 */
public sealed interface Model permits LinearModel, Classifier, NetworkModel {
    /**
     * Reads a model that training left behind, such as {@code Model.read(Path.of("logs/latest/model.json"))}.
     *
     * @param file a {@code model.json}
     * @return the model
     * @throws ModelFileException if it cannot be read or is no model file
     */
    static Model read(Path file) {
        return ModelFile.read(file);
    }

    /**
     * Names the kind, as the configuration and the model file do.
     *
     * @return {@code linear}, {@code logistic}, {@code softmax} or {@code mlp}
     */
    String kind();

    /**
     * Names what the model predicts from.
     *
     * @return d different names; an indicator column is named {@code column=level}
     */
    ImmutableList<String> features();

    /**
     * Gives the levels of the categorical columns.
     *
     * @return all levels by the name of their column, as the data had them in training; none has an indicator of its own
     *     if it is the first
     */
    ImmutableMap<String, ImmutableList<String>> categories();

    /**
     * Names what the model predicts.
     *
     * @return name of the target
     */
    String target();

    /**
     * Tells how the model came about.
     *
     * @return its provenance
     */
    Provenance provenance();

    /**
     * Predicts the target of one row. O(d) for a linear model, which allocates nothing when given an array; O(k d) for k
     * classes and O(h d + k h) for a network of h hidden units, which allocate their scores.
     *
     * @param features {@code [d]} in the order of {@link #features()}, in original units; only read
     * @return the prediction in original units, of a {@link Classifier} the index of a class; NaN if a feature is NaN
     * @throws IllegalArgumentException for another number of features
     */
    double predict(double... features);
}
