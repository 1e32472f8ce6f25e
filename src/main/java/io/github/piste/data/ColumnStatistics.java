package io.github.piste.data;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntConsumer;

/**
 * Minimum, maximum, mean and deviation of all columns, accurate for any magnitude of finite values.
 *
 * <p>Mean and deviation are those of the differences to a center, the mean of the first rows: shifted data, corrected by the
 * mean of the differences (Chan, Golub, LeVeque 1983). Where a center turns out to be far from the mean, so that digits would
 * be lost, the differences to the mean are looked at instead. All sums are plain within a block of rows and compensated over
 * the blocks (Knuth, The Art of Computer Programming 2, 1969). Columns whose squares would leave the range of a double are
 * divided by a power of two near their largest magnitude first, which rounds nothing that matters.
 *
 * <p>One pass over the rows, O(n d), a block at a time; one more if a center was far, two if a column needs dividing. Several
 * rows count as one long row, each with sums of its own within a block, so that the processor has many sums to make at once.
 */
final class ColumnStatistics {
    private static final int BLOCK_VALUES = 1 << 14;
    /** Sums that are enough to make at once. */
    private static final int LONG_ROW = 512;
    /** Share of a mean square about a center from which on the center is too far from the mean. */
    private static final double FAR = 0.9;
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
    /** Near the means of the divided columns. */
    private final double[] centers;
    /** Means of the differences to the centers, and of their squares. */
    private double[] offsets;

    private double[] squares;

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
        Arrays.fill(units, 1);
        this.centers = means(Math.min(block, data.rows()));
        BlockSums differences = new BlockSums(width, d);
        this.squares = meanSquares(centers, differences, count -> widen(longRow, count, least, most));
        this.offsets = differences.means(data.rows());
        this.min = folded(least, Math::min);
        this.max = folded(most, Math::max);
        if (divide()) {
            System.arraycopy(means(data.rows()), 0, centers, 0, d);
            lookAgain();
        } else if (isFar()) {
            Arrays.setAll(centers, j -> centers[j] + offsets[j]);
            lookAgain();
        }
    }

    private void lookAgain() {
        BlockSums differences = new BlockSums(width, d);
        squares = meanSquares(centers, differences, count -> {});
        offsets = differences.means(data.rows());
    }

    private boolean isFar() {
        for (int j = 0; j < d; j++) {
            if (!isConstant(j) && offsets[j] * offsets[j] > FAR * squares[j]) {
                return true;
            }
        }
        return false;
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
        double[] means = new double[d];
        double[] deviations = new double[d];
        for (int j = 0; j < d; j++) {
            double variance = Math.max(0, squares[j] - offsets[j] * offsets[j]);
            deviations[j] = Math.scalb(Math.sqrt(variance), exponents[j]);
            double refined = Math.scalb(centers[j] + offsets[j], exponents[j]);
            means[j] = isConstant(j) ? min[j] : Math.min(max[j], Math.max(min[j], refined));
        }
        return new Moments(ImmutableDoubleArray.copyOf(means), ImmutableDoubleArray.copyOf(deviations));
    }

    /** The root of each column's mean square. */
    double[] rootMeanSquares() {
        double[] roots = meanSquares(new double[d], new BlockSums(width, d), count -> {});
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

    /** Means of the first rows of the divided columns. */
    private double[] means(int rows) {
        double[] longUnits = repeated(units);
        BlockSums sums = new BlockSums(width, d);
        forEachLongRow(rows, count -> addProducts(longRow, count, longUnits, sums.block), sums::endBlock);
        return sums.means(rows);
    }

    /**
     * Means of the squared differences to values of the divided columns; adds up the differences too. Each long row is seen
     * as it is first.
     */
    private double[] meanSquares(double[] from, BlockSums differences, IntConsumer look) {
        double[] longUnits = repeated(units);
        double[] longCenters = repeated(from);
        BlockSums sums = new BlockSums(width, d);
        forEachLongRow(
                data.rows(),
                count -> {
                    look.accept(count);
                    addDifferences(longRow, count, longUnits, longCenters, differences.block, sums.block);
                },
                () -> {
                    differences.endBlock();
                    sums.endBlock();
                });
        return sums.means(data.rows());
    }

    private static void addProducts(double[] row, int length, double[] units, double[] sums) {
        for (int c = 0; c < length; c++) {
            sums[c] += row[c] * units[c];
        }
    }

    private static void addDifferences(
            double[] row, int length, double[] units, double[] centers, double[] sums, double[] squares) {
        for (int c = 0; c < length; c++) {
            double difference = row[c] * units[c] - centers[c];
            sums[c] += difference;
            squares[c] += difference * difference;
        }
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
     * Brings the first rows, a long one at a time, to {@link #longRow}, and tells how many values it has: where every sum
     * finds its value at its own index, vectors can be made of them.
     */
    private void forEachLongRow(int rows, IntConsumer visitor, Runnable endOfBlock) {
        double[] buffer = data.isInMemory() ? data.x() : new double[Math.min(block, rows) * d];
        for (int from = 0, to; from < rows; from = to) {
            to = from + Math.min(block, rows - from);
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
