package io.github.piste.model;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * A model that says which of k classes a row belongs to, and how probable each is.
 *
 * <p>It computes a score per class; {@code p_c = exp(s_c) / sum_j exp(s_j)}. Thread-safety: immutable, whatever the kind.
 */
public sealed interface Classifier extends Model permits LogisticModel, SoftmaxModel, NetworkClassifier {
    /**
     * Names the classes.
     *
     * @return k different names, at least two; numbers and predictions count them from 0 in this order
     */
    ImmutableList<String> classes();

    /**
     * Computes the scores, also known as logits, of one row. Only their differences mean something: the logarithms of the
     * quotients of probabilities.
     *
     * @param features {@code [d]} in the order of {@link #features()}, in original units; only read
     * @return {@code [k]}; a logistic model has 0 and the log-odds of the second class
     * @throws IllegalArgumentException for another number of features
     */
    ImmutableDoubleArray scores(double... features);

    /**
     * Computes the probability of every class. The formula is the stable one: scores of any size give no overflow.
     *
     * @param features {@code [d]} in the order of {@link #features()}, in original units; only read
     * @return {@code [k]}, which add up to 1 but for rounding; all NaN if a feature is NaN or a score leaves the range of
     *     a double
     * @throws IllegalArgumentException for another number of features
     */
    default ImmutableDoubleArray probabilities(double... features) {
        return Scores.probabilities(scores(features));
    }

    /**
     * Says which class is the most probable.
     *
     * @param features {@code [d]} in the order of {@link #features()}, in original units; only read
     * @return its index, a whole number; of equally probable ones the first; NaN where {@link #probabilities} are NaN
     * @throws IllegalArgumentException for another number of features
     */
    @Override
    default double predict(double... features) {
        int best = Scores.best(scores(features));
        return best < 0 ? Double.NaN : best;
    }

    /**
     * Names the class that is the most probable.
     *
     * @param features {@code [d]} in the order of {@link #features()}, in original units; only read
     * @return its name
     * @throws IllegalArgumentException for another number of features, or where {@link #probabilities} are NaN
     */
    default String classOf(double... features) {
        int best = Scores.best(scores(features));
        Preconditions.checkArgument(best >= 0, "no class is the most probable: the probabilities are NaN");
        return classes().get(best);
    }
}
