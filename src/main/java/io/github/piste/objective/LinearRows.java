package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import io.github.piste.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Rows {@code x_i} of a data set and their weights, as losses of a linear combination of the features see them: all rows,
 * or the part of them that {@link AllRows} has brought into memory last.
 *
 * <p>Shapes: rows {@code [n x d]}. The methods for single rows leave an intercept to the caller unless they say otherwise.
 *
 * <p>Thread-safety: all rows are immutable but for the panels, which are laid out by the thread of the loss before others
 * read them; a part belongs to one thread. A row costs O(d); nothing that is called per row allocates.
 */
final class LinearRows {
    final int d;
    /** Row-major, without padding. */
    double[] x;

    double[] y;

    private double @Nullable [] sampleWeights;
    /** By which weights have a mean of 1. */
    final double weightScale;

    private final boolean intercept;
    private double @Nullable [] panels;

    /** Of a part: its first row, or position in a list of rows; 0 of all rows. */
    private int first;
    /** Of a part of listed rows, which lie in their order: 0, 1, ... */
    private int @Nullable [] places;

    private int[] allPlaces = {};

    /** All rows of data in memory. */
    LinearRows(Dataset data, boolean intercept) {
        this(data, intercept, data.x(), data.y());
    }

    private LinearRows(Dataset data, boolean intercept, double[] x, double[] y) {
        this.x = x;
        this.y = y;
        this.d = data.features();
        this.intercept = intercept;
        this.sampleWeights = data.weights();
        this.weightScale = sampleWeights == null ? 1 : data.rows() / sum(sampleWeights);
        checkArgument(data.stride() == d, "a row takes %s values, expected %s", data.stride(), d);
    }

    /** Room for parts. */
    static LinearRows part(Dataset data, boolean intercept) {
        return new LinearRows(data, intercept, new double[0], new double[0]);
    }

    /** Fills a part with neighbouring rows. */
    void fill(Dataset data, int from, int to) {
        makeRoom(data, to - from);
        first = from;
        places = null;
        float[] singles = data.singles();
        if (singles == null) {
            data.copyRows(from, to, x);
        } else {
            Kernels.chosen().widen(singles, from * d, (to - from) * d, x, 0);
        }
        System.arraycopy(data.y(), from, y, 0, to - from);
        double[] weights = data.weights();
        if (weights != null && sampleWeights != null) {
            System.arraycopy(weights, from, sampleWeights, 0, to - from);
        }
    }

    /** Fills a part with rows {@code list[from] .. list[to - 1]}. */
    void fill(Dataset data, int[] list, int from, int to) {
        int[] inOrder = makeRoom(data, to - from);
        first = from;
        places = inOrder;
        float[] singles = data.singles();
        if (singles == null) {
            data.copyRows(list, from, to, x);
        } else {
            for (int k = from, end; k < to; k = end) {
                end = k + 1; // rows that follow each other at once
                while (end < to && list[end] == list[end - 1] + 1) {
                    end++;
                }
                Kernels.chosen().widen(singles, list[k] * d, (end - k) * d, x, (k - from) * d);
            }
        }
        double[] weights = data.weights();
        for (int k = from; k < to; k++) {
            y[k - from] = data.y()[list[k]];
            if (weights != null && sampleWeights != null) {
                sampleWeights[k - from] = weights[list[k]];
            }
        }
    }

    private int[] makeRoom(Dataset data, int rows) {
        if (y.length < rows) {
            x = new double[Math.multiplyExact(rows, d)];
            y = new double[rows];
            sampleWeights = data.weights() == null ? null : new double[rows];
            allPlaces = new int[rows];
            for (int k = 0; k < rows; k++) {
                allPlaces[k] = k;
            }
        }
        return allPlaces;
    }

    /** What a row, or a position in a list, is lessened by to be found here. */
    int first() {
        return first;
    }

    /** Where rows of a list lie here: the list itself, or 0, 1, ... in a part that holds them in their order. */
    int[] places(int[] list) {
        return places == null ? list : places;
    }

    /** {@code x_i w'} for the {@code d} weights from {@code at} on; four sums, so that additions do not wait for each other. */
    double dot(int i, double[] w, int at) {
        int row = i * d;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < d; j += 4) {
            s0 += x[row + j] * w[at + j];
            s1 += x[row + j + 1] * w[at + j + 1];
            s2 += x[row + j + 2] * w[at + j + 2];
            s3 += x[row + j + 3] * w[at + j + 3];
        }
        for (; j < d; j++) {
            s0 += x[row + j] * w[at + j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** {@code |x_i|^2}, the intercept's 1 included. */
    double squaredNorm(int i) {
        double squares = dot(i, x, i * d);
        return intercept ? squares + 1 : squares;
    }

    /** Adds {@code factor} times row {@code i} to the {@code d} sums from {@code at} on. */
    void add(int i, double factor, double[] sum, int at) {
        int row = i * d;
        for (int j = 0; j < d; j++) {
            sum[at + j] += factor * x[row + j];
        }
    }

    /** The weight of row {@code i}, scaled so that the mean of all rows of the data is 1. */
    double sampleWeight(int i) {
        return sampleWeights == null ? 1 : sampleWeights[i] * weightScale;
    }

    /** {@code x_i w}, the intercept included. */
    double score(int i, double[] w) {
        double sum = dot(i, w, 0);
        return intercept ? sum + w[d] : sum;
    }

    /** Adds {@code factor} times row {@code i}, the intercept's 1 included. */
    void addRow(int i, double factor, double[] sum) {
        add(i, factor, sum, 0);
        addToBias(factor, sum);
    }

    /** Writes {@code factor} times row {@code i}, the intercept's 1 included, from {@code at} on. */
    void writeRow(int i, double factor, double[] product, int at) {
        for (int j = 0; j < d; j++) {
            product[at + j] = factor * x[i * d + j];
        }
        if (intercept) {
            product[at + d] = factor;
        }
    }

    /** The intercept of weights, 0 without one. */
    double bias(double[] w) {
        return intercept ? w[d] : 0;
    }

    /** Adds to the intercept, if there is one. */
    void addToBias(double value, double[] sum) {
        if (intercept) {
            sum[d] += value;
        }
    }

    /** Copies targets, and weights where rows weigh differently, into a tile. */
    void tile(int @Nullable [] list, int from, int to, Scratch tile) {
        if (list == null) {
            System.arraycopy(y, from, tile.targets, 0, to - from);
        } else {
            for (int k = from; k < to; k++) {
                tile.targets[k - from] = y[list[k]];
            }
        }
        if (sampleWeights != null) {
            for (int k = from; k < to; k++) {
                tile.weights[k - from] = sampleWeight(list == null ? k : list[k]);
            }
        }
    }

    /** Whether rows weigh differently. */
    boolean isWeighted() {
        return sampleWeights != null;
    }

    /** The rows by panels, each column by column, if they were laid out; rows after the last panel are missing. */
    double @Nullable [] panels() {
        return panels;
    }

    /** Lays the first rows out by panels; a copy. */
    void layOutPanels(int rows, int panel) {
        int whole = rows / panel * panel;
        double[] copy = panels == null || panels.length < whole * d ? new double[whole * d] : panels;
        for (int start = 0; start < whole; start += panel) {
            for (int k = 0; k < panel; k++) {
                for (int j = 0; j < d; j++) {
                    copy[start * d + j * panel + k] = x[(start + k) * d + j];
                }
            }
        }
        panels = copy;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
