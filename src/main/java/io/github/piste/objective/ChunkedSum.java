package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * A pass over all rows, by chunks of parts of {@link AllRows}, whose sizes depend on the shape of the data alone. What the
 * chunks give is added up in their order, so that nothing depends on who works on which.
 *
 * <p>Thread-safety: belongs to the thread of its loss.
 */
final class ChunkedSum implements RowWorkers.Task {
    /** A chunk is worth handing to another thread, and there are many of them where it matters. */
    private static final int CHUNK_VALUES = 1 << 19;

    private static final int MOST_CHUNK_ROWS = 1 << 13;

    private final LinearLoss loss;
    private final Kernel kernel;
    private final int rowsPerPart;
    private final int rowsPerChunk;
    private final int chunks;
    private final double[][] gradients;
    private final double[] sums;
    /** Of each thread. */
    private AllRows[] rows;

    private Scratch[] scratches;
    private @Nullable RowWorkers workers;
    private double[] weights = {};

    ChunkedSum(LinearLoss loss, Kernel kernel) {
        this.loss = loss;
        this.kernel = kernel;
        this.rowsPerPart = AllRows.rowsPerPart(loss.rows.d);
        int most = Math.min(MOST_CHUNK_ROWS, CHUNK_VALUES / loss.rows.d);
        this.rowsPerChunk = Math.max(1, most / rowsPerPart) * rowsPerPart;
        this.chunks = (loss.rows.n + rowsPerChunk - 1) / rowsPerChunk;
        this.gradients = new double[chunks][];
        this.sums = new double[chunks];
        this.rows = new AllRows[] {loss.rows};
        this.scratches = new Scratch[] {new Scratch(loss.rows.d)};
    }

    void shareWith(RowWorkers newWorkers) {
        workers = newWorkers;
        rows = new AllRows[newWorkers.threads()];
        scratches = new Scratch[newWorkers.threads()];
        for (int t = 0; t < scratches.length; t++) {
            rows[t] = t == 0 ? loss.rows : loss.rows.another();
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
        }
        int panelRows = kernel.panelRows(loss.rows.n, loss.rows.d);
        if (panelRows > 0) {
            for (AllRows each : rows) {
                each.layOutPanels(panelRows);
            }
        }
    }

    @Override
    public void run(int chunk, int thread) {
        double[] gradient = gradients[chunk];
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 0;
        }
        double sum = 0;
        int last = Math.min(loss.rows.n, (chunk + 1) * rowsPerChunk);
        for (int from = chunk * rowsPerChunk, to; from < last; from = to) {
            to = Math.min(last, from + rowsPerPart);
            LinearRows part = rows[thread].part(from, to);
            sum += kernel.sum(
                    loss, part, null, from - part.first(), to - part.first(), weights, gradient, scratches[thread]);
        }
        sums[chunk] = sum;
    }
}
