package io.github.piste.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Rows of any number of values, one at a time: the second half of the work finds the row in the first cache.
 *
 * <p>By vectors of four lanes, wherever there are eight: rows begin anywhere, and of the wider ones nearly every vector
 * would lie in two cache lines, which costs more than they save.
 */
final class VectorRows {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;
    private static final int LANES = 4;

    private VectorRows() {}

    private static DoubleVector load(double[] values, int at) {
        return DoubleVector.fromArray(SPECIES, values, at);
    }

    /** {@code x w} of the row at {@code at}, without a bias. */
    static double dot(double[] x, int at, int d, double[] w, double[] lanes) {
        DoubleVector a = DoubleVector.zero(SPECIES);
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector e = a;
        int j = 0;
        for (; j <= d - 4 * LANES; j += 4 * LANES) {
            a = load(x, at + j).fma(load(w, j), a);
            b = load(x, at + j + LANES).fma(load(w, j + LANES), b);
            c = load(x, at + j + 2 * LANES).fma(load(w, j + 2 * LANES), c);
            e = load(x, at + j + 3 * LANES).fma(load(w, j + 3 * LANES), e);
        }
        for (; j <= d - LANES; j += LANES) {
            a = load(x, at + j).fma(load(w, j), a);
        }
        a.add(b).add(c.add(e)).intoArray(lanes, 0);
        double sum = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
        for (; j < d; j++) {
            sum = Math.fma(x[at + j], w[j], sum);
        }
        return sum;
    }

    /** Adds {@code factor} times the row at {@code at} to sums. */
    static void add(double[] x, int at, int d, double factor, double[] sums) {
        DoubleVector all = DoubleVector.broadcast(SPECIES, factor);
        int j = 0;
        for (; j <= d - LANES; j += LANES) {
            load(x, at + j).fma(all, load(sums, j)).intoArray(sums, j);
        }
        for (; j < d; j++) {
            sums[j] = Math.fma(x[at + j], factor, sums[j]);
        }
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
        double slopes = 0;
        double sum = 0;
        for (int k = from; k < to; k++) {
            int i = list == null ? k : list[k];
            double z = dot(x, i * d, d, w, scratch.lanes) + bias;
            double weight = data.sampleWeight(i);
            double slope = loss.slope(z, data.y[i]);
            sum += loss.term(z, data.y[i], slope) * weight;
            slope *= weight;
            slopes += slope;
            add(x, i * d, d, slope, gradient);
        }
        data.addToBias(slopes, gradient);
        return sum;
    }
}
