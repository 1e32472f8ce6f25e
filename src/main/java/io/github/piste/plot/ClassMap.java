package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * What a classifier says of every place over one or two features: probabilities on a grid.
 *
 * <p>Thread-safety: immutable.
 *
 * @param x {@code [m]}: values of the first feature, ascending and evenly spaced, original units
 * @param y {@code [n]}: values of the second feature, ascending and evenly spaced; empty over one feature
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

    /** How many classes there are. */
    int classes() {
        return probabilities.length() / (x.length() * Math.max(1, y.length()));
    }

    /** The probabilities of one class; there are at least two values of x, and of y over two features. */
    Grid grid(int c) {
        int rows = Math.max(1, y.length());
        int cells = x.length() * rows;
        Window window = new Window(
                x.get(0), x.get(x.length() - 1), y.isEmpty() ? 0 : y.get(0), y.isEmpty() ? 0 : y.get(rows - 1));
        double[] values = probabilities.subArray(c * cells, (c + 1) * cells).toArray();
        return new Grid(window, x.length() - 1, rows - 1, values);
    }
}
