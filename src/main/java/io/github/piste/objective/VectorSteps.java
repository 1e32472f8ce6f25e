package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import jdk.incubator.vector.DoubleVector;

/**
 * Steps of single rows, see {@link Kernel#steps}, by pairs: the score of the second row is that before the step of the first,
 * {@code z_2 = x_2 w}, and what this step changes in it, {@code -rate g_1 (x_1 x_2)} with its slope {@code g_1}, so that both
 * products with the weights are made at once and only the slopes wait for each other (as in communication-avoiding descent,
 * Devarakonda, Fountoulakis, Demmel, Mahoney 2019). Weights and mean are moved row by row.
 */
final class VectorSteps {
    private VectorSteps() {}

    /** Rows of any number of vectors. */
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
        double[] x = data.x;
        double[] y = data.y;
        double[] w = iterates.w();
        double[] wide = scratch.wide;
        double[] lanes = scratch.lanes;
        int d = data.d;
        int p = loss.dimension();
        boolean averaging = iterates.averaging();
        VectorRows.layOut(w, d, wide);
        int start = from / 2 * 2;
        if (start < from) {
            System.arraycopy(iterates.before(), 0, w, 0, p);
        }
        double total = sum;
        double slope = 0;
        int unread = start;
        for (int k = start; k < to; k += 2) {
            if (k == unread) {
                unread = RowsAhead.readSome(data, list, k, to, scratch);
            }
            int ia = list[k];
            int ib = list[Math.min(k + 1, to - 1)];
            VectorRows.pair(x, ia * d, ib * d, d, w, wide, lanes);
            double za = VectorLanes.sum(lanes, 0) + data.bias(w);
            double weightA = data.sampleWeight(ia);
            double slopeA = loss.slope(za, y[ia]);
            slope = slopeA * (weightA * loss.factor());
            double pushA = -rate * slope;
            total += k < from ? 0 : loss.term(za, y[ia], slopeA) * weightA;
            if (k + 1 == to) { // the first of a pair alone
                System.arraycopy(w, 0, iterates.before(), 0, p);
                addRow(data, ia, pushA, wide, w);
                if (averaging) {
                    move(iterates.mean(), w, iterates.shares()[k - from]);
                }
                break;
            }
            double product = VectorLanes.sum(lanes, 2 * LANES) + (p - d);
            double zb = Math.fma(pushA, product, VectorLanes.sum(lanes, LANES) + data.bias(w));
            double weightB = data.sampleWeight(ib);
            double slopeB = loss.slope(zb, y[ib]);
            slope = slopeB * (weightB * loss.factor());
            double pushB = -rate * slope;
            total += loss.term(zb, y[ib], slopeB) * weightB;
            if (averaging) {
                addRow(data, ia, pushA, wide, w);
                if (k >= from) {
                    move(iterates.mean(), w, iterates.shares()[k - from]);
                }
                addRow(data, ib, pushB, wide, w);
                move(iterates.mean(), w, iterates.shares()[k + 1 - from]);
            } else {
                VectorRows.addTwo(x, ia * d, pushA, ib * d, pushB, d, wide, w);
                data.addToBias(pushA, w);
                data.addToBias(pushB, w);
            }
        }
        data.writeRow(list[to - 1], slope, iterates.gradient(), 0);
        return total;
    }

    private static void addRow(LinearRows data, int i, double factor, double[] wide, double[] w) {
        VectorRows.add(data.x, i * data.d, data.d, factor, wide, w);
        data.addToBias(factor, w);
    }

    /** Moves a mean by a share of the way to the weights. */
    static void move(double[] mean, double[] w, double share) {
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
