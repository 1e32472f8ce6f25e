package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * Lines of equal value of a function of two variables, by marching squares over the nodes of a grid;
 * within a cell the line is straight, its ends interpolated on the cell's edges. A saddle is decided by the
 * mean of the four corners. Cells with a corner that is not finite are left out.
 *
 * <p>Thread-safety: none; it keeps its scratch from level to level.
 */
final class ContourLines {
    private static final int NONE = -1;

    /*
     * Segments that share an edge of the grid are joined. Edge 2n runs from node n to the right, 2n + 1 upwards; each is
     * met by at most two segments, whose other ends are its neighbours. Between two levels all neighbours are NONE.
     */
    private Grid grid;
    private final int columns;
    private final int rows;
    private final int[] neighbours;
    private final int[] met;
    private int count;

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
        int edges = 2 * (columns + 1) * (rows + 1);
        neighbours = new int[2 * edges];
        Arrays.fill(neighbours, NONE);
        met = new int[edges];
    }

    /** The lines where another function, known at as many nodes, has this value. */
    ImmutableList<Polyline> at(Grid other, double level) {
        checkArgument(other.columns() == columns && other.rows() == rows, "a grid of another size");
        grid = other;
        return at(level);
    }

    /** The lines where the function has this value. O(cells). */
    ImmutableList<Polyline> at(double level) {
        count = 0;
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                cell(i, j, level);
            }
        }
        ImmutableList.Builder<Polyline> lines = ImmutableList.builder();
        for (int k = 0; k < count; k++) {
            if (neighbours[2 * met[k]] != NONE) {
                lines.add(polyline(met[k], level));
            }
        }
        return lines.build();
    }

    private void cell(int i, int j, double level) {
        double a = grid.node(i, j);
        double b = grid.node(i + 1, j);
        double c = grid.node(i + 1, j + 1);
        double d = grid.node(i, j + 1);
        int above = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
        if (above == 0
                || above == 15
                || !Double.isFinite(a)
                || !Double.isFinite(b)
                || !Double.isFinite(c)
                || !Double.isFinite(d)) {
            return;
        }
        int bottom = 2 * node(i, j);
        int left = bottom + 1;
        int top = 2 * node(i, j + 1);
        int right = 2 * node(i + 1, j) + 1;
        switch (above) {
            case 1, 14 -> join(left, bottom);
            case 2, 13 -> join(bottom, right);
            case 3, 12 -> join(left, right);
            case 4, 11 -> join(right, top);
            case 6, 9 -> join(bottom, top);
            case 7, 8 -> join(left, top);
            default -> {
                boolean centerAbove = a / 4 + b / 4 + c / 4 + d / 4 >= level;
                boolean cutsOffBAndD = centerAbove == (above == 5);
                join(cutsOffBAndD ? bottom : left, cutsOffBAndD ? right : bottom);
                join(cutsOffBAndD ? left : right, top);
            }
        }
    }

    private int node(int i, int j) {
        return j * (columns + 1) + i;
    }

    private void join(int from, int to) {
        link(from, to);
        link(to, from);
    }

    private void link(int from, int to) {
        if (neighbours[2 * from] == NONE) {
            neighbours[2 * from] = to;
            met[count++] = from;
        } else {
            neighbours[2 * from + 1] = to;
        }
    }

    /** The line through an edge; uses up the edges it meets. */
    private Polyline polyline(int through, double level) {
        ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder();
        ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder();
        int start = end(through);
        boolean closed = neighbours[2 * start + 1] != NONE;
        int from = NONE;
        int edge = start;
        while (edge != NONE && neighbours[2 * edge] != NONE) {
            add(edge, level, x, y);
            int next = next(edge, from);
            neighbours[2 * edge] = NONE;
            neighbours[2 * edge + 1] = NONE;
            from = edge;
            edge = next;
        }
        if (closed) {
            add(start, level, x, y);
        }
        return new Polyline(x.build(), y.build());
    }

    /** The end of the line through an edge; the edge itself where the line has none. */
    private int end(int through) {
        int from = NONE;
        int edge = through;
        int next = next(edge, from);
        while (next != NONE && next != through) {
            from = edge;
            edge = next;
            next = next(edge, from);
        }
        return next == NONE ? edge : through;
    }

    /** The neighbour one comes to from the other one. */
    private int next(int edge, int from) {
        return neighbours[2 * edge] == from ? neighbours[2 * edge + 1] : neighbours[2 * edge];
    }

    /** Adds the point of an edge where the level is met. */
    private void add(int edge, double level, ImmutableDoubleArray.Builder x, ImmutableDoubleArray.Builder y) {
        int column = edge / 2 % (columns + 1);
        int row = edge / 2 / (columns + 1);
        boolean flat = edge % 2 == 0;
        double a = grid.node(column, row);
        double b = flat ? grid.node(column + 1, row) : grid.node(column, row + 1);
        double along = a == b ? 0.5 : (level - a) / (b - a);
        x.add(flat ? mix(grid.x(column), grid.x(column + 1), along) : grid.x(column));
        y.add(flat ? grid.y(row) : mix(grid.y(row), grid.y(row + 1), along));
    }

    private static double mix(double a, double b, double t) {
        return a + t * (b - a);
    }
}
