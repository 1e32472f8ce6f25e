package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the data that are drawn: all of small data, a sample of large data; and what the model says of them.
 *
 * <p>Thread-safety: immutable.
 *
 * @param features names of the features when there are one or two, else empty
 * @param columns {@code [features][n]}: those features in their original units
 * @param y {@code [n]}: the target; for classes the number of the class
 * @param predicted {@code [n]}: what the model says of these rows, for classes the number of the most probable one; a
 *     value that is not finite leaves a gap
 * @param classes names of the classes; empty for a target of numbers
 * @param map what the model says between the rows; null unless there are classes and one or two features
 */
public record Sample(
        ImmutableList<String> features,
        ImmutableList<ImmutableDoubleArray> columns,
        ImmutableDoubleArray y,
        ImmutableDoubleArray predicted,
        ImmutableList<String> classes,
        @Nullable ClassMap map) {
    /** How many rows a picture shows at most. */
    public static final int MAX_ROWS = 5_000;

    /** No rows: a descent on a function, not on data. */
    public static final Sample NONE = of(ImmutableDoubleArray.of(), ImmutableDoubleArray.of());

    /**
     * Checks that the columns fit together.
     *
     * @param features at most two names
     * @param columns as many, each as long as {@code y}
     * @param y at most {@link #MAX_ROWS} values
     * @param predicted as long as {@code y}
     * @param classes names, or empty
     * @param map between the rows, or null
     * @throws IllegalArgumentException if they do not
     */
    public Sample {
        checkArgument(y.length() <= MAX_ROWS, "a sample has at most %s rows, found %s", MAX_ROWS, y.length());
        checkArgument(predicted.length() == y.length(), "%s predictions for %s rows", predicted.length(), y.length());
        checkArgument(features.size() <= 2, "%s features", features.size());
        checkArgument(columns.size() == features.size(), "%s columns for %s names", columns.size(), features.size());
        for (ImmutableDoubleArray column : columns) {
            checkArgument(column.length() == y.length(), "%s values for %s rows", column.length(), y.length());
        }
    }

    /**
     * Rows with more features than can be drawn, and a target of numbers.
     *
     * @param y the target
     * @param predicted as long
     * @return the sample
     */
    public static Sample of(ImmutableDoubleArray y, ImmutableDoubleArray predicted) {
        return new Sample(ImmutableList.of(), ImmutableList.of(), y, predicted, ImmutableList.of(), null);
    }

    /**
     * Rows with one feature, and a target of numbers.
     *
     * @param feature its name
     * @param x its values
     * @param y the target, as long
     * @param predicted as long
     * @return the sample
     */
    public static Sample of(
            String feature, ImmutableDoubleArray x, ImmutableDoubleArray y, ImmutableDoubleArray predicted) {
        return new Sample(ImmutableList.of(feature), ImmutableList.of(x), y, predicted, ImmutableList.of(), null);
    }

    /** Whether target and prediction can be drawn over the one feature. */
    boolean hasOneFeature() {
        return features.size() == 1 && !y.isEmpty();
    }

    /** Whether the target is one of several classes. */
    boolean hasClasses() {
        return !classes.isEmpty();
    }
}
