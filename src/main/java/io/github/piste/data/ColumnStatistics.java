package io.github.piste.data;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntConsumer;

/**
 * Minimum, maximum, mean and deviation of all columns, accurate for any magnitude of finite values.
 *
 * <p>Values are divided by a power of two near the largest magnitude of their column first, which rounds nothing that
 * matters and keeps squares in range. The mean is a sum of blocks, compensated (Knuth, The Art of Computer Programming 2,
 * 1969), refined by the mean of the residuals; the deviation is the corrected two-pass form of Chan, Golub, LeVeque (1983). Every
 * measure is one pass over the rows, O(n d), a block of them at a time; the mean is two. Several rows count as one long row,
 * each with sums of its own within a block, so that the processor has many sums to make at once.
 */
final class ColumnStatistics {
    private static final int BLOCK_VALUES = 1 << 14;
    /** Sums that are enough to make at once. */
    private static final int LONG_ROW = 128;

    private final Dataset data;
    private final int d;
    private final int width;
    private final int block;
    private final double[] values;
    private final double[] min;
    private final double[] max;
    private final int[] exponents;
    private final double[] units;

    ColumnStatistics(Dataset data) {
        this.data = data;
        this.d = data.features();
        int together = Math.max(1, LONG_ROW / d);
        this.width = together * d;
        this.block = Math.max(1, BLOCK_VALUES / width) * together;
        this.values = new double[Math.min(block, data.rows()) * d];
        this.exponents = new int[d];
        this.units = new double[d];
        double[] least = new double[width];
        double[] most = new double[width];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        forEachBlock(length -> {
            for (int at = 0; at < length; at += width) {
                widen(values, at, Math.min(width, length - at), least, most);
            }
        });
        this.min = folded(least, Math::min);
        this.max = folded(most, Math::max);
        for (int j = 0; j < d; j++) {
            double magnitude = Math.max(Math.abs(min[j]), Math.abs(max[j]));
            exponents[j] = magnitude == 0 ? 0 : Math.getExponent(magnitude);
            units[j] = Math.scalb(1.0, -exponents[j]);
        }
    }

    private static void widen(double[] values, int at, int length, double[] least, double[] most) {
        for (int c = 0; c < length; c++) {
            least[c] = Math.min(least[c], values[at + c]);
        }
        for (int c = 0; c < length; c++) {
            most[c] = Math.max(most[c], values[at + c]);
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
        double[] first = dividedMeans(new double[d]);
        double[] means = dividedMeans(first);
        for (int j = 0; j < d; j++) {
            double refined = Math.scalb(first[j] + means[j], exponents[j]);
            means[j] = isConstant(j) ? min[j] : Math.min(max[j], Math.max(min[j], refined));
        }
        return means;
    }

    /** Root of the mean square of each column's differences to a value: the population deviation if it is the mean. */
    double[] deviationsFrom(double[] centers) {
        double[] from = new double[d];
        for (int j = 0; j < d; j++) {
            from[j] = centers[j] * units[j];
        }
        double[] deviations = means(from, ColumnStatistics::addSquares);
        for (int j = 0; j < d; j++) {
            deviations[j] = Math.scalb(Math.sqrt(deviations[j]), exponents[j]);
        }
        return deviations;
    }

    /** The mean of each column's differences to a value; both without the power of two. */
    private double[] dividedMeans(double[] centers) {
        return means(centers, ColumnStatistics::addDifferences);
    }

    private interface Adder {
        /** Adds a term of each value to its sum. */
        void add(double[] values, int at, int length, double[] units, double[] centers, double[] sums);
    }

    private static void addDifferences(
            double[] values, int at, int length, double[] units, double[] centers, double[] sums) {
        for (int c = 0; c < length; c++) {
            sums[c] += values[at + c] * units[c] - centers[c];
        }
    }

    private static void addSquares(
            double[] values, int at, int length, double[] units, double[] centers, double[] sums) {
        for (int c = 0; c < length; c++) {
            double difference = values[at + c] * units[c] - centers[c];
            sums[c] += difference * difference;
        }
    }

    /** Plain sums of a block, compensated sums of the blocks. */
    private double[] means(double[] centers, Adder adder) {
        double[] longUnits = repeated(units);
        double[] longCenters = repeated(centers);
        double[] sums = new double[width];
        double[] means = new double[d];
        double[] lost = new double[d];
        forEachBlock(length -> {
            Arrays.fill(sums, 0);
            for (int at = 0; at < length; at += width) {
                adder.add(values, at, Math.min(width, length - at), longUnits, longCenters, sums);
            }
            for (int c = 0; c < width; c++) {
                int j = c % d;
                double sum = means[j] + sums[c];
                double added = sum - means[j];
                lost[j] += (means[j] - (sum - added)) + (sums[c] - added);
                means[j] = sum;
            }
        });
        for (int j = 0; j < d; j++) {
            means[j] = (means[j] + lost[j]) / data.rows();
        }
        return means;
    }

    private double[] repeated(double[] columns) {
        double[] all = new double[width];
        for (int c = 0; c < width; c++) {
            all[c] = columns[c % d];
        }
        return all;
    }

    private double[] folded(double[] all, DoubleBinaryOperator how) {
        double[] columns = Arrays.copyOf(all, d);
        for (int c = d; c < width; c++) {
            columns[c % d] = how.applyAsDouble(columns[c % d], all[c]);
        }
        return columns;
    }

    /** Brings all rows, a block at a time, to {@link #values}, and tells how many values they are. */
    private void forEachBlock(IntConsumer visitor) {
        for (int from = 0, count; from < data.rows(); from += count) {
            count = Math.min(block, data.rows() - from);
            data.copyRows(from, from + count, values);
            visitor.accept(count * d);
        }
    }
}
