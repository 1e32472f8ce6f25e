package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one to three vectors: weights and sums stay in registers, four rows at once so that nothing waits. These come from
 * the four quarters of a pass: memory is read ahead at four places, which is a tenth faster than at one.
 *
 * <p>The vectors of a row begin at 0, {@link #middle} and {@link #last}. Lanes that belong to the vector before have the
 * weight 0, and their sums are dropped.
 */
final class VectorRegisters {
    /** Most values of a row. */
    static final int WIDEST = 3 * LANES;

    /** Where the sum of slopes, and that of losses, is behind three vectors of sums of the gradient. */
    private static final int SLOPES = 3 * LANES;

    private static final int LOSS = SLOPES + 1;

    private VectorRegisters() {}

    static int middle(int d) {
        return Math.min(LANES, d - LANES);
    }

    static int last(int d) {
        return d - LANES;
    }

    /** Lays weights, or whatever there is per feature, out in three vectors. */
    static void spread(double[] values, int d, double[] wide) {
        for (int lane = 0; lane < LANES; lane++) {
            wide[lane] = values[lane];
            int second = middle(d) + lane;
            wide[LANES + lane] = second >= LANES ? values[second] : 0;
            int third = last(d) + lane;
            wide[2 * LANES + lane] = third >= 2 * LANES ? values[third] : 0;
        }
    }

    /** Adds what three vectors hold, without the lanes that were there before. */
    static void collect(double[] wide, int d, double[] sums) {
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] += wide[lane];
            int second = middle(d) + lane;
            if (second >= LANES) {
                sums[second] += wide[LANES + lane];
            }
            int third = last(d) + lane;
            if (third >= 2 * LANES) {
                sums[third] += wide[2 * LANES + lane];
            }
        }
    }

    static double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch) {
        double bias = data.bias(w);
        spread(w, data.d, scratch.wide);
        Arrays.fill(scratch.sums, 0, LOSS + 1, 0);
        int quarter = (to - from) / 4;
        int second = from + quarter;
        for (int k = from, read; k < second; k = read) {
            read = RowsAhead.readFour(data, list, k, second, quarter, scratch);
            addFour(loss, data, list, k, read, quarter, bias, scratch);
        }
        addRest(loss, data, list, from + 4 * quarter, to, bias, scratch);
        collect(scratch.sums, data.d, gradient);
        data.addToBias(scratch.sums[SLOPES], gradient);
        return scratch.sums[LOSS];
    }

    /**
     * Adds rows {@code from .. to - 1} of each quarter to the sums. By itself, with nothing but rows in its loop: with a call
     * there that reads ahead, even one that is never made, JDK 17 takes a fifth longer.
     */
    private static void addFour(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            int quarter,
            double bias,
            Scratch scratch) {
        final double[] x = data.x;
        final double[] y = data.y;
        final double[] lanes = scratch.lanes;
        final double[] sums = scratch.sums;
        final int d = data.d;
        final int middle = middle(d);
        final int last = last(d);
        final DoubleVector w0 = load(scratch.wide, 0);
        final DoubleVector w1 = load(scratch.wide, LANES);
        final DoubleVector w2 = load(scratch.wide, 2 * LANES);
        DoubleVector g0 = load(sums, 0);
        DoubleVector g1 = load(sums, LANES);
        DoubleVector g2 = load(sums, 2 * LANES);
        double slopes = sums[SLOPES];
        double sum = sums[LOSS];
        for (int k = from; k < to; k++) {
            int i = list == null ? k : list[k];
            int at = i * d;
            DoubleVector a0 = load(x, at);
            DoubleVector a1 = load(x, at + middle);
            DoubleVector a2 = load(x, at + last);
            a2.fma(w2, a1.fma(w1, a0.mul(w0))).intoArray(lanes, 0);
            int i1 = list == null ? k + quarter : list[k + quarter];
            at = i1 * d;
            DoubleVector b0 = load(x, at);
            DoubleVector b1 = load(x, at + middle);
            DoubleVector b2 = load(x, at + last);
            b2.fma(w2, b1.fma(w1, b0.mul(w0))).intoArray(lanes, LANES);
            int i2 = list == null ? k + 2 * quarter : list[k + 2 * quarter];
            at = i2 * d;
            DoubleVector c0 = load(x, at);
            DoubleVector c1 = load(x, at + middle);
            DoubleVector c2 = load(x, at + last);
            c2.fma(w2, c1.fma(w1, c0.mul(w0))).intoArray(lanes, 2 * LANES);
            int i3 = list == null ? k + 3 * quarter : list[k + 3 * quarter];
            at = i3 * d;
            DoubleVector d0 = load(x, at);
            DoubleVector d1 = load(x, at + middle);
            DoubleVector d2 = load(x, at + last);
            d2.fma(w2, d1.fma(w1, d0.mul(w0))).intoArray(lanes, 3 * LANES);

            double za = VectorLanes.sum(lanes, 0) + bias;
            double zb = VectorLanes.sum(lanes, LANES) + bias;
            double zc = VectorLanes.sum(lanes, 2 * LANES) + bias;
            double zd = VectorLanes.sum(lanes, 3 * LANES) + bias;
            double sa = loss.slope(za, y[i]);
            double sb = loss.slope(zb, y[i1]);
            double sc = loss.slope(zc, y[i2]);
            double sd = loss.slope(zd, y[i3]);
            double weightA = data.sampleWeight(i);
            double weightB = data.sampleWeight(i1);
            double weightC = data.sampleWeight(i2);
            double weightD = data.sampleWeight(i3);
            sum += (loss.term(za, y[i], sa) * weightA + loss.term(zb, y[i1], sb) * weightB)
                    + (loss.term(zc, y[i2], sc) * weightC + loss.term(zd, y[i3], sd) * weightD);
            sa *= weightA;
            sb *= weightB;
            sc *= weightC;
            sd *= weightD;
            slopes += (sa + sb) + (sc + sd);
            DoubleVector va = all(sa);
            DoubleVector vb = all(sb);
            DoubleVector vc = all(sc);
            DoubleVector vd = all(sd);
            g0 = d0.fma(vd, c0.fma(vc, b0.fma(vb, a0.fma(va, g0))));
            g1 = d1.fma(vd, c1.fma(vc, b1.fma(vb, a1.fma(va, g1))));
            g2 = d2.fma(vd, c2.fma(vc, b2.fma(vb, a2.fma(va, g2))));
        }
        g0.intoArray(sums, 0);
        g1.intoArray(sums, LANES);
        g2.intoArray(sums, 2 * LANES);
        sums[SLOPES] = slopes;
        sums[LOSS] = sum;
    }

    /** Adds the rows that are left, three at most: the sums stay where they are. */
    private static void addRest(
            LinearLoss loss, LinearRows data, int @Nullable [] list, int from, int to, double bias, Scratch scratch) {
        double[] x = data.x;
        double[] wide = scratch.wide;
        double[] sums = scratch.sums;
        int middle = middle(data.d);
        int last = last(data.d);
        for (int k = from; k < to; k++) {
            int i = list == null ? k : list[k];
            int at = i * data.d;
            DoubleVector a0 = load(x, at);
            DoubleVector a1 = load(x, at + middle);
            DoubleVector a2 = load(x, at + last);
            DoubleVector products = a1.fma(load(wide, LANES), a0.mul(load(wide, 0)));
            a2.fma(load(wide, 2 * LANES), products).intoArray(scratch.lanes, 0);
            double z = VectorLanes.sum(scratch.lanes, 0) + bias;
            double slope = loss.slope(z, data.y[i]);
            double weight = data.sampleWeight(i);
            sums[LOSS] += loss.term(z, data.y[i], slope) * weight;
            slope *= weight;
            sums[SLOPES] += slope;
            DoubleVector all = all(slope);
            a0.fma(all, load(sums, 0)).intoArray(sums, 0);
            a1.fma(all, load(sums, LANES)).intoArray(sums, LANES);
            a2.fma(all, load(sums, 2 * LANES)).intoArray(sums, 2 * LANES);
        }
    }
}
