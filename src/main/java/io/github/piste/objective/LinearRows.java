package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows {@code x_i} of a data set and their weights, as losses of a linear combination of the features see them.
 *
 * <p>Shapes: rows {@code [n x d]}. The methods for single rows leave an intercept to the caller; those about all rows
 * count it as a last column of ones where there is one.
 *
 * <p>Thread-safety: immutable but for the panels, which are laid out by the thread of the loss before others read them. A
 * row costs O(d); nothing that is called per row allocates.
 */
final class LinearRows {
    final double[] y;
    final int n;
    final int d;
    final ImmutableList<String> featureNames;
    /** Row-major, without padding. */
    final double[] x;

    private final double @Nullable [] sampleWeights;
    private final double weightScale;
    private final int stride;
    private final boolean intercept;
    private double @Nullable [] panels;
    private double @Nullable [] gram;

    LinearRows(Dataset data, boolean intercept) {
        this.x = data.x();
        this.y = data.y();
        this.n = data.rows();
        this.d = data.features();
        this.stride = data.stride();
        this.featureNames = data.featureNames();
        this.intercept = intercept;
        this.sampleWeights = data.weights();
        this.weightScale = sampleWeights == null ? 1 : n / sum(sampleWeights);
        checkArgument(stride == d, "a row takes %s values, expected %s", stride, d);
    }

    /** How many weights a linear combination of the columns has. */
    int dimension() {
        return intercept ? d + 1 : d;
    }

    /** {@code x_i w'} for the {@code d} weights from {@code at} on; four sums, so that additions do not wait for each other. */
    double dot(int i, double[] w, int at) {
        int row = i * stride;
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

    /** Adds {@code factor} times row {@code i} to the {@code d} sums from {@code at} on. */
    void add(int i, double factor, double[] sum, int at) {
        int row = i * stride;
        for (int j = 0; j < d; j++) {
            sum[at + j] += factor * x[row + j];
        }
    }

    /** The weight of row {@code i}, scaled so that the mean of all is 1. */
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
            product[at + j] = factor * x[i * stride + j];
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

    /** The rows by tiles, each column by column, as long as they were laid out; rows after the last tile are missing. */
    double @Nullable [] panels() {
        return panels;
    }

    /** Lays the rows out by tiles; a copy. */
    void layOutPanels() {
        int rows = Scratch.TILE;
        double[] copy = new double[n / rows * rows * d];
        for (int start = 0; start + rows <= n; start += rows) {
            for (int k = 0; k < rows; k++) {
                for (int j = 0; j < d; j++) {
                    copy[start * d + j * rows + k] = x[(start + k) * d + j];
                }
            }
        }
        panels = copy;
    }

    /** {@code max_i s_i |x_i|^2}; O(n d). */
    double largestSquaredNorm() {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double squares = intercept ? 1 : 0;
            for (int j = 0; j < d; j++) {
                squares += x[i * stride + j] * x[i * stride + j];
            }
            largest = Math.max(largest, squares * sampleWeight(i));
        }
        return largest;
    }

    /** The weighted mean square of every feature: {@code [d]}; O(n d). */
    double[] meanSquares() {
        double[] squares = new double[d];
        for (int i = 0; i < n; i++) {
            double share = sampleWeight(i) / n;
            for (int j = 0; j < d; j++) {
                squares[j] += x[i * stride + j] * x[i * stride + j] * share;
            }
        }
        return squares;
    }

    /** {@code (1/n) sum s_i x_i' x_i}: {@code [p x p]} row-major, {@code p} the dimension; O(n p^2). */
    double[] gram() {
        if (gram == null) {
            gram = gram(this::sampleWeight);
        }
        return gram;
    }

    /** {@code (1/n) sum weight(i) x_i' x_i}: {@code [p x p]} row-major. */
    double[] gram(IntToDoubleFunction weight) {
        int p = dimension();
        double[] gram = Kernels.chosen().gram(n, p, (i, row, at) -> writeRow(i, 1, row, at), weight);
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= j; k++) {
                gram[j * p + k] /= n;
                gram[k * p + j] = gram[j * p + k];
            }
        }
        return gram;
    }

    /** Writes the product of {@link #gram} with a vector: one pass over the rows. */
    void gramTimes(double[] v, double[] product) {
        int p = dimension();
        Arrays.fill(product, 0);
        for (int i = 0; i < n; i++) {
            double weighted = (intercept ? dot(i, v, 0) + v[d] : dot(i, v, 0)) * sampleWeight(i);
            add(i, weighted, product, 0);
            if (intercept) {
                product[d] += weighted;
            }
        }
        for (int j = 0; j < p; j++) {
            product[j] *= 1.0 / n;
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
