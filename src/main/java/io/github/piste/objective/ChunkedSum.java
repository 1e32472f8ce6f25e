package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * A pass over all rows, by chunks whose size depends on the shape of the data alone. What the chunks give is added up in
 * their order, so that nothing depends on who works on which.
 *
 * <p>Thread-safety: belongs to the thread of its loss.
 */
final class ChunkedSum implements RowWorkers.Task {
    /** A chunk is worth handing to another thread, and there are many of them where it matters. */
    private static final int VALUES = 1 << 19;

    private static final int MOST_ROWS = 1 << 13;

    private final LinearLoss loss;
    private final Kernel kernel;
    private final int rowsPerChunk;
    private final int chunks;
    private final double[][] gradients;
    private final double[] sums;
    private Scratch[] scratches;
    private @Nullable RowWorkers workers;
    private double[] weights = {};

    ChunkedSum(LinearLoss loss, Kernel kernel) {
        this.loss = loss;
        this.kernel = kernel;
        this.rowsPerChunk = rowsPerChunk(loss.rows.d);
        this.chunks = (loss.rows.n + rowsPerChunk - 1) / rowsPerChunk;
        this.gradients = new double[chunks][];
        this.sums = new double[chunks];
        this.scratches = new Scratch[] {new Scratch(loss.rows.d)};
    }

    /** Whole tiles. */
    static int rowsPerChunk(int features) {
        int tiles = Math.min(MOST_ROWS, VALUES / features) / Scratch.TILE;
        return Math.max(1, tiles) * Scratch.TILE;
    }

    void shareWith(RowWorkers newWorkers) {
        workers = newWorkers;
        scratches = new Scratch[newWorkers.threads()];
        for (int t = 0; t < scratches.length; t++) {
            scratches[t] = new Scratch(loss.rows.d);
        }
    }

    double sum(double[] w, double[] gradient) {
        prepare();
        weights = w;
        if (workers == null || chunks == 1) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                run(chunk, 0);
            }
        } else {
            workers.run(this, chunks);
        }
        double sum = 0;
        for (int j = 0; j < loss.dimension(); j++) {
            gradient[j] = gradients[0][j];
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            sum += sums[chunk];
            if (chunk > 0) {
                double[] part = gradients[chunk];
                for (int j = 0; j < part.length; j++) {
                    gradient[j] += part[j];
                }
            }
        }
        return sum;
    }

    private void prepare() {
        if (gradients[0] == null) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                gradients[chunk] = new double[loss.dimension()];
            }
            if (kernel.prefersPanels(loss.rows.n, loss.rows.d)) {
                loss.rows.layOutPanels();
            }
        }
    }

    @Override
    public void run(int chunk, int thread) {
        double[] gradient = gradients[chunk];
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 0;
        }
        int from = chunk * rowsPerChunk;
        int to = Math.min(loss.rows.n, from + rowsPerChunk);
        sums[chunk] = kernel.sum(loss, null, from, to, weights, gradient, scratches[thread]);
    }
}
