package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * A function of one or two weights known at the nodes of an even grid, bilinear between them and NaN outside.
 *
 * <p>Thread-safety: immutable; unlike other objectives it has no scratch.
 */
final class Grid implements Objective {
    /** So far outside, in cells, is rounding. */
    private static final double ROUNDING = 1e-6;

    private final Window window;
    private final int columns;
    private final int rows;
    private final double[] values;

    /**
     * A grid of given values.
     *
     * @param columns cells along x, at least 1
     * @param rows cells along y; 0 over one weight
     * @param values {@code [(rows + 1) x (columns + 1)]}, row-major; owned by the grid from now on
     */
    Grid(Window window, int columns, int rows, double[] values) {
        checkArgument(columns >= 1 && rows >= 0, "a grid needs cells, found %s x %s", columns, rows);
        checkArgument(
                values.length == (columns + 1L) * (rows + 1L),
                "%s values on a grid of %s x %s",
                values.length,
                columns,
                rows);
        this.window = window;
        this.columns = columns;
        this.rows = rows;
        this.values = values;
    }

    /** Evaluates a function at all nodes. */
    static Grid of(DoubleBinaryOperator f, Window window, int columns, int rows) {
        Grid grid = new Grid(window, columns, rows, new double[(columns + 1) * (rows + 1)]);
        for (int j = 0; j <= rows; j++) {
            for (int i = 0; i <= columns; i++) {
                grid.values[j * (columns + 1) + i] = f.applyAsDouble(grid.x(i), grid.y(j));
            }
        }
        return grid;
    }

    /** The same values over another window. */
    Grid over(Window other) {
        return new Grid(other, columns, rows, values);
    }

    /** Every other node, where that leaves whole cells. */
    Grid halved() {
        if (columns % 2 != 0 || rows % 2 != 0) {
            return this;
        }
        double[] kept = new double[(columns / 2 + 1) * (rows / 2 + 1)];
        for (int k = 0; k < kept.length; k++) {
            kept[k] = node(2 * (k % (columns / 2 + 1)), 2 * (k / (columns / 2 + 1)));
        }
        return new Grid(window, columns / 2, rows / 2, kept);
    }

    Window window() {
        return window;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** A copy of all values. */
    ImmutableDoubleArray values() {
        return ImmutableDoubleArray.copyOf(values);
    }

    double x(int i) {
        return i == columns ? window.xHigh() : window.xLow() + i * (window.width() / columns);
    }

    double y(int j) {
        return rows == 0 || j == rows ? window.yHigh() : window.yLow() + j * (window.height() / rows);
    }

    /** The value at node {@code row * (columns + 1) + column}. */
    double node(int k) {
        return values[k];
    }

    double node(int i, int j) {
        return values[j * (columns + 1) + i];
    }

    /** The node with the least finite value, as {@code row * (columns + 1) + column}; -1 where there is none. */
    int lowest() {
        int lowest = -1;
        for (int k = 0; k < values.length; k++) {
            if (Double.isFinite(values[k]) && (lowest < 0 || values[k] < values[lowest])) {
                lowest = k;
            }
        }
        return lowest;
    }

    /** Whether all finite values are the same. */
    boolean isLevel() {
        int lowest = lowest();
        for (double value : values) {
            if (Double.isFinite(value) && value != values[lowest]) {
                return false;
            }
        }
        return true;
    }

    /** The value at a place between the nodes; NaN outside or beside a value that is not finite. */
    double at(double x, double y) {
        double s = cells(x, window.xLow(), window.width(), columns);
        double t = rows == 0 ? 0 : cells(y, window.yLow(), window.height(), rows);
        if (Double.isNaN(s) || Double.isNaN(t)) {
            return Double.NaN;
        }
        int i = Math.min(columns - 1, (int) s);
        if (rows == 0) {
            return mix(node(i, 0), node(i + 1, 0), s - i);
        }
        int j = Math.min(rows - 1, (int) t);
        return between(i, j, s - i, t - j);
    }

    /** The value in a cell over two weights, {@code s} and {@code t} of the way from its lower left node. */
    double between(int i, int j, double s, double t) {
        return mix(mix(node(i, j), node(i + 1, j), s), mix(node(i, j + 1), node(i + 1, j + 1), s), t);
    }

    /**
     * The values at the places of a raster: what {@link #at} gives, in a fraction of its time.
     *
     * @param x {@code [m]} places
     * @param y {@code [n]} places
     * @return {@code [n x m]}, row-major; fresh
     */
    double[] at(double[] x, double[] y) {
        double[] s = new double[x.length];
        Arrays.setAll(s, k -> cells(x[k], window.xLow(), window.width(), columns));
        double[] raster = new double[x.length * y.length];
        double[] line = new double[columns + 1];
        for (int l = 0; l < y.length; l++) {
            double t = rows == 0 ? 0 : cells(y[l], window.yLow(), window.height(), rows);
            along(t, line);
            for (int k = 0; k < s.length; k++) {
                int i = Math.min(columns - 1, (int) s[k]);
                raster[l * s.length + k] = mix(line[i], line[i + 1], s[k] - i);
            }
        }
        return raster;
    }

    /** The values where the columns of nodes cross a line {@code t} cells above the lowest row. */
    private void along(double t, double[] line) {
        int j = Math.max(0, Math.min(rows - 1, (int) t));
        for (int i = 0; i <= columns; i++) {
            line[i] = rows == 0 ? node(i, 0) : mix(node(i, j), node(i, j + 1), t - j);
        }
    }

    private static double cells(double at, double low, double extent, int count) {
        double cells = (at - low) / extent * count;
        return cells >= -ROUNDING && cells <= count + ROUNDING ? Math.max(0, Math.min(count, cells)) : Double.NaN;
    }

    private static double mix(double a, double b, double t) {
        return a * (1 - t) + b * t;
    }

    @Override
    public int dimension() {
        return rows == 0 ? 1 : 2;
    }

    @Override
    public double value(double[] w) {
        return at(w[0], rows == 0 ? 0 : w[1]);
    }

    /** The gradient is a central difference over two cells, one-sided at the border. */
    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        double y = rows == 0 ? 0 : w[1];
        double dx = window.width() / columns;
        double right = Math.min(w[0] + dx, window.xHigh());
        double left = Math.max(w[0] - dx, window.xLow());
        gradient[0] = (at(right, y) - at(left, y)) / (right - left);
        if (rows > 0) {
            double dy = window.height() / rows;
            double up = Math.min(y + dy, window.yHigh());
            double down = Math.max(y - dy, window.yLow());
            gradient[1] = (at(w[0], up) - at(w[0], down)) / (up - down);
        }
        return at(w[0], y);
    }
}
