package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * A pass over all rows, by chunks, the parts of {@link AllRows}, whose size depends on the shape of the data alone. What the chunks give is added up in
 * their order, so that nothing depends on who works on which.
 *
 * <p>Thread-safety: belongs to the thread of its loss.
 */
final class ChunkedSum implements RowWorkers.Task {
    private final LinearLoss loss;
    private final Kernel kernel;
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
        this.rowsPerChunk = AllRows.rowsPerPart(loss.rows.d);
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
        int from = chunk * rowsPerChunk;
        int to = Math.min(loss.rows.n, from + rowsPerChunk);
        LinearRows part = rows[thread].part(from, to);
        sums[chunk] = kernel.sum(
                loss, part, null, from - part.first(), to - part.first(), weights, gradient, scratches[thread]);
    }
}
