package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * An exhaustive search over one or two weights: the loss at every value, or at every pair.
 *
 * <p>Thread-safety: immutable.
 *
 * @param title name of the picture
 * @param loss what is searched, in words: "mean squared error"
 * @param names of the one or two weights
 * @param first {@code [m]}: values of the first weight, ascending and evenly spaced
 * @param second {@code [n]}: values of the second weight, ascending and evenly spaced; empty for one weight
 * @param losses {@code [max(n, 1) x m]}, row-major: the second weight's values are the rows; a value that is not finite
 *     leaves a gap
 * @param position {@code [1]} or {@code [2]}: where the descent ended; empty where there was none
 * @param positionLoss the loss there, NaN where there was none
 */
public record Sweep(
        String title,
        String loss,
        ImmutableList<String> names,
        ImmutableDoubleArray first,
        ImmutableDoubleArray second,
        ImmutableDoubleArray losses,
        ImmutableDoubleArray position,
        double positionLoss) {
    /**
     * Checks that the sizes fit together.
     *
     * @param title name of the picture
     * @param loss what is searched
     * @param names one or two
     * @param first at least one value
     * @param second values, or empty for one weight
     * @param losses one for each place
     * @param position as long as {@code names}, or empty
     * @param positionLoss the loss there
     * @throws IllegalArgumentException if they do not
     */
    public Sweep {
        checkArgument(names.size() == 1 || names.size() == 2, "a sweep is over 1 or 2 weights, not %s", names.size());
        checkArgument(names.size() == 2 || second.isEmpty(), "values of a second weight that has no name");
        checkArgument(!first.isEmpty() && (names.size() == 1 || !second.isEmpty()), "a sweep needs values");
        checkArgument(
                losses.length() == (long) first.length() * Math.max(1, second.length()),
                "%s losses at %s x %s places",
                losses.length(),
                first.length(),
                Math.max(1, second.length()));
        checkArgument(
                position.isEmpty() || position.length() == names.size(),
                "a position of %s numbers for %s weights",
                position.length(),
                names.size());
    }

    /**
     * The place with the least finite loss.
     *
     * @return its index in {@code losses}; -1 where there is none
     */
    public int lowest() {
        int lowest = -1;
        for (int k = 0; k < losses.length(); k++) {
            if (Double.isFinite(losses.get(k)) && (lowest < 0 || losses.get(k) < losses.get(lowest))) {
                lowest = k;
            }
        }
        return lowest;
    }
}
