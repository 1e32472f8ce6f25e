package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;

import org.jspecify.annotations.Nullable;

/**
 * The Vector API. How rows are read depends on how many values they have: too few for a vector, plain Java; what fits
 * the registers with weights and gradient, four rows at once; more, tiles of rows, whose second half of the work finds
 * them in the first cache. Rows lie as they are, without padding: the last vector of a row ends where the row ends, and
 * what it shares with the vector before counts once.
 */
final class VectorKernel implements Kernel {
    /** Values of a data set that fit the last cache with room to spare. */
    private static final int CACHED_VALUES = 1 << 20;

    private static final int WIDEST_PANEL = 32;

    private final Kernel scalar = new ScalarKernel();

    @Override
    public String name() {
        return "vector-" + LANES;
    }

    @Override
    public int panelRows(int rows, int features) {
        boolean worthIt = rows >= Scratch.TILE && features <= WIDEST_PANEL && (long) rows * features <= CACHED_VALUES;
        return worthIt ? VectorPanels.PANEL : 0;
    }

    @Override
    public double sum(
            LinearLoss loss,
            LinearRows data,
            int @Nullable [] list,
            int from,
            int to,
            double[] w,
            double[] gradient,
            Scratch scratch) {
        double sum = 0;
        int next = from;
        if (list == null && data.panels() != null && from % VectorPanels.PANEL == 0) {
            next = from + (to - from) / VectorPanels.PANEL * VectorPanels.PANEL;
            sum = VectorPanels.sum(loss, data, from, next, w, gradient, scratch);
        }
        if (next == to) {
            return sum;
        }
        if (data.d < LANES) {
            return sum + scalar.sum(loss, data, list, next, to, w, gradient, scratch);
        }
        if (data.d <= VectorRegisters.WIDEST && !loss.inTiles()) {
            return sum + VectorRegisters.sum(loss, data, list, next, to, w, gradient, scratch);
        }
        return sum + VectorRows.sum(loss, data, list, next, to, w, gradient, scratch);
    }

    @Override
    public void scores(
            LinearRows data, int @Nullable [] list, int from, int to, double[] w, double[] scores, Scratch scratch) {
        if (data.d < LANES) {
            scalar.scores(data, list, from, to, w, scores, scratch);
        } else {
            VectorRows.scores(data, list, from, to, w, scores, scratch);
        }
    }

    @Override
    public double squares(Scratch tile, int count, double threshold) {
        return VectorSquares.slopes(tile, count, threshold);
    }

    @Override
    public double logistic(Scratch tile, int count) {
        return VectorLogistic.slopes(tile, count);
    }

    @Override
    public GramSum gram(int d, int p) {
        return new VectorGram(d, p);
    }

    @Override
    public void widen(float[] values, int at, int count, double[] into, int to) {
        int whole = count - count % LANES;
        for (int k = 0; k < whole; k += LANES) {
            VectorLanes.widened(values, at + k).intoArray(into, to + k);
        }
        scalar.widen(values, at + whole, count - whole, into, to + whole);
    }

    @Override
    public double productsASecond() {
        return 6e10;
    }

    @Override
    public double steps(
            LinearLoss loss,
            LinearRows data,
            int[] list,
            int from,
            int to,
            double rate,
            Iterates iterates,
            double sum,
            Scratch scratch) {
        if (data.d < LANES) {
            return scalar.steps(loss, data, list, from, to, rate, iterates, sum, scratch);
        }
        return data.d <= VectorRegisters.WIDEST
                ? VectorRegisterSteps.steps(loss, data, list, from, to, rate, iterates, sum, scratch)
                : VectorSteps.steps(loss, data, list, from, to, rate, iterates, sum, scratch);
    }
}
