package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * An affine map per column, {@code x' = (x - shift) / scale}, and the way back from coefficients of x' to those of x.
 *
 * <p>With an intercept columns are shifted and scaled: {@link Scaling#STANDARD} by mean and population standard deviation,
 * {@link Scaling#MIN_MAX} by minimum and range. Without an intercept a shift would change the model, so the shift is 0
 * and the scale is the same measure about 0: root mean square, and largest magnitude. A column that such a scale cannot
 * change (constant with a shift, all zero without) has scale 1. Weights of rows play no part. Thread-safety: immutable.
 *
 * @param shifts {@code [d]}, finite
 * @param scales {@code [d]}, positive and finite
 */
public record Standardizer(ImmutableDoubleArray shifts, ImmutableDoubleArray scales) {
    /** Values that are scaled at once. */
    private static final int LONG_ROW = 512;
    /** A magnitude that is far from what a double cannot hold. */
    private static final double LARGEST = 1e300;

    /**
     * Checks the numbers.
     *
     * @param shifts {@code [d]}, finite
     * @param scales {@code [d]}, positive and finite
     * @throws IllegalArgumentException for different lengths, a shift that is not finite or a scale that is not positive
     */
    public Standardizer {
        Preconditions.checkArgument(
                shifts.length() == scales.length(), "%s shifts, but %s scales", shifts.length(), scales.length());
        for (int j = 0; j < scales.length(); j++) {
            Preconditions.checkArgument(Double.isFinite(shifts.get(j)), "shift %s is not finite", shifts.get(j));
            Preconditions.checkArgument(
                    scales.get(j) > 0 && Double.isFinite(scales.get(j)),
                    "scale %s is not positive and finite",
                    scales.get(j));
        }
    }

    /**
     * Measures columns for a model with an intercept.
     *
     * @param data the training rows; O(n d)
     * @param scaling what to measure
     * @return shifts and scales
     */
    public static Standardizer fit(Dataset data, Scaling scaling) {
        double[] shifts = new double[data.features()];
        double[] scales = ones(data.features());
        if (scaling == Scaling.STANDARD) {
            ColumnStatistics columns = new ColumnStatistics(data);
            ColumnStatistics.Moments moments = columns.moments();
            for (int j = 0; j < shifts.length; j++) {
                shifts[j] = moments.means().get(j);
                scales[j] =
                        columns.isConstant(j) ? 1 : usable(moments.deviations().get(j));
            }
        } else if (scaling == Scaling.MIN_MAX) {
            ColumnStatistics columns = new ColumnStatistics(data);
            for (int j = 0; j < shifts.length; j++) {
                shifts[j] = columns.min(j);
                if (!columns.isConstant(j)) {
                    // A range may be too large for a double; half of one never is.
                    scales[j] = usable(Math.min(Double.MAX_VALUE, columns.max(j) - columns.min(j)));
                }
            }
        }
        return new Standardizer(ImmutableDoubleArray.copyOf(shifts), ImmutableDoubleArray.copyOf(scales));
    }

    /**
     * Measures columns for a model without intercept: all shifts are 0.
     *
     * @param data the training rows; O(n d)
     * @param scaling what to measure
     * @return shifts and scales
     */
    public static Standardizer fitWithoutShift(Dataset data, Scaling scaling) {
        double[] scales = ones(data.features());
        if (scaling != Scaling.NONE) {
            ColumnStatistics columns = new ColumnStatistics(data);
            boolean standard = scaling == Scaling.STANDARD;
            double[] deviations = standard ? columns.rootMeanSquares() : scales;
            for (int j = 0; j < scales.length; j++) {
                double largest = Math.max(Math.abs(columns.min(j)), Math.abs(columns.max(j)));
                scales[j] = usable(standard ? deviations[j] : largest);
            }
        }
        return new Standardizer(
                ImmutableDoubleArray.copyOf(new double[scales.length]), ImmutableDoubleArray.copyOf(scales));
    }

    /**
     * Scales all rows.
     *
     * @param data rows with d features; O(n d)
     * @return a data set with new features that shares targets and weights; the same one if nothing changes
     * @throws IllegalArgumentException for another number of features
     * @throws DataException if a value far outside the fitted rows leaves the range of a double; of features that are not
     *     in memory not before they are laid out
     */
    public Dataset apply(Dataset data) {
        checkLength(data.features());
        if (isIdentity()) {
            return data;
        }
        Rows scaled = new ChangedRows(data.featureRows(), change(data));
        return data.withRows(data.isInMemory() ? scaled.inMemory(data.rows()) : scaled);
    }

    /**
     * Scales all rows where they are, to the same values as {@link #apply(Dataset)}: for who owns the data set alone and goes
     * on with what is returned.
     *
     * @param data rows in memory with d features; O(n d)
     * @return a data set with the new features, which have taken the place of the old ones
     * @throws IllegalArgumentException for another number of features
     * @throws IllegalStateException if the rows are not in memory
     * @throws DataException if a value leaves the range of a double; the data set is of no use then
     */
    public Dataset applyInPlace(Dataset data) {
        checkLength(data.features());
        double[] x = data.x();
        if (isIdentity()) {
            return data;
        }
        return data.withRows(ArrayRows.changed(x, data.features(), change(data)));
    }

    /**
     * The way back: rows as they were before they were scaled, but for rounding.
     *
     * @param scaled rows that {@link #apply(Dataset)} has given
     * @return rows that are computed whenever they are read; the same data set if nothing had changed
     * @throws IllegalArgumentException for another number of features
     */
    public Dataset undo(Dataset scaled) {
        checkLength(scaled.features());
        if (isIdentity()) {
            return scaled;
        }
        return scaled.withRows(new ChangedRows(scaled.featureRows(), this::undo));
    }

    private double undo(double[] values, int from, int to) {
        int d = scales.length();
        for (int row = from; row < to; row += d) {
            for (int j = 0; j < d; j++) {
                values[row + j] = values[row + j] * scales.get(j) + shifts.get(j);
            }
        }
        return Double.NaN;
    }

    /**
     * Scales one row in place, without allocating.
     *
     * @param values array that holds the row
     * @param offset where its d features begin
     */
    public void apply(double[] values, int offset) {
        for (int j = 0; j < scales.length(); j++) {
            values[offset + j] = scaled(values[offset + j], shifts.get(j), scales.get(j));
        }
    }

    /** The same for many rows, several as one long row, where vectors can be made of them. */
    private ChangedRows.Change change(Dataset data) {
        int together = Math.max(1, LONG_ROW / scales.length());
        double[] shift = repeated(shifts, together);
        double[] scale = repeated(scales, together);
        double largest = data.oneNorm() + OneNorm.of(shift, 0, shift.length);
        double smallest = scales.stream().min().orElse(1);
        boolean ordinary = largest <= LARGEST && largest / smallest <= LARGEST; // not so if nothing is known
        return (values, from, to) -> {
            double[] row = new double[Math.min(scale.length, to - from)];
            double[] sums = new double[row.length];
            for (int at = from, count; at < to; at += count) {
                count = Math.min(row.length, to - at);
                System.arraycopy(values, at, row, 0, count);
                subtractAndDivide(row, count, shift, scale, sums);
                if (ordinary || Double.isFinite(OneNorm.of(row, 0, count))) {
                    System.arraycopy(row, 0, values, at, count);
                } else {
                    for (int c = 0; c < count; c++) {
                        values[at + c] = scaled(values[at + c], shift[c], scale[c]);
                    }
                }
            }
            return ordinary ? OneNorm.of(sums, 0, sums.length) : OneNorm.of(values, from, to);
        };
    }

    /** Adds the magnitudes of the results to sums, which costs nothing while a division is waited for. */
    private static void subtractAndDivide(double[] row, int count, double[] shift, double[] scale, double[] sums) {
        for (int c = 0; c < count; c++) {
            double quotient = (row[c] - shift[c]) / scale[c];
            row[c] = quotient;
            sums[c] += Math.abs(quotient);
        }
    }

    private static double[] repeated(ImmutableDoubleArray columns, int times) {
        double[] all = new double[columns.length() * times];
        Arrays.setAll(all, c -> columns.get(c % columns.length()));
        return all;
    }

    private static double scaled(double value, double shift, double scale) {
        double difference = value - shift;
        return Double.isInfinite(difference) ? (value / 2 - shift / 2) / (scale / 2) : difference / scale;
    }

    /**
     * Turns coefficients of scaled columns into those of the original ones:
     * {@code coef_j = w_j / scale_j}, {@code intercept = w_d - sum_j w_j shift_j / scale_j}.
     *
     * @param w {@code [d]} coefficients, or {@code [d + 1]} with the intercept last
     * @return as many coefficients in original units
     * @throws IllegalArgumentException for another length, or without intercept if columns were shifted
     */
    public ImmutableDoubleArray originalCoefficients(double[] w) {
        int d = checkCoefficients(w.length);
        double[] original = new double[w.length];
        double sum = 0;
        double lost = 0;
        for (int j = 0; j < d; j++) {
            original[j] = w[j] / scales.get(j);
            double term = w[j] * (shifts.get(j) / scales.get(j));
            double next = sum + term;
            lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }
        if (w.length > d) {
            original[d] = w[d] - (sum + lost);
        }
        return ImmutableDoubleArray.copyOf(original);
    }

    /**
     * Turns coefficients of original columns into those of the scaled ones, the way in for starting values.
     *
     * @param original {@code [d]} coefficients, or {@code [d + 1]} with the intercept last
     * @return {@code w_j = coef_j scale_j}, {@code w_d = intercept + sum_j coef_j shift_j}
     * @throws IllegalArgumentException for another length, or without intercept if columns were shifted
     */
    public double[] scaledCoefficients(ImmutableDoubleArray original) {
        int d = checkCoefficients(original.length());
        double[] w = original.toArray();
        for (int j = 0; j < d; j++) {
            w[j] = original.get(j) * scales.get(j);
            if (w.length > d) {
                w[d] += original.get(j) * shifts.get(j);
            }
        }
        return w;
    }

    private static double[] ones(int d) {
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double usable(double scale) {
        return scale > 0 ? scale : 1;
    }

    private boolean isIdentity() {
        return shifts.stream().allMatch(shift -> shift == 0) && scales.stream().allMatch(scale -> scale == 1);
    }

    private void checkLength(int features) {
        Preconditions.checkArgument(
                features == scales.length(), "%s features, but fitted to %s", features, scales.length());
    }

    private int checkCoefficients(int length) {
        int d = scales.length();
        boolean shifted = !shifts.stream().allMatch(shift -> shift == 0);
        Preconditions.checkArgument(
                length == d + 1 || (length == d && !shifted),
                "%s coefficients, expected %s and an intercept%s",
                length,
                d,
                shifted ? "" : " or none");
        return d;
    }
}
