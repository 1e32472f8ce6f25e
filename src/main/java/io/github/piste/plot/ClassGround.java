package io.github.piste.plot;

import java.util.Arrays;
import java.util.List;

/**
 * Which of several classes is the most probable one, from their probabilities on grids of the same nodes.
 *
 * <p>Thread-safety: immutable.
 */
final class ClassGround {
    private static final int NONE = -1;

    private final List<Grid> probabilities;
    private final Window window;
    private final int columns;
    private final int rows;
    /** {@code [(rows + 1) x (columns + 1)]}: the first most probable class at each node, NONE where there is none. */
    private final int[] best;

    private final double[] most;
    private final double[] second;

    /**
     * Compares all classes at all nodes.
     *
     * @param probabilities a grid over two variables for each class, at least one
     */
    ClassGround(List<Grid> probabilities) {
        this.probabilities = probabilities;
        Grid first = probabilities.get(0);
        window = first.window();
        columns = first.columns();
        rows = first.rows();
        int nodes = (columns + 1) * (rows + 1);
        best = new int[nodes];
        most = new double[nodes];
        second = new double[nodes];
        Arrays.fill(best, NONE);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        Arrays.fill(second, Double.NEGATIVE_INFINITY);
        for (int c = 0; c < probabilities.size(); c++) {
            for (int k = 0; k < nodes; k++) {
                compare(c, k);
            }
        }
    }

    private void compare(int c, int k) {
        double p = value(c, k);
        if (p > most[k]) {
            second[k] = most[k];
            most[k] = p;
            best[k] = c;
        } else if (p > second[k]) {
            second[k] = p;
        }
    }

    private double value(int c, int node) {
        return probabilities.get(c).node(node);
    }

    Window window() {
        return window;
    }

    /** By how much a class is more probable than every other one; NaN where it has no probability. */
    Grid lead(int c) {
        double[] lead = new double[best.length];
        Arrays.setAll(lead, k -> value(c, k) - (best[k] == c ? second[k] : most[k]));
        return new Grid(window, columns, rows, lead);
    }

    /**
     * Colours places by the most probable class there; a place outside has the colour of the nearest one inside.
     *
     * @param x {@code [m]} places
     * @param y {@code [n]} places
     * @param colors a colour for each class and the last for none
     * @param rgb {@code [n x m]}, row-major: is filled
     */
    void fill(double[] x, double[] y, int[] colors, int[] rgb) {
        double[] s = cells(x, window.xLow(), window.width(), columns);
        double[] t = cells(y, window.yLow(), window.height(), rows);
        int k = 0;
        for (double up : t) {
            for (double right : s) {
                int found = at(right, up);
                rgb[k++] = colors[found == NONE ? colors.length - 1 : found];
            }
        }
    }

    private static double[] cells(double[] at, double low, double extent, int count) {
        double[] cells = new double[at.length];
        Arrays.setAll(cells, k -> Math.max(0, Math.min(count, (at[k] - low) / extent * count)));
        return cells;
    }

    /** The most probable class between nodes: that of all four where they agree, since nothing rises between them. */
    private int at(double s, double t) {
        int i = Math.min(columns - 1, (int) s);
        int j = Math.min(rows - 1, (int) t);
        int node = j * (columns + 1) + i;
        int above = node + columns + 1;
        int here = best[node];
        if (best[node + 1] == here && best[above] == here && best[above + 1] == here) {
            return here;
        }
        int found = NONE;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 4; corner++) {
            int c = best[corner < 2 ? node + corner : above + corner - 2];
            double p = c == NONE ? Double.NaN : probabilities.get(c).between(i, j, s - i, t - j);
            if (p > greatest || (p == greatest && c < found)) {
                greatest = p;
                found = c;
            }
        }
        return greatest > others(node, above, s - i, t - j) ? found : anyAt(i, j, s - i, t - j);
    }

    /** In a cell no class that is the most probable one at none of its nodes is more probable than this. */
    private double others(int node, int above, double s, double t) {
        double low = second[node] + s * (second[node + 1] - second[node]);
        double high = second[above] + s * (second[above + 1] - second[above]);
        return low + t * (high - low);
    }

    private int anyAt(int i, int j, double s, double t) {
        int found = NONE;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < probabilities.size(); c++) {
            double p = probabilities.get(c).between(i, j, s, t);
            if (p > greatest) {
                greatest = p;
                found = c;
            }
        }
        return found;
    }
}
