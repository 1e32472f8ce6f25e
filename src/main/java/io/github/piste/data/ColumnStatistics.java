package io.github.piste.data;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntConsumer;

/**
 * Minimum, maximum, mean and deviation of all columns, accurate for any magnitude of finite values.
 *
 * <p>The mean is a sum of blocks, compensated (Knuth, The Art of Computer Programming 2, 1969), refined by the mean of the
 * differences to it; the deviation is the corrected two-pass form of Chan, Golub, LeVeque (1983). Columns whose squares
 * would leave the range of a double are divided by a power of two near their largest magnitude first, which rounds nothing
 * that matters.
 *
 * <p>One pass over the rows when this is made, and another for mean and deviation, O(n d), a block of rows at a time; one
 * more if a column needs dividing. Several rows count as one long row, each with sums of its own within a block, so that the
 * processor has many sums to make at once.
 */
final class ColumnStatistics {
    private static final int BLOCK_VALUES = 1 << 14;
    /** Sums that are enough to make at once. */
    private static final int LONG_ROW = 512;
    /** Powers of two whose squares, and sums of many of them, a double holds. */
    private static final int SAFE_EXPONENT = 400;

    private final Dataset data;
    private final int d;
    private final int width;
    private final int block;
    private final double[] longRow;
    private final double[] min;
    private final double[] max;
    /** Of the powers of two that columns are divided by. */
    private final int[] exponents;

    private final double[] units;
    /** About the means of the divided columns. */
    private final double[] centers;

    /** Means of columns and their deviations from them. */
    record Moments(ImmutableDoubleArray means, ImmutableDoubleArray deviations) {}

    ColumnStatistics(Dataset data) {
        this.data = data;
        this.d = data.features();
        int together = Math.max(1, LONG_ROW / d);
        this.width = together * d;
        this.block = Math.max(1, BLOCK_VALUES / width) * together;
        this.longRow = new double[width];
        this.exponents = new int[d];
        this.units = new double[d];
        double[] least = new double[width];
        double[] most = new double[width];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        BlockSums sums = new BlockSums(width, d);
        forEachLongRow(
                count -> {
                    widen(longRow, count, least, most);
                    add(longRow, count, sums.block);
                },
                sums::endBlock);
        this.min = folded(least, Math::min);
        this.max = folded(most, Math::max);
        this.centers = divide() ? dividedMeans() : sums.means(data.rows());
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

    /** The mean of each column, and the root of its mean squared difference to it: the population's deviation. */
    Moments moments() {
        BlockSums differences = new BlockSums(width, d);
        double[] squares = meanSquares(centers, differences);
        double[] means = differences.means(data.rows());
        double[] deviations = new double[d];
        for (int j = 0; j < d; j++) {
            double variance = Math.max(0, squares[j] - means[j] * means[j]);
            deviations[j] = Math.scalb(Math.sqrt(variance), exponents[j]);
            double refined = Math.scalb(centers[j] + means[j], exponents[j]);
            means[j] = isConstant(j) ? min[j] : Math.min(max[j], Math.max(min[j], refined));
        }
        return new Moments(ImmutableDoubleArray.copyOf(means), ImmutableDoubleArray.copyOf(deviations));
    }

    /** The root of each column's mean square. */
    double[] rootMeanSquares() {
        double[] roots = meanSquares(new double[d], new BlockSums(width, d));
        for (int j = 0; j < d; j++) {
            roots[j] = Math.scalb(Math.sqrt(roots[j]), exponents[j]);
        }
        return roots;
    }

    private static void widen(double[] row, int length, double[] least, double[] most) {
        for (int c = 0; c < length; c++) {
            least[c] = Math.min(least[c], row[c]);
        }
        for (int c = 0; c < length; c++) {
            most[c] = Math.max(most[c], row[c]);
        }
    }

    /** Chooses the powers of two; tells whether any column needs one. */
    private boolean divide() {
        boolean any = false;
        for (int j = 0; j < d; j++) {
            double magnitude = Math.max(Math.abs(min[j]), Math.abs(max[j]));
            int exponent = magnitude == 0 ? 0 : Math.getExponent(magnitude);
            exponents[j] = Math.abs(exponent) <= SAFE_EXPONENT ? 0 : exponent;
            units[j] = Math.scalb(1.0, -exponents[j]);
            any |= exponents[j] != 0;
        }
        return any;
    }

    private double[] dividedMeans() {
        double[] longUnits = repeated(units);
        BlockSums sums = new BlockSums(width, d);
        forEachLongRow(count -> addProducts(longRow, count, longUnits, sums.block), sums::endBlock);
        return sums.means(data.rows());
    }

    /** Means of the squared differences to values of the divided columns; adds up the differences too. */
    private double[] meanSquares(double[] from, BlockSums differences) {
        double[] longUnits = repeated(units);
        double[] longCenters = repeated(from);
        BlockSums squares = new BlockSums(width, d);
        forEachLongRow(
                count -> addDifferences(longRow, count, longUnits, longCenters, differences.block, squares.block),
                () -> {
                    differences.endBlock();
                    squares.endBlock();
                });
        return squares.means(data.rows());
    }

    private static void add(double[] row, int length, double[] sums) {
        for (int c = 0; c < length; c++) {
            sums[c] += row[c];
        }
    }

    private static void addProducts(double[] row, int length, double[] units, double[] sums) {
        for (int c = 0; c < length; c++) {
            sums[c] += row[c] * units[c];
        }
    }

    private static void addDifferences(
            double[] row, int length, double[] units, double[] centers, double[] sums, double[] squares) {
        for (int c = 0; c < length; c++) {
            row[c] = row[c] * units[c] - centers[c];
        }
        add(row, length, sums);
        addProducts(row, length, row, squares);
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

    /**
     * Brings all rows, a long one at a time, to {@link #longRow}, and tells how many values it has: where every sum finds its
     * value at its own index, vectors can be made of them.
     */
    private void forEachLongRow(IntConsumer visitor, Runnable endOfBlock) {
        double[] buffer = data.isInMemory() ? data.x() : new double[Math.min(block, data.rows()) * d];
        for (int from = 0, to; from < data.rows(); from = to) {
            to = from + Math.min(block, data.rows() - from);
            if (!data.isInMemory()) {
                data.copyRows(from, to, buffer);
            }
            int first = data.isInMemory() ? from * d : 0;
            int end = first + (to - from) * d;
            for (int at = first; at < end; at += width) {
                int count = Math.min(width, end - at);
                System.arraycopy(buffer, at, longRow, 0, count);
                visitor.accept(count);
            }
            endOfBlock.run();
        }
    }

    /** Plain sums of a block, compensated sums of the blocks. */
    private static final class BlockSums {
        final double[] block;
        private final double[] sums;
        private final double[] lost;

        BlockSums(int width, int d) {
            this.block = new double[width];
            this.sums = new double[d];
            this.lost = new double[d];
        }

        void endBlock() {
            for (int c = 0, j = 0; c < block.length; c++, j = j + 1 < sums.length ? j + 1 : 0) {
                double sum = sums[j] + block[c];
                double added = sum - sums[j];
                lost[j] += (sums[j] - (sum - added)) + (block[c] - added);
                sums[j] = sum;
                block[c] = 0;
            }
        }

        double[] means(int n) {
            double[] means = new double[sums.length];
            for (int j = 0; j < means.length; j++) {
                means[j] = (sums[j] + lost[j]) / n;
            }
            return means;
        }
    }
}
