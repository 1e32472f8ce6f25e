package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Lines of equal value of a function of two variables, by marching squares over the nodes of a grid;
 * within a cell the line is straight, its ends interpolated on the cell's edges. A saddle is decided by the
 * mean of the four corners. Cells with a corner that is not finite are left out.
 *
 * <p>Thread-safety: immutable after construction.
 */
final class ContourLines {
    private final Grid grid;
    private final int columns;
    private final int rows;

    /** A line through points; closed where first and last are equal. */
    record Polyline(ImmutableDoubleArray x, ImmutableDoubleArray y) {
        boolean isClosed() {
            int last = x.length() - 1;
            return last > 1 && x.get(0) == x.get(last) && y.get(0) == y.get(last);
        }
    }

    /** Lines on a grid over two variables. */
    ContourLines(Grid grid) {
        this.grid = grid;
        this.columns = grid.columns();
        this.rows = grid.rows();
    }

    /** The lines where the function has this value. O(cells). */
    ImmutableList<Polyline> at(double level) {
        Joiner joiner = new Joiner();
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                cell(i, j, level, joiner);
            }
        }
        return joiner.polylines(level);
    }

    private void cell(int i, int j, double level, Joiner joiner) {
        double a = grid.node(i, j);
        double b = grid.node(i + 1, j);
        double c = grid.node(i + 1, j + 1);
        double d = grid.node(i, j + 1);
        if (!Double.isFinite(a) || !Double.isFinite(b) || !Double.isFinite(c) || !Double.isFinite(d)) {
            return;
        }
        int above = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
        int bottom = 2 * node(i, j);
        int left = bottom + 1;
        int top = 2 * node(i, j + 1);
        int right = 2 * node(i + 1, j) + 1;
        switch (above) {
            case 1, 14 -> joiner.join(left, bottom);
            case 2, 13 -> joiner.join(bottom, right);
            case 3, 12 -> joiner.join(left, right);
            case 4, 11 -> joiner.join(right, top);
            case 6, 9 -> joiner.join(bottom, top);
            case 7, 8 -> joiner.join(left, top);
            case 5, 10 -> {
                boolean centerAbove = a / 4 + b / 4 + c / 4 + d / 4 >= level;
                boolean cutsOffBAndD = centerAbove == (above == 5);
                joiner.join(cutsOffBAndD ? bottom : left, cutsOffBAndD ? right : bottom);
                joiner.join(cutsOffBAndD ? left : right, top);
            }
            default -> {}
        }
    }

    private int node(int i, int j) {
        return j * (columns + 1) + i;
    }

    /**
     * Joins segments that share an edge. Edge {@code 2n} runs from node {@code n} to the right, {@code 2n + 1} upwards;
     * each is met by at most two segments.
     */
    private final class Joiner {
        private static final int NONE = -1;

        private final Map<Integer, int[]> neighbours = new HashMap<>();

        void join(int from, int to) {
            link(from, to);
            link(to, from);
        }

        private void link(int from, int to) {
            int[] of = neighbours.computeIfAbsent(from, edge -> new int[] {NONE, NONE});
            of[of[0] == NONE ? 0 : 1] = to;
        }

        ImmutableList<Polyline> polylines(double level) {
            ImmutableList.Builder<Polyline> lines = ImmutableList.builder();
            for (Integer start : ImmutableList.copyOf(neighbours.keySet())) {
                if (neighbours.containsKey(start)) {
                    lines.add(polyline(start, level));
                }
            }
            return lines.build();
        }

        /** Walks from one edge in both directions, using up what it meets. */
        private Polyline polyline(int start, double level) {
            ArrayDeque<Integer> edges = new ArrayDeque<>();
            int[] of = use(start);
            edges.add(start);
            boolean closed = walk(start, of[0], edges, true);
            if (!closed) {
                walk(start, of[1], edges, false);
            } else {
                edges.addLast(start);
            }
            ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder(edges.size());
            ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder(edges.size());
            for (int edge : edges) {
                double along = along(edge, level);
                int column = edge / 2 % (columns + 1);
                int row = edge / 2 / (columns + 1);
                x.add(edge % 2 == 0 ? mix(grid.x(column), grid.x(column + 1), along) : grid.x(column));
                y.add(edge % 2 == 0 ? grid.y(row) : mix(grid.y(row), grid.y(row + 1), along));
            }
            return new Polyline(x.build(), y.build());
        }

        /** Follows the line until its end (false) or back to the start (true). */
        private boolean walk(int start, int first, ArrayDeque<Integer> edges, boolean atEnd) {
            int from = start;
            int edge = first;
            while (edge != NONE && neighbours.containsKey(edge)) {
                if (atEnd) {
                    edges.addLast(edge);
                } else {
                    edges.addFirst(edge);
                }
                int[] of = use(edge);
                int next = of[0] == from ? of[1] : of[0];
                from = edge;
                edge = next;
            }
            return edge == start;
        }

        private int[] use(int edge) {
            int[] of = neighbours.remove(edge);
            return of == null ? new int[] {NONE, NONE} : of;
        }

        private double mix(double a, double b, double t) {
            return a + t * (b - a);
        }

        /** Where on the edge the level is met: 0 at its first node, 1 at its second. */
        private double along(int edge, double level) {
            int column = edge / 2 % (columns + 1);
            int row = edge / 2 / (columns + 1);
            double a = grid.node(column, row);
            double b = edge % 2 == 0 ? grid.node(column + 1, row) : grid.node(column, row + 1);
            return a == b ? 0.5 : (level - a) / (b - a);
        }
    }
}
