package io.github.piste.plot;

import io.github.piste.objective.Objective;

/**
 * What is known of a landscape in a window: its values on a grid, as fine as its cost allows, and its lowest point.
 *
 * <p>Thread-safety: immutable.
 *
 * @param grid over a little more than the window
 * @param x of the lowest point; NaN where that is on the border, everywhere or at a pole: no minimum
 * @param y of the lowest point; 0 over one weight
 * @param lowest the least value known
 */
record Relief(Grid grid, double x, double y, double lowest) {
    private static final int COLUMNS = 200;
    private static final int ROWS = 120;
    private static final int COLUMNS_OF_CURVE = 400;
    /** A grid gets coarser until evaluating it takes no longer. */
    private static final long BUDGET_NANOS = 200_000_000;

    private static final int COARSEST = 8;
    private static final int TRIALS = 16;
    private static final int ZOOMS = 150;
    private static final int ZOOM_SIDE = 5;

    /** Evaluates an objective of one or two weights. */
    static Relief of(Objective f, Window shown) {
        Window window = shown.widened();
        int dimension = f.dimension();
        int columns = dimension == 1 ? COLUMNS_OF_CURVE : COLUMNS;
        int rows = dimension == 1 ? 0 : ROWS;
        int coarseness = coarseness(f, window, (columns + 1L) * (rows + 1L));
        double[] w = new double[dimension];
        Grid grid = Grid.of((x, y) -> value(f, w, x, y), window, columns / coarseness, rows / coarseness);
        return lowest(f, grid, coarseness == 1);
    }

    /** Of a grid that is all there is. */
    static Relief of(Grid grid) {
        return lowest(grid, grid, false);
    }

    private static double value(Objective f, double[] w, double x, double y) {
        w[0] = x;
        if (w.length > 1) {
            w[1] = y;
        }
        return f.value(w);
    }

    private static int coarseness(Objective f, Window window, long nodes) {
        double[] w = new double[f.dimension()];
        long least = Long.MAX_VALUE;
        for (int k = 0; k < TRIALS; k++) {
            double along = (k + 0.5) / TRIALS;
            long from = System.nanoTime();
            value(f, w, window.xLow() + along * window.width(), window.yLow() + along * window.height());
            least = Math.min(least, System.nanoTime() - from);
        }
        int coarseness = 1;
        int squared = w.length;
        while (coarseness < COARSEST && least * (nodes / Math.pow(coarseness, squared)) > BUDGET_NANOS) {
            coarseness *= 2;
        }
        return coarseness;
    }

    private static Relief lowest(Objective f, Grid grid, boolean closer) {
        int node = grid.lowest();
        if (node < 0) {
            return new Relief(grid, Double.NaN, Double.NaN, Double.NaN);
        }
        int i = node % (grid.columns() + 1);
        int j = node / (grid.columns() + 1);
        double value = grid.node(i, j);
        boolean border = i == 0 || i == grid.columns() || (grid.rows() > 0 && (j == 0 || j == grid.rows()));
        if (border || grid.isLevel()) {
            return new Relief(grid, Double.NaN, Double.NaN, value);
        }
        Relief found = new Relief(grid, grid.x(i), grid.y(j), value);
        Relief near = closer ? found.closer(f) : found;
        double highest = grid.values().stream().filter(Double::isFinite).max().orElse(value);
        // Between two nodes a smooth function does not fall by more than it does over the whole grid.
        boolean pole = besideGap(grid, i, j) || near.lowest < value - (highest - value);
        return pole ? new Relief(grid, Double.NaN, Double.NaN, value) : near;
    }

    /** Whether the function has no value at a neighbour of a node inside the grid. */
    private static boolean besideGap(Grid grid, int i, int j) {
        int up = grid.rows() == 0 ? 0 : 1;
        for (int l = j - up; l <= j + up; l++) {
            for (int k = i - 1; k <= i + 1; k++) {
                if (!Double.isFinite(grid.node(k, l))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Looks around the lowest point again and again, each time nearer. */
    private Relief closer(Objective f) {
        double[] w = new double[f.dimension()];
        Relief best = this;
        double dx = grid.window().width() / grid.columns();
        double dy = grid.rows() == 0 ? 0 : grid.window().height() / grid.rows();
        int side = ZOOM_SIDE / 2;
        for (int zoom = 0; zoom < ZOOMS; zoom++) {
            Relief center = best;
            for (int j = dy == 0 ? 0 : -side; j <= (dy == 0 ? 0 : side); j++) {
                for (int i = -side; i <= side; i++) {
                    double atX = center.x + i * dx;
                    double atY = center.y + j * dy;
                    double value = value(f, w, atX, atY);
                    if (value < best.lowest && Double.isFinite(value)) {
                        best = new Relief(grid, atX, atY, value);
                    }
                }
            }
            if (!(best.lowest < center.lowest)) {
                dx *= 0.75;
                dy *= 0.75;
            }
        }
        return best;
    }
}
