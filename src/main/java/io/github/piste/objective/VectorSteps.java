package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import jdk.incubator.vector.DoubleVector;

/** Steps of single rows, see {@link Kernel#steps}. */
final class VectorSteps {
    private VectorSteps() {}

    /** Rows of at most three vectors, as {@link VectorRegisters} lays them out; weights and mean stay in registers. */
    static double inRegisters(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            double rate,
            double[] w,
            double[] gradient,
            double[] mean,
            double[] shares,
            double sum,
            Scratch scratch) {
        final double[] x = data.x;
        final double[] wide = scratch.wide;
        final double[] lanes = scratch.lanes;
        final int d = data.d;
        final int middle = VectorRegisters.middle(d);
        final int last = VectorRegisters.last(d);
        final boolean averaging = mean.length > 0;
        final double scale = loss.factor();
        double[] ones = scratch.sums;
        java.util.Arrays.fill(ones, 0, d, 1);
        VectorRegisters.spread(ones, d, wide);
        final DoubleVector ones1 = load(wide, LANES);
        final DoubleVector ones2 = load(wide, 2 * LANES);
        VectorRegisters.spread(w, d, wide);
        DoubleVector w0 = load(wide, 0);
        DoubleVector w1 = load(wide, LANES);
        DoubleVector w2 = load(wide, 2 * LANES);
        DoubleVector m0 = w0;
        DoubleVector m1 = w1;
        DoubleVector m2 = w2;
        if (averaging) {
            VectorRegisters.spread(mean, d, wide);
            m0 = load(wide, 0);
            m1 = load(wide, LANES);
            m2 = load(wide, 2 * LANES);
        }
        final boolean biased = loss.dimension() > d;
        // every lane begins with its part of the bias, which so costs no sum of its own; by a power of two no bit is
        // lost
        final double part = biased ? 1.0 / LANES : 0;
        double bias = data.bias(w) * part;
        double meanBias = averaging ? data.bias(mean) * part : 0;
        double total = sum;
        double slope = 0;
        double read = 0;
        for (int k = from; k < to; k++) {
            int i = list[k];
            int at = i * d;
            read += RowsAhead.readOne(data, list, k, to);
            DoubleVector a0 = load(x, at);
            DoubleVector a1 = load(x, at + middle).mul(ones1);
            DoubleVector a2 = load(x, at + last).mul(ones2);
            a2.fma(w2, a1.fma(w1, a0.fma(w0, all(bias)))).intoArray(lanes, 0);
            double weight = data.sampleWeight(i);
            double push = -rate * (weight * scale);
            DoubleVector pushes = all(push);
            double z = VectorLanes.sum(lanes, 0);
            slope = loss.slope(z, data.y[i]);
            DoubleVector step = all(slope);
            w0 = a0.mul(pushes).fma(step, w0); // the product is known before the slope is, on which the next row waits
            w1 = a1.mul(pushes).fma(step, w1);
            w2 = a2.mul(pushes).fma(step, w2);
            bias = Math.fma(slope, push * part, bias);
            total += loss.term(z, data.y[i], slope) * weight;
            slope *= weight * scale;
            if (averaging) {
                double share = shares[k - from];
                DoubleVector way = all(share);
                m0 = w0.sub(m0).fma(way, m0);
                m1 = w1.sub(m1).fma(way, m1);
                m2 = w2.sub(m2).fma(way, m2);
                meanBias += share * (bias - meanBias);
            }
        }
        scratch.read = read;
        store(w0, w1, w2, bias * LANES, data, w, wide);
        if (averaging) {
            store(m0, m1, m2, meanBias * LANES, data, mean, wide);
        }
        data.writeRow(list[to - 1], slope, gradient, 0);
        return total;
    }

    private static void store(
            DoubleVector v0,
            DoubleVector v1,
            DoubleVector v2,
            double bias,
            LinearRows data,
            double[] values,
            double[] wide) {
        v0.intoArray(wide, 0);
        v1.intoArray(wide, LANES);
        v2.intoArray(wide, 2 * LANES);
        java.util.Arrays.fill(values, 0);
        VectorRegisters.collect(wide, data.d, values);
        data.addToBias(bias, values);
    }

    /** Rows of any number of vectors. */
    static double wide(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            double rate,
            double[] w,
            double[] gradient,
            double[] mean,
            double[] shares,
            double sum,
            Scratch scratch) {
        int d = data.d;
        int last = VectorRows.last(d);
        VectorRows.layOut(w, d, scratch.wide);
        DoubleVector ones = load(scratch.wide, LANES);
        double total = sum;
        double slope = 0;
        for (int next = from, end; next < to; next = end) {
            end = Math.min(to, next + RowsAhead.TOGETHER);
            RowsAhead.read(data, list, next, end, scratch);
            for (int k = next; k < end; k++) {
                int i = list[k];
                DoubleVector back = load(w, last).mul(ones);
                double z = VectorRows.dot(data.x, i * d, d, w, back, scratch.lanes) + data.bias(w);
                double weight = data.sampleWeight(i);
                slope = loss.slope(z, data.y[i]);
                total += loss.term(z, data.y[i], slope) * weight;
                slope *= weight * loss.factor();
                VectorRows.add(data.x, i * d, d, -rate * slope, ones, w);
                data.addToBias(-rate * slope, w);
                if (mean.length > 0) {
                    move(mean, w, shares[k - from]);
                }
            }
        }
        data.writeRow(list[to - 1], slope, gradient, 0);
        return total;
    }

    /** Moves a mean by a share of the way to the weights. */
    private static void move(double[] mean, double[] w, double share) {
        DoubleVector way = all(share);
        int j = 0;
        for (; j <= mean.length - LANES; j += LANES) {
            DoubleVector m = load(mean, j);
            load(w, j).sub(m).fma(way, m).intoArray(mean, j);
        }
        for (; j < mean.length; j++) {
            mean[j] = Math.fma(w[j] - mean[j], share, mean[j]);
        }
    }
}
