package io.github.piste.objective;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a linear model, moved and stretched without any rounding: {@code c = x 2^-e - m}, a double-double, so
 * that a residual of these columns is a residual of the original ones. The intercept, where there is one, is a last
 * column of ones.
 *
 * <p>{@code e} is the exponent of the column's largest magnitude; {@code m} is near the weighted mean, or 0 through the
 * origin. A column that is constant becomes all zero.
 *
 * <p>Thread-safety: belongs to one thread, unless all rows are in memory: then it is immutable.
 */
final class ExactColumns {
    private static final int ROWS_AT_A_STRETCH = 4096;

    /** The rows at hand: from {@code first} to before {@code end}, or all. */
    private double[] x;

    private int first;
    private int end;
    /** Of rows that are in a file, or computed when they are read. */
    private final @Nullable Dataset source;

    private final double @Nullable [] xLow;
    private final double @Nullable [] sampleWeights;
    private final double weightScale;
    private final boolean intercept;
    private final int rows;
    private final int features;
    private final int[] exponents;
    private final double[] units;
    private final double[] centers;
    private final double[] norms;

    /** Columns {@code x + xLow}, both {@code [n x features]}, or those of data not in memory without x; rows weigh as those of the data set do. */
    private ExactColumns(Dataset data, double[] x, double @Nullable [] xLow, int features, boolean intercept) {
        this.x = x;
        this.source = x.length == 0 ? data : null;
        this.xLow = xLow;
        this.sampleWeights = data.weights();
        this.rows = data.rows();
        this.weightScale = sampleWeights == null ? 1 : weightScale(sampleWeights);
        this.intercept = intercept;
        this.features = features;
        this.exponents = new int[features];
        this.units = new double[features];
        this.centers = new double[features];
        this.norms = new double[columns()];
        measure();
        if (intercept) {
            norms[features] = 1;
        }
    }

    /** The features as they are. */
    static ExactColumns of(Dataset data, boolean intercept) {
        return new ExactColumns(data, data.isInMemory() ? data.x() : new double[0], null, data.features(), intercept);
    }

    /** The powers 1 to {@code degree} of the first feature, to 32 digits, and an intercept. */
    static ExactColumns powers(Dataset data, int degree) {
        double[] high = new double[Math.multiplyExact(data.rows(), degree)];
        double[] low = new double[high.length];
        DoubleDouble power = new DoubleDouble();
        for (int i = 0; i < data.rows(); i++) {
            double value = data.x()[i * data.stride()];
            double before = 1;
            double beforeLow = 0;
            for (int k = 0; k < degree; k++) {
                power.set(0, 0);
                power.addProduct(before, beforeLow, value, 0);
                before = power.hi();
                if (!Double.isFinite(before)) {
                    throw new DataException(
                            "row " + (i + 1) + ": " + data.featureNames().get(0) + " = " + value + " to the power of "
                                    + (k + 1) + " is out of range; use a lower degree or a larger unit");
                }
                beforeLow = power.lo();
                high[i * degree + k] = before;
                low[i * degree + k] = beforeLow;
            }
        }
        return new ExactColumns(data, high, low, degree, true);
    }

    private double weightScale(double[] weights) {
        double largest = 0;
        for (double weight : weights) {
            largest = Math.max(largest, weight);
        }
        double sum = 0;
        for (double weight : weights) {
            sum += weight / largest;
        }
        return rows / sum / largest;
    }

    /** Unit, mean and norm of every column, all columns of a row at a time: rows are read in sequence. */
    private void measure() {
        double[] least = new double[features];
        double[] most = new double[features];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < rows; i++) {
            unlessInterrupted(i);
            int at = at(i);
            for (int j = 0; j < features; j++) {
                double value = x[at + j];
                least[j] = Math.min(least[j], value);
                most[j] = Math.max(most[j], value);
            }
        }
        for (int j = 0; j < features; j++) {
            double largest = Math.max(Math.abs(least[j]), Math.abs(most[j]));
            exponents[j] = largest == 0 ? 0 : Math.max(Double.MIN_EXPONENT, Math.getExponent(largest));
            units[j] = Math.scalb(1.0, -exponents[j]);
        }
        if (intercept) {
            double[] first = meansFrom(new double[features]);
            double[] rest = meansFrom(first);
            for (int j = 0; j < features; j++) {
                centers[j] = Math.min(most[j] * units[j], Math.max(least[j] * units[j], first[j] + rest[j]));
            }
        }
        double[] squares = new double[features];
        for (int i = 0; i < rows; i++) {
            unlessInterrupted(i);
            double s = sampleWeight(i);
            for (int j = 0; j < features; j++) {
                double value = rounded(i, j);
                squares[j] += s * value * value;
            }
        }
        for (int j = 0; j < features; j++) {
            norms[j] = Math.sqrt(squares[j] / rows);
        }
    }

    private double[] meansFrom(double[] origins) {
        double[] means = new double[features];
        for (int i = 0; i < rows; i++) {
            unlessInterrupted(i);
            int at = at(i);
            double s = sampleWeight(i);
            for (int j = 0; j < features; j++) {
                means[j] += s * (x[at + j] * units[j] - origins[j]);
            }
        }
        for (int j = 0; j < features; j++) {
            means[j] /= rows;
        }
        return means;
    }

    /** Where row {@code i} begins; rows that are not in memory are read in parts, on and on. */
    private int at(int i) {
        Dataset data = source;
        if (data != null && (i < first || i >= end)) {
            int part = Math.min(AllRows.rowsPerPart(features), rows);
            x = x.length == 0 ? new double[part * features] : x;
            first = i;
            end = i + Math.min(part, rows - i);
            data.copyRows(first, end, x);
        }
        return (i - first) * features;
    }

    /** Whether a copy of all columns may be made. */
    boolean mayBeCopied() {
        return source == null || !source.isInFile();
    }

    int rows() {
        return rows;
    }

    /** All columns, the intercept included. */
    int columns() {
        return intercept ? features + 1 : features;
    }

    int features() {
        return features;
    }

    boolean intercept() {
        return intercept;
    }

    /** Ends a pass over the rows, at one of them now and then, if the thread was interrupted. */
    static void unlessInterrupted(int row) {
        if (row % ROWS_AT_A_STRETCH == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    /** Weight of row {@code i}; 1 on average. */
    double sampleWeight(int i) {
        return sampleWeights == null ? 1 : sampleWeights[i] * weightScale;
    }

    /** Rows that count at all. */
    int weighingRows() {
        int count = 0;
        for (int i = 0; i < rows; i++) {
            count += sampleWeight(i) > 0 ? 1 : 0;
        }
        return count;
    }

    /** Root mean square of column {@code j}; 0 for one that is all zero. */
    double norm(int j) {
        return norms[j];
    }

    /** The {@code e} of column {@code j}. */
    int exponent(int j) {
        return j < features ? exponents[j] : 0;
    }

    /** The {@code m} of column {@code j}. */
    double center(int j) {
        return centers[j];
    }

    /** Value of row {@code i} in column {@code j}, rounded to a double. */
    double rounded(int i, int j) {
        return j < features ? x[at(i) + j] * units[j] - centers[j] + low(i, j) : 1;
    }

    /** Writes row {@code i}, each value as high and low part. */
    void row(int i, double[] high, double[] low) {
        int at = at(i);
        for (int j = 0; j < features; j++) {
            double value = x[at + j] * units[j];
            double center = centers[j];
            double difference = value - center;
            double part = difference - value;
            double lost = (value - (difference - part)) - (center + part) + low(i, j);
            high[j] = difference + lost;
            low[j] = lost - (high[j] - difference);
        }
        if (intercept) {
            high[features] = 1;
            low[features] = 0;
        }
    }

    private double low(int i, int j) {
        return xLow == null ? 0 : xLow[i * features + j] * units[j];
    }
}
