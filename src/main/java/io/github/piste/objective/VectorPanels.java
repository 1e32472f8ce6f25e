package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Panels of {@link #PANEL} rows, column by column. A vector holds one feature of several rows, so that no lanes
 * are added up until the very end, however few features there are.
 *
 * <p>Scores and slopes of a panel pass through memory, where every loss can turn one into the other. Those of least
 * squares stay in registers; the bits are the same.
 */
final class VectorPanels {
    /** Rows of a panel: as many as registers hold for the processor to be busy. */
    static final int PANEL = 4 * LANES;

    private VectorPanels() {}

    /** Both ends are multiples of a panel. */
    static double sum(
            LinearLoss loss, LinearRows data, int from, int to, double[] w, double[] gradient, Scratch scratch) {
        double[] panels = Preconditions.checkNotNull(data.panels());
        int d = data.d;
        Arrays.fill(scratch.sums, 0, (d + 1) * LANES, 0);
        double sum = 0;
        if (loss instanceof LeastSquares && !data.isWeighted()) {
            for (int k = from; k < to; k += PANEL) {
                sum += squares(panels, data, k, w, scratch);
            }
        } else {
            for (int k = from; k < to; k += PANEL) {
                sum += slopes(panels, loss, data, k, w, scratch);
            }
        }
        for (int j = 0; j < d; j++) {
            gradient[j] += VectorLanes.sum(scratch.sums, j * LANES);
        }
        data.addToBias(VectorLanes.sum(scratch.sums, d * LANES), gradient);
        return sum;
    }

    private static double slopes(
            double[] panels, LinearLoss loss, LinearRows data, int k, double[] w, Scratch scratch) {
        scores(panels, data, k, w, scratch.scores);
        data.tile(null, k, k + PANEL, scratch);
        double sum = loss.slopes(scratch, PANEL);
        accumulate(panels, k * data.d, data.d, scratch.scores, scratch.sums);
        return sum;
    }

    private static void scores(double[] panels, LinearRows data, int k, double[] w, double[] scores) {
        int d = data.d;
        DoubleVector a = all(data.bias(w));
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector e = a;
        int at = k * d;
        for (int j = 0; j < d; j++) {
            DoubleVector weight = all(w[j]);
            a = load(panels, at).fma(weight, a);
            b = load(panels, at + LANES).fma(weight, b);
            c = load(panels, at + 2 * LANES).fma(weight, c);
            e = load(panels, at + 3 * LANES).fma(weight, e);
            at += PANEL;
        }
        a.intoArray(scores, 0);
        b.intoArray(scores, LANES);
        c.intoArray(scores, 2 * LANES);
        e.intoArray(scores, 3 * LANES);
    }

    private static void accumulate(double[] panels, int start, int d, double[] slopes, double[] sums) {
        DoubleVector a = load(slopes, 0);
        DoubleVector b = load(slopes, LANES);
        DoubleVector c = load(slopes, 2 * LANES);
        DoubleVector e = load(slopes, 3 * LANES);
        a.add(b).add(c.add(e)).add(load(sums, d * LANES)).intoArray(sums, d * LANES);
        int at = start;
        for (int j = 0; j < d; j++) {
            DoubleVector first = load(panels, at).fma(a, load(sums, j * LANES));
            DoubleVector second = load(panels, at + LANES).mul(b);
            first = load(panels, at + 2 * LANES).fma(c, first);
            second = load(panels, at + 3 * LANES).fma(e, second);
            first.add(second).intoArray(sums, j * LANES);
            at += PANEL;
        }
    }

    /** {@link #scores}, residuals and {@link #accumulate} at once. */
    private static double squares(double[] panels, LinearRows data, int k, double[] w, Scratch scratch) {
        double[] y = data.y;
        double[] sums = scratch.sums;
        int d = data.d;
        DoubleVector a = all(data.bias(w));
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector e = a;
        int at = k * d;
        for (int j = 0; j < d; j++) {
            DoubleVector weight = all(w[j]);
            a = load(panels, at).fma(weight, a);
            b = load(panels, at + LANES).fma(weight, b);
            c = load(panels, at + 2 * LANES).fma(weight, c);
            e = load(panels, at + 3 * LANES).fma(weight, e);
            at += PANEL;
        }
        a = a.sub(load(y, k));
        b = b.sub(load(y, k + LANES));
        c = c.sub(load(y, k + 2 * LANES));
        e = e.sub(load(y, k + 3 * LANES));
        e.fma(e, c.fma(c, b.fma(b, a.mul(a)))).intoArray(scratch.lanes, 0);
        a.add(b).add(c.add(e)).add(load(sums, d * LANES)).intoArray(sums, d * LANES);
        at = k * d;
        for (int j = 0; j < d; j++) {
            DoubleVector first = load(panels, at).fma(a, load(sums, j * LANES));
            DoubleVector second = load(panels, at + LANES).mul(b);
            first = load(panels, at + 2 * LANES).fma(c, first);
            second = load(panels, at + 3 * LANES).fma(e, second);
            first.add(second).intoArray(sums, j * LANES);
            at += PANEL;
        }
        return VectorLanes.sum(scratch.lanes, 0);
    }
}
