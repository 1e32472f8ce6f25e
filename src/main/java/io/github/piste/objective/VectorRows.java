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

    /** Adds {@code factor} times a row to sums; {@code ones} are the lanes of its last vector that count. */
    static void add(double[] x, int at, int d, double factor, DoubleVector ones, double[] sums) {
        int last = last(d);
        DoubleVector all = all(factor);
        for (int j = 0; j < last; j += LANES) {
            load(x, at + j).fma(all, load(sums, j)).intoArray(sums, j);
        }
        load(x, at + last).fma(all.mul(ones), load(sums, last)).intoArray(sums, last);
    }

    /** A row at a time: reading two at once, as near to 4 KB apart as 500 values are, costs twice as much. */
    static double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch) {
        double[] x = data.x;
        int d = data.d;
        double bias = data.bias(w);
        layOut(w, d, scratch.wide);
        DoubleVector end = load(scratch.wide, 0);
        DoubleVector ones = load(scratch.wide, LANES);
        double slopes = 0;
        double sum = 0;
        for (int group = from; group < to; group += RowsAhead.GROUP) {
            RowsAhead.read(data, list, group, to, scratch);
            for (int k = group; k < Math.min(to, group + RowsAhead.GROUP); k++) {
                int i = list == null ? k : list[k];
                double z = dot(x, i * d, d, w, end, scratch.lanes) + bias;
                double weight = data.sampleWeight(i);
                double slope = loss.slope(z, data.y[i]);
                sum += loss.term(z, data.y[i], slope) * weight;
                slope *= weight;
                slopes += slope;
                add(x, i * d, d, slope, ones, gradient);
            }
        }
        data.addToBias(slopes, gradient);
        return sum;
    }

    /** The same by tiles of rows, for a loss that is faster for many scores at once. */
    static double tiles(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch) {
        double sum = 0;
        int step = Math.max(4, Math.min(Scratch.TILE, 2048 / data.d / 4 * 4));
        for (int k = from; k < to; k += step) {
            int end = Math.min(to, k + step);
            RowsAhead.read(data, list, k, end, scratch);
            scores(data, list, k, end, w, scratch.scores, scratch);
            data.tile(list, k, end, scratch);
            sum += loss.slopes(scratch, end - k);
            accumulate(data, list, k, end, gradient, scratch);
        }
        return sum;
    }

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
        for (; k + 3 < to; k += 4) {
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
            DoubleVector z = load(x, a + last).mul(end);
            for (int j = 0; j < last; j += LANES) {
                z = load(x, a + j).fma(load(w, j), z);
            }
            z.intoArray(lanes, 0);
            scores[k - from] = VectorLanes.sum(lanes, 0) + bias;
        }
    }

    /** Adds the rows of a tile times their slopes to the gradient; {@link #layOut} was called for it. */
    private static void accumulate(
            LinearRows data, int @Nullable [] list, int from, int to, double[] gradient, Scratch scratch) {
        double[] x = data.x;
        int d = data.d;
        int last = last(d);
        DoubleVector ones = load(scratch.wide, LANES);
        double[] slopes = scratch.scores;
        double sum = 0;
        int k = from;
        for (; k + 3 < to; k += 4) {
            int a = (list == null ? k : list[k]) * d;
            int b = (list == null ? k + 1 : list[k + 1]) * d;
            int c = (list == null ? k + 2 : list[k + 2]) * d;
            int e = (list == null ? k + 3 : list[k + 3]) * d;
            int at = k - from;
            sum += (slopes[at] + slopes[at + 1]) + (slopes[at + 2] + slopes[at + 3]);
            DoubleVector sa = all(slopes[at]);
            DoubleVector sb = all(slopes[at + 1]);
            DoubleVector sc = all(slopes[at + 2]);
            DoubleVector se = all(slopes[at + 3]);
            for (int j = 0; j < last; j += LANES) {
                DoubleVector g = load(x, a + j).fma(sa, load(gradient, j));
                g = load(x, b + j).fma(sb, g);
                g = load(x, c + j).fma(sc, g);
                load(x, e + j).fma(se, g).intoArray(gradient, j);
            }
            DoubleVector g = load(x, a + last).mul(sa);
            g = load(x, b + last).fma(sb, g);
            g = load(x, c + last).fma(sc, g);
            g = load(x, e + last).fma(se, g);
            g.fma(ones, load(gradient, last)).intoArray(gradient, last);
        }
        for (; k < to; k++) {
            sum += slopes[k - from];
            add(x, (list == null ? k : list[k]) * d, d, slopes[k - from], ones, gradient);
        }
        data.addToBias(sum, gradient);
    }
}
