package io.github.piste.plot;

import java.util.Arrays;

/**
 * Fewer points that draw the same line: the chart library's time grows faster than the number of points, and a picture
 * has only so many pixels.
 *
 * <p>A point that is not a number is a gap; of gaps in a row one is kept.
 */
final class Thinning {
    private final double[] x;
    private final double[] y;
    private int length;

    private Thinning(int capacity) {
        x = new double[capacity];
        y = new double[capacity];
    }

    /** {@code [length]}: coordinates to draw; a copy. */
    double[] x() {
        return Arrays.copyOf(x, length);
    }

    /** {@code [length]}: coordinates to draw, NaN at a gap; a copy. */
    double[] y() {
        return Arrays.copyOf(y, length);
    }

    int length() {
        return length;
    }

    /**
     * Lowest and highest point of each column of pixels; x must not descend. Those of a column of more points than
     * {@code most} are moved to its middle, so that lines from column to column leave nothing between them. O(n).
     *
     * @param x {@code [n]} coordinates, NaN at a gap
     * @param y {@code [n]} coordinates, NaN at a gap
     */
    static Thinning perColumn(double[] x, double[] y, double low, double high, int columns, int most) {
        Thinning kept = new Thinning(Math.min(x.length, 3 * (columns + 2)) + 2);
        double perUnit = columns / (high - low);
        for (int i = 0; i < x.length; ) {
            if (isGap(x[i], y[i])) {
                kept.gap();
                i++;
                continue;
            }
            int column = column(x[i], low, perUnit, columns);
            int lowest = i;
            int highest = i;
            boolean gap = false;
            int first = i;
            for (; i < x.length && (isGap(x[i], y[i]) || column(x[i], low, perUnit, columns) == column); i++) {
                if (isGap(x[i], y[i])) {
                    gap = true;
                } else {
                    lowest = y[i] < y[lowest] ? i : lowest;
                    highest = y[i] > y[highest] ? i : highest;
                }
            }
            if (i - first > most) {
                kept.addBoth(low + (column + 0.5) / perUnit, y[lowest], y[highest]);
            } else {
                kept.addInOrder(Math.min(lowest, highest), Math.max(lowest, highest), x, y);
            }
            if (gap) {
                kept.gap();
            }
        }
        return kept;
    }

    /**
     * Leaves out points nearer than {@code reach} to the one kept before, in units of {@code width} and {@code height}; at
     * most {@code most} points stay, besides gaps and the ends beside them. O(n).
     */
    static Thinning alongPath(double[] x, double[] y, double width, double height, double reach, int most) {
        int stride = Math.max(1, (x.length + most - 1) / most);
        Thinning kept = new Thinning(x.length);
        double lastX = Double.NaN;
        double lastY = Double.NaN;
        for (int i = 0; i < x.length; i++) {
            if (isGap(x[i], y[i])) {
                kept.gap();
                lastX = Double.NaN;
                continue;
            }
            boolean begins = Double.isNaN(lastX);
            boolean ends = i == x.length - 1 || isGap(x[i + 1], y[i + 1]);
            double right = (x[i] - lastX) / width;
            double up = (y[i] - lastY) / height;
            boolean near = right * right + up * up < reach * reach;
            if (begins || ends || (i % stride == 0 && !near)) {
                kept.add(x[i], y[i]);
                lastX = x[i];
                lastY = y[i];
            }
        }
        return kept;
    }

    /** Whether {@code x} never descends, gaps aside. */
    static boolean isAscending(double[] x) {
        double last = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            if (value < last) {
                return false;
            }
            last = Double.isNaN(value) ? last : value;
        }
        return true;
    }

    private static boolean isGap(double x, double y) {
        return Double.isNaN(x) || Double.isNaN(y);
    }

    private static int column(double x, double low, double perUnit, int columns) {
        return (int) Math.max(-1, Math.min(columns, (x - low) * perUnit));
    }

    private void addInOrder(int first, int second, double[] fromX, double[] fromY) {
        add(fromX[first], fromY[first]);
        if (second > first) {
            add(fromX[second], fromY[second]);
        }
    }

    /** One above the other, the nearer one first. */
    private void addBoth(double atX, double lowest, double highest) {
        boolean up = length == 0 || !(y[length - 1] > lowest / 2 + highest / 2);
        add(atX, up ? lowest : highest);
        if (highest > lowest) {
            add(atX, up ? highest : lowest);
        }
    }

    private void add(double atX, double atY) {
        x[length] = atX;
        y[length++] = atY;
    }

    private void gap() {
        if (length > 0 && !Double.isNaN(y[length - 1])) {
            add(x[length - 1], Double.NaN);
        }
    }
}
