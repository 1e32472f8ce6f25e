package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.jspecify.annotations.Nullable;

/**
 * The Vector API: rows are laid out in strips of eight columns, and the sums of the columns of one strip times a vector of
 * columns stay in registers while all rows of a tile are added. Strips have a size that the compiler knows, so that an
 * address takes no arithmetic of its own.
 */
final class VectorGram implements GramSum {
    /** Columns of a strip. */
    private static final int COLUMNS = 8;
    /** Values of a strip. */
    private static final int STRIP = Scratch.TILE * COLUMNS;

    private final int d;
    private final int p;
    /** Columns of all strips. */
    private final int width;

    private final double[] strips;
    /** The strips times the weights of their rows. */
    private final double[] weighted;

    private final double[] sums;
    /** For the vector in which a row ends: 1 where its values are. */
    private final double[] kept = new double[LANES];
    /** 1 where the column of ones is. */
    private final double[] ones = new double[LANES];
    /** A copy of rows that end with their array, where the last vector would read past it. */
    private final double[] lastRows;

    VectorGram(int d, int p) {
        this.d = d;
        this.p = p;
        this.width = (p + COLUMNS - 1) / COLUMNS * COLUMNS;
        this.strips = new double[Scratch.TILE * width];
        this.weighted = new double[Scratch.TILE * width];
        this.sums = new double[width * width];
        this.lastRows = new double[Scratch.TILE * d + LANES];
        Arrays.fill(kept, 0, d % LANES, 1);
        Arrays.fill(ones, d % LANES, d % LANES + p - d, 1);
    }

    @Override
    public void add(double[] x, int from, int to, double @Nullable [] weights) {
        int count = to - from;
        if (to * d + LANES <= x.length) {
            layOut(x, from * d, count);
        } else {
            System.arraycopy(x, from * d, lastRows, 0, count * d);
            layOut(lastRows, 0, count);
        }
        double[] factors = strips;
        if (weights != null) {
            factors = weighted;
            weigh(count, weights);
        }
        for (int j = 0; j < width; j += COLUMNS) {
            for (int k = 0; k < j + COLUMNS; k += LANES) {
                add(j * Scratch.TILE, factors, placeOf(k), count * COLUMNS, j * width + k);
            }
        }
    }

    private static int placeOf(int column) {
        return column / COLUMNS * STRIP + column % COLUMNS;
    }

    private void layOut(double[] x, int first, int count) {
        int end = d / LANES * LANES;
        for (int r = 0; r < count; r++) {
            int row = first + r * d;
            for (int k = 0; k < end; k += LANES) {
                load(x, row + k).intoArray(strips, placeOf(k) + r * COLUMNS);
            }
            if (end < p) {
                load(x, row + end).fma(load(kept, 0), load(ones, 0)).intoArray(strips, placeOf(end) + r * COLUMNS);
            }
        }
    }

    private void weigh(int count, double[] weights) {
        for (int r = 0; r < count; r++) {
            DoubleVector weight = all(weights[r]);
            for (int k = 0; k < width; k += LANES) {
                int at = placeOf(k) + r * COLUMNS;
                load(strips, at).mul(weight).intoArray(weighted, at);
            }
        }
    }

    /** Adds the products of a strip and the vectors of one place in another strip, over so many values, to sums. */
    private void add(int strip, double[] factors, int vector, int values, int at) {
        DoubleVector s0 = load(sums, at);
        DoubleVector s1 = load(sums, at + width);
        DoubleVector s2 = load(sums, at + 2 * width);
        DoubleVector s3 = load(sums, at + 3 * width);
        DoubleVector s4 = load(sums, at + 4 * width);
        DoubleVector s5 = load(sums, at + 5 * width);
        DoubleVector s6 = load(sums, at + 6 * width);
        DoubleVector s7 = load(sums, at + 7 * width);
        for (int r = 0; r < values; r += COLUMNS) {
            DoubleVector x = load(factors, vector + r);
            s0 = x.fma(all(strips[strip + r]), s0);
            s1 = x.fma(all(strips[strip + r + 1]), s1);
            s2 = x.fma(all(strips[strip + r + 2]), s2);
            s3 = x.fma(all(strips[strip + r + 3]), s3);
            s4 = x.fma(all(strips[strip + r + 4]), s4);
            s5 = x.fma(all(strips[strip + r + 5]), s5);
            s6 = x.fma(all(strips[strip + r + 6]), s6);
            s7 = x.fma(all(strips[strip + r + 7]), s7);
        }
        s0.intoArray(sums, at);
        s1.intoArray(sums, at + width);
        s2.intoArray(sums, at + 2 * width);
        s3.intoArray(sums, at + 3 * width);
        s4.intoArray(sums, at + 4 * width);
        s5.intoArray(sums, at + 5 * width);
        s6.intoArray(sums, at + 6 * width);
        s7.intoArray(sums, at + 7 * width);
    }

    @Override
    public double[] lowerTriangle() {
        double[] triangle = new double[p * p];
        for (int j = 0; j < p; j++) {
            System.arraycopy(sums, j * width, triangle, j * p, j + 1);
        }
        return triangle;
    }
}
