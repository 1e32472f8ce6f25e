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
        int[] classes = new int[probabilities.size()];
        for (int top = 0, bottom; top < t.length; top = bottom) {
            int j = cell(t[top], rows);
            bottom = endOfCell(t, top, rows);
            for (int left = 0, right; left < s.length; left = right) {
                int i = cell(s[left], columns);
                right = endOfCell(s, left, columns);
                int count = candidates(j * (columns + 1) + i, classes);
                for (int v = top; v < bottom; v++) {
                    for (int u = left; u < right; u++) {
                        int found = count == 1 ? classes[0] : mostProbable(classes, count, i, j, s[u] - i, t[v] - j);
                        rgb[v * s.length + u] = colors[found == NONE ? colors.length - 1 : found];
                    }
                }
            }
        }
    }

    private static double[] cells(double[] at, double low, double extent, int count) {
        double[] cells = new double[at.length];
        Arrays.setAll(cells, k -> Math.max(0, Math.min(count, (at[k] - low) / extent * count)));
        return cells;
    }

    private static int cell(double at, int count) {
        return Math.min(count - 1, (int) at);
    }

    private static int endOfCell(double[] at, int from, int count) {
        int to = from + 1;
        while (to < at.length && cell(at[to], count) == cell(at[from], count)) {
            to++;
        }
        return to;
    }

    /**
     * Lists the classes that may be the most probable one somewhere in a cell, by its lower left node, and gives how many. One
     * if all four nodes have the same; that is NONE where no node has any.
     */
    private int candidates(int node, int[] classes) {
        int above = node + columns + 1;
        classes[0] = best[node];
        if (best[node + 1] == best[node] && best[above] == best[node] && best[above + 1] == best[node]) {
            return 1;
        }
        // Between nodes nothing rises above the greatest of the four or falls below the least.
        double reached = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes.length; c++) {
            double least = Math.min(
                    Math.min(value(c, node), value(c, node + 1)), Math.min(value(c, above), value(c, above + 1)));
            reached = least > reached ? least : reached;
        }
        int count = 0;
        for (int c = 0; c < classes.length; c++) {
            double greatest = Math.max(
                    Math.max(value(c, node), value(c, node + 1)), Math.max(value(c, above), value(c, above + 1)));
            if (greatest >= reached) {
                classes[count++] = c;
            }
        }
        return count;
    }

    private int mostProbable(int[] classes, int count, int i, int j, double s, double t) {
        int found = NONE;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            double p = probabilities.get(classes[k]).between(i, j, s, t);
            if (p > greatest) {
                greatest = p;
                found = classes[k];
            }
        }
        return found;
    }
}
