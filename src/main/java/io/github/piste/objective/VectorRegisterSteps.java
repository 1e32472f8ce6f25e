package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.SPECIES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Steps of single rows of at most three vectors, as {@link VectorRegisters} lays them out: what {@link VectorSteps} does,
 * with weights and mean in registers.
 */
final class VectorRegisterSteps {
    private VectorRegisterSteps() {}

    /** Whole pairs, and the half of one that may be left. */
    static double steps(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            double rate,
            Iterates iterates,
            double sum,
            Scratch scratch) {
        int even = to / 2 * 2;
        double total = sum;
        for (int k = from, end; k < even; k = end) {
            end = RowsAhead.readSome(data, list, k / 2 * 2, even, scratch);
            total = pairs(loss, data, list, k, end, from, rate, iterates, total, scratch);
        }
        return even == to ? total : halfOfPair(loss, data, list, to - 1, rate, iterates, to - 1 - from, total, scratch);
    }

    /**
     * Pairs up to an even position; {@code firstShare} is that of the first share. What is in the loop calls {@link
     * DoubleVector} itself: once a compiler has inlined enough, it inlines no more methods of ours, and makes objects of
     * vectors that they take or return.
     */
    private static double pairs(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            int firstShare,
            double rate,
            Iterates iterates,
            double sum,
            Scratch scratch) {
        final double[] x = data.x;
        final double[] y = data.y;
        final double[] wide = scratch.wide;
        final double[] lanes = scratch.lanes;
        final double[] shares = iterates.shares();
        final int d = data.d;
        final int middle = VectorRegisters.middle(d);
        final int last = VectorRegisters.last(d);
        final boolean averaging = iterates.averaging();
        final double scale = loss.factor();
        spreadOnes(d, scratch);
        final DoubleVector ones1 = load(wide, LANES);
        final DoubleVector ones2 = load(wide, 2 * LANES);
        final int start = from / 2 * 2;
        final double[] w = start < from ? iterates.before() : iterates.w();
        VectorRegisters.spread(w, d, wide);
        DoubleVector w0 = load(wide, 0);
        DoubleVector w1 = load(wide, LANES);
        DoubleVector w2 = load(wide, 2 * LANES);
        DoubleVector m0 = w0;
        DoubleVector m1 = w1;
        DoubleVector m2 = w2;
        if (averaging) {
            VectorRegisters.spread(iterates.mean(), d, wide);
            m0 = load(wide, 0);
            m1 = load(wide, LANES);
            m2 = load(wide, 2 * LANES);
        }
        final double part = partOfBias(loss, d);
        double bias = data.bias(w) * part;
        double meanBias = averaging ? data.bias(iterates.mean()) * part : 0;
        double total = sum;
        double slope = 0;
        double read = 0;
        final int window = RowsAhead.window(list, start);
        for (int k = start; k < to; k += 2) {
            int ia = list[k];
            int at = ia * d;
            read += RowsAhead.readTwo(data, list, k, window);
            DoubleVector a0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector a1 = DoubleVector.fromArray(SPECIES, x, at + middle).mul(ones1);
            DoubleVector a2 = DoubleVector.fromArray(SPECIES, x, at + last).mul(ones2);
            DoubleVector start0 = DoubleVector.broadcast(SPECIES, bias);
            a2.fma(w2, a1.fma(w1, a0.fma(w0, start0))).intoArray(lanes, 0);
            int ib = list[k + 1];
            at = ib * d;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, at);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, x, at + middle).mul(ones1);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, x, at + last).mul(ones2);
            b2.fma(w2, b1.fma(w1, b0.fma(w0, start0))).intoArray(lanes, LANES);
            a2.fma(b2, a1.fma(b1, a0.fma(b0, DoubleVector.broadcast(SPECIES, part))))
                    .intoArray(lanes, 2 * LANES);

            double weightA = data.sampleWeight(ia);
            double pushA = -rate * (weightA * scale);
            double change = pushA * VectorLanes.sum(lanes, 2 * LANES);
            double za = VectorLanes.sum(lanes, 0);
            double slopeA = loss.slope(za, y[ia]);
            DoubleVector pushes = DoubleVector.broadcast(SPECIES, pushA);
            DoubleVector step = DoubleVector.broadcast(SPECIES, slopeA);
            DoubleVector v0 = a0.mul(pushes).fma(step, w0); // the product is known before the slope is
            DoubleVector v1 = a1.mul(pushes).fma(step, w1);
            DoubleVector v2 = a2.mul(pushes).fma(step, w2);
            double biasBetween = Math.fma(slopeA, pushA * part, bias);

            double weightB = data.sampleWeight(ib);
            double pushB = -rate * (weightB * scale);
            double zb = Math.fma(slopeA, change, VectorLanes.sum(lanes, LANES));
            double slopeB = loss.slope(zb, y[ib]);
            pushes = DoubleVector.broadcast(SPECIES, pushB);
            step = DoubleVector.broadcast(SPECIES, slopeB);
            w0 = b0.mul(pushes).fma(step, v0);
            w1 = b1.mul(pushes).fma(step, v1);
            w2 = b2.mul(pushes).fma(step, v2);
            bias = Math.fma(slopeB, pushB * part, biasBetween);

            total += k < from ? 0 : loss.term(za, y[ia], slopeA) * weightA;
            total += loss.term(zb, y[ib], slopeB) * weightB;
            slope = slopeB * (weightB * scale);
            if (averaging) {
                double shareA = k < from ? 0 : shares[k - firstShare];
                DoubleVector way = DoubleVector.broadcast(SPECIES, shareA);
                m0 = v0.sub(m0).fma(way, m0);
                m1 = v1.sub(m1).fma(way, m1);
                m2 = v2.sub(m2).fma(way, m2);
                meanBias = Math.fma(biasBetween - meanBias, shareA, meanBias);
                double shareB = shares[k + 1 - firstShare];
                way = DoubleVector.broadcast(SPECIES, shareB);
                m0 = w0.sub(m0).fma(way, m0);
                m1 = w1.sub(m1).fma(way, m1);
                m2 = w2.sub(m2).fma(way, m2);
                meanBias = Math.fma(bias - meanBias, shareB, meanBias);
            }
        }
        scratch.read = read;
        w0.intoArray(wide, 0);
        w1.intoArray(wide, LANES);
        w2.intoArray(wide, 2 * LANES);
        store(wide, bias * LANES, data, iterates.w());
        if (averaging) {
            m0.intoArray(wide, 0);
            m1.intoArray(wide, LANES);
            m2.intoArray(wide, 2 * LANES);
            store(wide, meanBias * LANES, data, iterates.mean());
        }
        data.writeRow(list[to - 1], slope, iterates.gradient(), 0);
        return total;
    }

    /** The first step of a pair, to the bit as the loop over pairs makes it. */
    private static double halfOfPair(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int k,
            double rate,
            Iterates iterates,
            int share,
            double sum,
            Scratch scratch) {
        double[] w = iterates.w();
        System.arraycopy(w, 0, iterates.before(), 0, w.length);
        double[] wide = scratch.wide;
        int d = data.d;
        int i = list[k];
        spreadOnes(d, scratch);
        DoubleVector a0 = load(data.x, i * d);
        DoubleVector a1 = load(data.x, i * d + VectorRegisters.middle(d)).mul(load(wide, LANES));
        DoubleVector a2 = load(data.x, i * d + VectorRegisters.last(d)).mul(load(wide, 2 * LANES));
        VectorRegisters.spread(w, d, wide);
        DoubleVector w0 = load(wide, 0);
        DoubleVector w1 = load(wide, LANES);
        DoubleVector w2 = load(wide, 2 * LANES);
        double part = partOfBias(loss, d);
        double bias = data.bias(w) * part;
        a2.fma(w2, a1.fma(w1, a0.fma(w0, all(bias)))).intoArray(scratch.lanes, 0);
        double z = VectorLanes.sum(scratch.lanes, 0);
        double weight = data.sampleWeight(i);
        double push = -rate * (weight * loss.factor());
        double slope = loss.slope(z, data.y[i]);
        a0.mul(all(push)).fma(all(slope), w0).intoArray(wide, 0);
        a1.mul(all(push)).fma(all(slope), w1).intoArray(wide, LANES);
        a2.mul(all(push)).fma(all(slope), w2).intoArray(wide, 2 * LANES);
        store(wide, Math.fma(slope, push * part, bias) * LANES, data, w);
        if (iterates.averaging()) {
            VectorSteps.move(iterates.mean(), w, iterates.shares()[share]);
        }
        data.writeRow(i, slope * (weight * loss.factor()), iterates.gradient(), 0);
        return sum + loss.term(z, data.y[i], slope) * weight;
    }

    /** Every lane begins with its part of the bias, which so costs no sum of its own; by a power of two no bit is lost. */
    private static double partOfBias(LinearLoss loss, int d) {
        return loss.dimension() > d ? 1.0 / LANES : 0;
    }

    private static void spreadOnes(int d, Scratch scratch) {
        Arrays.fill(scratch.sums, 0, d, 1);
        VectorRegisters.spread(scratch.sums, d, scratch.wide);
    }

    private static void store(double[] wide, double bias, LinearRows data, double[] values) {
        Arrays.fill(values, 0);
        VectorRegisters.collect(wide, data.d, values);
        data.addToBias(bias, values);
    }
}
