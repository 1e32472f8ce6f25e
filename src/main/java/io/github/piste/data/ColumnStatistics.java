package io.github.piste.data;

import java.util.Arrays;

/**
 * Minimum, maximum, mean and deviation of all columns, accurate for any magnitude of finite values.
 *
 * <p>Values are divided by a power of two near the largest magnitude of their column first, which rounds nothing that
 * matters and keeps squares in range. The mean is a compensated sum (Neumaier 1974), refined by the mean of the
 * residuals; the deviation is the corrected two-pass form of Chan, Golub, LeVeque (1983). Every measure is one pass over
 * the rows, O(n d), a block of them at a time; the mean is two.
 */
final class ColumnStatistics {
    private static final int BLOCK_VALUES = 1 << 14;

    private final Dataset data;
    private final int d;
    private final int block;
    private final double[] values;
    private final double[] min;
    private final double[] max;
    private final int[] exponents;
    private final double[] units;

    ColumnStatistics(Dataset data) {
        this.data = data;
        this.d = data.features();
        this.block = Math.max(1, BLOCK_VALUES / d);
        this.values = new double[Math.min(block, data.rows()) * d];
        this.min = new double[d];
        this.max = new double[d];
        this.exponents = new int[d];
        this.units = new double[d];
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        for (int from = 0, count; from < data.rows(); from += count) {
            count = load(from);
            for (int i = 0; i < count * d; i += d) {
                for (int j = 0; j < d; j++) {
                    min[j] = Math.min(min[j], values[i + j]);
                    max[j] = Math.max(max[j], values[i + j]);
                }
            }
        }
        for (int j = 0; j < d; j++) {
            double magnitude = Math.max(Math.abs(min[j]), Math.abs(max[j]));
            exponents[j] = magnitude == 0 ? 0 : Math.getExponent(magnitude);
            units[j] = Math.scalb(1.0, -exponents[j]);
        }
    }

    double min(int column) {
        return min[column];
    }

    double max(int column) {
        return max[column];
    }

    boolean isConstant(int column) {
        return min[column] == max[column];
    }

    /** The mean of each column. */
    double[] means() {
        double[] first = dividedSums(new double[d]);
        double[] means = dividedSums(first);
        for (int j = 0; j < d; j++) {
            double refined = Math.scalb(first[j] + means[j], exponents[j]);
            means[j] = isConstant(j) ? min[j] : Math.min(max[j], Math.max(min[j], refined));
        }
        return means;
    }

    /** Root of the mean square of each column's differences to a value: the population deviation if it is the mean. */
    double[] deviationsFrom(double[] centers) {
        double[] squares = new double[d];
        double[] lost = new double[d];
        for (int from = 0, count; from < data.rows(); from += count) {
            count = load(from);
            for (int i = 0; i < count * d; i += d) {
                for (int j = 0; j < d; j++) {
                    double e = values[i + j] * units[j] - centers[j] * units[j];
                    double term = e * e;
                    double sum = squares[j] + term;
                    lost[j] += squares[j] >= term ? squares[j] - sum + term : term - sum + squares[j];
                    squares[j] = sum;
                }
            }
        }
        for (int j = 0; j < d; j++) {
            squares[j] = Math.scalb(Math.sqrt((squares[j] + lost[j]) / data.rows()), exponents[j]);
        }
        return squares;
    }

    /** The mean of each column's differences to a value; both without the power of two. */
    private double[] dividedSums(double[] centers) {
        double[] sums = new double[d];
        double[] lost = new double[d];
        for (int from = 0, count; from < data.rows(); from += count) {
            count = load(from);
            for (int i = 0; i < count * d; i += d) {
                for (int j = 0; j < d; j++) {
                    double term = values[i + j] * units[j] - centers[j];
                    double sum = sums[j] + term;
                    lost[j] += Math.abs(sums[j]) >= Math.abs(term) ? sums[j] - sum + term : term - sum + sums[j];
                    sums[j] = sum;
                }
            }
        }
        for (int j = 0; j < d; j++) {
            sums[j] = (sums[j] + lost[j]) / data.rows();
        }
        return sums;
    }

    /** Copies the next rows; returns how many. */
    private int load(int from) {
        int count = Math.min(block, data.rows() - from);
        data.copyRows(from, from + count, values);
        return count;
    }
}
