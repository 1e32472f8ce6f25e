package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The rows of the data that are drawn: all of small data, a sample of large data.
 *
 * <p>Thread-safety: immutable.
 *
 * @param feature name of the feature when there is exactly one, else empty
 * @param x {@code [n]}: that feature in its original unit; empty when there is not exactly one
 * @param y {@code [n]}: the target
 * @param predicted {@code [n]}: what the model says of these rows; a value that is not finite leaves a gap
 */
public record Sample(String feature, ImmutableDoubleArray x, ImmutableDoubleArray y, ImmutableDoubleArray predicted) {
    /** How many rows a picture shows at most. */
    public static final int MAX_ROWS = 5_000;

    /** No rows: a descent on a function, not on data. */
    public static final Sample NONE =
            new Sample("", ImmutableDoubleArray.of(), ImmutableDoubleArray.of(), ImmutableDoubleArray.of());

    /**
     * Checks that the columns fit together.
     *
     * @param feature name of the only feature, or empty
     * @param x as long as {@code y}, or empty
     * @param y at most {@link #MAX_ROWS} values
     * @param predicted as long as {@code y}
     * @throws IllegalArgumentException if they do not
     */
    public Sample {
        checkArgument(y.length() <= MAX_ROWS, "a sample has at most %s rows, found %s", MAX_ROWS, y.length());
        checkArgument(predicted.length() == y.length(), "%s predictions for %s rows", predicted.length(), y.length());
        checkArgument(x.isEmpty() || x.length() == y.length(), "%s features for %s rows", x.length(), y.length());
    }

    /** Whether target and prediction can be drawn over the one feature. */
    boolean hasOneFeature() {
        return !x.isEmpty();
    }
}
