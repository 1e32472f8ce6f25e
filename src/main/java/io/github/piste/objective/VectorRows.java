package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import jdk.incubator.vector.DoubleVector;
import org.jspecify.annotations.Nullable;

/**
 * Rows of any number of vectors, at least one. The last vector of a row ends where the row ends; {@link #layOut} gives
 * the lanes that it shares with the vector before the weight 0.
 */
final class VectorRows {
    private static final int FOUR = 4;
    private static final int EIGHT = 8;
    /** Most rows of a tile. */
    private static final int TILE_ROWS = 32;
    /** Values of a tile: what a first cache holds. */
    private static final int TILE_VALUES = 1 << 12;
    /** Most values of a row that is read together with others. */
    private static final int SHORT = 64;

    private VectorRows() {}

    /** Where the last vector begins. */
    static int last(int d) {
        return d - LANES;
    }

    /** Lays out the weights of the last vector in {@code wide[0 ..]} and then its lanes that count, as ones. */
    static void layOut(double[] w, int d, double[] wide) {
        int covered = (d - 1) / LANES * LANES;
        for (int lane = 0; lane < LANES; lane++) {
            int j = last(d) + lane;
            wide[lane] = j >= covered ? w[j] : 0;
            wide[LANES + lane] = j >= covered ? 1 : 0;
        }
    }

    /** {@code x w} of the row at {@code at}, without a bias; {@code end} is the weights of the last vector. */
    static double dot(double[] x, int at, int d, double[] w, DoubleVector end, double[] lanes) {
        int last = last(d);
        DoubleVector a = load(x, at + last).mul(end);
        DoubleVector b = DoubleVector.zero(VectorLanes.SPECIES);
        DoubleVector c = b;
        DoubleVector e = b;
        int j = 0;
        for (; j < last - 3 * LANES; j += 4 * LANES) {
            a = load(x, at + j).fma(load(w, j), a);
            b = load(x, at + j + LANES).fma(load(w, j + LANES), b);
            c = load(x, at + j + 2 * LANES).fma(load(w, j + 2 * LANES), c);
            e = load(x, at + j + 3 * LANES).fma(load(w, j + 3 * LANES), e);
        }
        for (; j < last; j += LANES) {
            a = load(x, at + j).fma(load(w, j), a);
        }
        a.add(b).add(c.add(e)).intoArray(lanes, 0);
        return VectorLanes.sum(lanes, 0);
    }

    /** Adds {@code factor} times a row to sums; {@code wide} is as {@link #layOut} has left it. */
    static void add(double[] x, int at, int d, double factor, double[] wide, double[] sums) {
        int last = last(d);
        DoubleVector ones = load(wide, LANES);
        DoubleVector all = all(factor);
        for (int j = 0; j < last; j += LANES) {
            load(x, at + j).fma(all, load(sums, j)).intoArray(sums, j);
        }
        load(x, at + last).fma(all.mul(ones), load(sums, last)).intoArray(sums, last);
    }

    /**
     * Writes the lanes of {@code a w}, {@code b w} and {@code a b} of two rows, without a bias, one after the other; {@code
     * wide} is as {@link #layOut} has left it.
     */
    static void pair(double[] x, int atA, int atB, int d, double[] w, double[] wide, double[] lanes) {
        int last = last(d);
        DoubleVector ones = load(wide, LANES);
        DoubleVector v = load(w, last);
        DoubleVector a = load(x, atA + last).mul(ones);
        DoubleVector b = load(x, atB + last).mul(ones);
        DoubleVector za = a.mul(v);
        DoubleVector zb = b.mul(v);
        DoubleVector ab = a.mul(b);
        DoubleVector ya = DoubleVector.zero(VectorLanes.SPECIES);
        DoubleVector yb = ya;
        DoubleVector ba = ya;
        int j = 0;
        for (; j < last - LANES; j += 2 * LANES) {
            v = load(w, j);
            a = load(x, atA + j);
            b = load(x, atB + j);
            za = a.fma(v, za);
            zb = b.fma(v, zb);
            ab = a.fma(b, ab);
            v = load(w, j + LANES);
            a = load(x, atA + j + LANES);
            b = load(x, atB + j + LANES);
            ya = a.fma(v, ya);
            yb = b.fma(v, yb);
            ba = a.fma(b, ba);
        }
        for (; j < last; j += LANES) {
            v = load(w, j);
            a = load(x, atA + j);
            b = load(x, atB + j);
            za = a.fma(v, za);
            zb = b.fma(v, zb);
            ab = a.fma(b, ab);
        }
        za.add(ya).intoArray(lanes, 0);
        zb.add(yb).intoArray(lanes, LANES);
        ab.add(ba).intoArray(lanes, 2 * LANES);
    }

    /** Adds two rows, as two calls of {@link #add} would, in one pass. */
    static void addTwo(
            double[] x, int atA, double factorA, int atB, double factorB, int d, double[] wide, double[] sums) {
        int last = last(d);
        DoubleVector ones = load(wide, LANES);
        DoubleVector a = all(factorA);
        DoubleVector b = all(factorB);
        for (int j = 0; j < last; j += LANES) {
            load(x, atB + j).fma(b, load(x, atA + j).fma(a, load(sums, j))).intoArray(sums, j);
        }
        DoubleVector end = load(x, atA + last).fma(a.mul(ones), load(sums, last));
        load(x, atB + last).fma(b.mul(ones), end).intoArray(sums, last);
    }

    /** By tiles of rows: the second half of the work finds them in the first cache. */
    static double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch) {
        double sum = 0;
        int step = Math.max(FOUR, Math.min(TILE_ROWS, TILE_VALUES / data.d / FOUR * FOUR));
        for (int k = from; k < to; k += step) {
            int end = Math.min(to, k + step);
            for (int ahead = k; ahead < end; ) {
                ahead = RowsAhead.readSome(data, list, ahead, end, scratch);
            }
            scores(data, list, k, end, w, scratch.scores, scratch);
            data.tile(list, k, end, scratch);
            sum += loss.slopes(scratch, end - k);
            accumulate(data, list, k, end, gradient, scratch);
        }
        return sum;
    }

    /**
     * Four rows at once while they are short; to read four long ones, as near to 4 KB apart as rows of 500 values are,
     * takes some processors twice as long as one after the other.
     */
    static void scores(
            LinearRows data, int @Nullable [] list, int from, int to, double[] w, double[] scores, Scratch scratch) {
        double[] x = data.x;
        int d = data.d;
        int last = last(d);
        double bias = data.bias(w);
        double[] lanes = scratch.lanes;
        layOut(w, d, scratch.wide);
        DoubleVector end = load(scratch.wide, 0);
        int k = from;
        for (; d <= SHORT && k + 3 < to; k += 4) {
            int a = (list == null ? k : list[k]) * d;
            int b = (list == null ? k + 1 : list[k + 1]) * d;
            int c = (list == null ? k + 2 : list[k + 2]) * d;
            int e = (list == null ? k + 3 : list[k + 3]) * d;
            DoubleVector za = load(x, a + last).mul(end);
            DoubleVector zb = load(x, b + last).mul(end);
            DoubleVector zc = load(x, c + last).mul(end);
            DoubleVector ze = load(x, e + last).mul(end);
            for (int j = 0; j < last; j += LANES) {
                DoubleVector weights = load(w, j);
                za = load(x, a + j).fma(weights, za);
                zb = load(x, b + j).fma(weights, zb);
                zc = load(x, c + j).fma(weights, zc);
                ze = load(x, e + j).fma(weights, ze);
            }
            za.intoArray(lanes, 0);
            zb.intoArray(lanes, LANES);
            zc.intoArray(lanes, 2 * LANES);
            ze.intoArray(lanes, 3 * LANES);
            for (int q = 0; q < 4; q++) {
                scores[k - from + q] = VectorLanes.sum(lanes, q * LANES) + bias;
            }
        }
        for (; k < to; k++) {
            int a = (list == null ? k : list[k]) * d;
            scores[k - from] = dot(x, a, d, w, end, lanes) + bias;
        }
    }

    /**
     * Adds the rows of a tile times their slopes to the gradient, which is read and written once for all of them;
     * {@link #layOut} was called for it.
     */
    private static void accumulate(
            LinearRows data, int @Nullable [] list, int from, int to, double[] gradient, Scratch scratch) {
        int count = to - from;
        int[] starts = scratch.starts;
        double[] slopes = scratch.scores;
        double sum = 0;
        for (int q = 0; q < count; q++) {
            starts[q] = (list == null ? from + q : list[from + q]) * data.d;
            sum += slopes[q];
        }
        int last = last(data.d);
        int j = 0;
        for (; j + (EIGHT - 1) * LANES < last; j += EIGHT * LANES) {
            addEight(data.x, starts, slopes, count, j, gradient);
        }
        for (; j < last; j += LANES) {
            load(gradient, j).add(products(data.x, starts, slopes, count, j)).intoArray(gradient, j);
        }
        DoubleVector ones = load(scratch.wide, LANES);
        products(data.x, starts, slopes, count, last)
                .fma(ones, load(gradient, last))
                .intoArray(gradient, last);
        data.addToBias(sum, gradient);
    }

    /** A vector of columns: the rows times their slopes. */
    private static DoubleVector products(double[] x, int[] starts, double[] slopes, int count, int j) {
        DoubleVector sum = DoubleVector.zero(VectorLanes.SPECIES);
        for (int q = 0; q < count; q++) {
            sum = load(x, starts[q] + j).fma(all(slopes[q]), sum);
        }
        return sum;
    }

    /** Eight vectors of columns, whose sums stay in registers. */
    private static void addEight(double[] x, int[] starts, double[] slopes, int count, int j, double[] gradient) {
        DoubleVector a = load(gradient, j);
        DoubleVector b = load(gradient, j + LANES);
        DoubleVector c = load(gradient, j + 2 * LANES);
        DoubleVector e = load(gradient, j + 3 * LANES);
        DoubleVector f = load(gradient, j + 4 * LANES);
        DoubleVector g = load(gradient, j + 5 * LANES);
        DoubleVector h = load(gradient, j + 6 * LANES);
        DoubleVector i = load(gradient, j + 7 * LANES);
        for (int q = 0; q < count; q++) {
            int at = starts[q] + j;
            DoubleVector slope = all(slopes[q]);
            a = load(x, at).fma(slope, a);
            b = load(x, at + LANES).fma(slope, b);
            c = load(x, at + 2 * LANES).fma(slope, c);
            e = load(x, at + 3 * LANES).fma(slope, e);
            f = load(x, at + 4 * LANES).fma(slope, f);
            g = load(x, at + 5 * LANES).fma(slope, g);
            h = load(x, at + 6 * LANES).fma(slope, h);
            i = load(x, at + 7 * LANES).fma(slope, i);
        }
        a.intoArray(gradient, j);
        b.intoArray(gradient, j + LANES);
        c.intoArray(gradient, j + 2 * LANES);
        e.intoArray(gradient, j + 3 * LANES);
        f.intoArray(gradient, j + 4 * LANES);
        g.intoArray(gradient, j + 5 * LANES);
        h.intoArray(gradient, j + 6 * LANES);
        i.intoArray(gradient, j + 7 * LANES);
    }
}
