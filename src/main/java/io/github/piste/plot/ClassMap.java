package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * What a classifier says of every place over one or two features: probabilities on a grid.
 *
 * <p>Thread-safety: immutable.
 *
 * @param x {@code [m]}: values of the first feature, ascending, original units
 * @param y {@code [n]}: values of the second feature, ascending; empty over one feature
 * @param probabilities {@code [classes x max(n, 1) x m]}, row-major: class, then y, then x
 */
public record ClassMap(ImmutableDoubleArray x, ImmutableDoubleArray y, ImmutableDoubleArray probabilities) {
    /**
     * Checks that the sizes fit together.
     *
     * @param x values of the first feature
     * @param y values of the second feature, or empty
     * @param probabilities a whole number of grids
     * @throws IllegalArgumentException if they do not
     */
    public ClassMap {
        int cells = x.length() * Math.max(1, y.length());
        checkArgument(
                cells > 0 && probabilities.length() % cells == 0,
                "%s probabilities on a grid of %s",
                probabilities.length(),
                cells);
    }
}
