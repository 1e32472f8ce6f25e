package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Panels: the rows of a tile, column by column. A vector holds one feature of several rows, so that no lanes are added up
 * until the very end, however few features there are.
 */
final class VectorPanels {
    private static final int TILE = Scratch.TILE;
    /** Rows that are held in registers at once. */
    private static final int HELD = 8 * LANES;

    private VectorPanels() {}

    /** Both ends are multiples of the tile. */
    static double sum(
            LinearLoss loss, LinearRows data, int from, int to, double[] w, double[] gradient, Scratch scratch) {
        double[] panels = Preconditions.checkNotNull(data.panels());
        int d = data.d;
        double bias = data.bias(w);
        Arrays.fill(scratch.sums, 0, (d + 1) * LANES, 0);
        double sum = 0;
        for (int k = from; k < to; k += TILE) {
            for (int q = 0; q < TILE; q += HELD) {
                scores(panels, k * d + q, d, w, bias, scratch.scores, q);
            }
            data.tile(null, k, k + TILE, scratch);
            sum += loss.slopes(scratch, TILE);
            for (int q = 0; q < TILE; q += HELD) {
                accumulate(panels, k * d + q, d, scratch.scores, q, scratch.sums);
            }
        }
        for (int j = 0; j < d; j++) {
            gradient[j] += VectorLanes.sum(scratch.sums, j * LANES);
        }
        data.addToBias(VectorLanes.sum(scratch.sums, d * LANES), gradient);
        return sum;
    }

    private static void scores(double[] panels, int start, int d, double[] w, double bias, double[] scores, int q) {
        DoubleVector a = all(bias);
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector e = a;
        DoubleVector f = a;
        DoubleVector g = a;
        DoubleVector h = a;
        DoubleVector i = a;
        int at = start;
        for (int j = 0; j < d; j++) {
            DoubleVector weight = all(w[j]);
            a = load(panels, at).fma(weight, a);
            b = load(panels, at + LANES).fma(weight, b);
            c = load(panels, at + 2 * LANES).fma(weight, c);
            e = load(panels, at + 3 * LANES).fma(weight, e);
            f = load(panels, at + 4 * LANES).fma(weight, f);
            g = load(panels, at + 5 * LANES).fma(weight, g);
            h = load(panels, at + 6 * LANES).fma(weight, h);
            i = load(panels, at + 7 * LANES).fma(weight, i);
            at += TILE;
        }
        a.intoArray(scores, q);
        b.intoArray(scores, q + LANES);
        c.intoArray(scores, q + 2 * LANES);
        e.intoArray(scores, q + 3 * LANES);
        f.intoArray(scores, q + 4 * LANES);
        g.intoArray(scores, q + 5 * LANES);
        h.intoArray(scores, q + 6 * LANES);
        i.intoArray(scores, q + 7 * LANES);
    }

    private static void accumulate(double[] panels, int start, int d, double[] slopes, int q, double[] sums) {
        DoubleVector a = load(slopes, q);
        DoubleVector b = load(slopes, q + LANES);
        DoubleVector c = load(slopes, q + 2 * LANES);
        DoubleVector e = load(slopes, q + 3 * LANES);
        DoubleVector f = load(slopes, q + 4 * LANES);
        DoubleVector g = load(slopes, q + 5 * LANES);
        DoubleVector h = load(slopes, q + 6 * LANES);
        DoubleVector i = load(slopes, q + 7 * LANES);
        int at = start;
        for (int j = 0; j < d; j++) {
            DoubleVector first = load(panels, at).fma(a, load(sums, j * LANES));
            DoubleVector second = load(panels, at + LANES).mul(b);
            first = load(panels, at + 2 * LANES).fma(c, first);
            second = load(panels, at + 3 * LANES).fma(e, second);
            first = load(panels, at + 4 * LANES).fma(f, first);
            second = load(panels, at + 5 * LANES).fma(g, second);
            first = load(panels, at + 6 * LANES).fma(h, first);
            second = load(panels, at + 7 * LANES).fma(i, second);
            first.add(second).intoArray(sums, j * LANES);
            at += TILE;
        }
        a.add(b)
                .add(c.add(e))
                .add(f.add(g).add(h.add(i)))
                .add(load(sums, d * LANES))
                .intoArray(sums, d * LANES);
    }
}
