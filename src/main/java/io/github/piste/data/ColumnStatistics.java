package io.github.piste.data;

/**
 * Minimum, maximum, mean and deviation of a column, accurate for any magnitude of finite values.
 *
 * <p>Values are divided by a power of two near the largest magnitude first, which rounds nothing that matters and keeps
 * squares in range. The mean is a compensated sum (Neumaier 1974), refined by the mean of the residuals; the deviation is
 * the corrected two-pass form of Chan, Golub, LeVeque (1983). O(n), allocates nothing per row.
 */
final class ColumnStatistics {
    private final double[] x;
    private final int column;
    private final int stride;
    private final int rows;
    private final double min;
    private final double max;
    private final int exponent;

    ColumnStatistics(Dataset data, int column) {
        this.x = data.x();
        this.column = column;
        this.stride = data.stride();
        this.rows = data.rows();
        double least = x[column];
        double most = x[column];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, x[i * stride + column]);
            most = Math.max(most, x[i * stride + column]);
        }
        this.min = least;
        this.max = most;
        double magnitude = Math.max(Math.abs(least), Math.abs(most));
        this.exponent = magnitude == 0 ? 0 : Math.getExponent(magnitude);
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    boolean isConstant() {
        return min == max;
    }

    double mean() {
        if (isConstant()) {
            return min;
        }
        double first = compensatedSum(0) / rows;
        double refined = first + compensatedSum(first) / rows;
        return Math.min(max, Math.max(min, Math.scalb(refined, exponent)));
    }

    /** Root of the mean square of the differences to a value: the population deviation if it is the mean. */
    double deviationFrom(double center) {
        double c = scaled(center);
        double squares = 0;
        double lost = 0;
        for (int i = 0; i < rows; i++) {
            double e = scaled(x[i * stride + column]) - c;
            double term = e * e;
            double sum = squares + term;
            lost += squares >= term ? squares - sum + term : term - sum + squares;
            squares = sum;
        }
        return Math.scalb(Math.sqrt((squares + lost) / rows), exponent);
    }

    private double compensatedSum(double center) {
        double sum = 0;
        double lost = 0;
        for (int i = 0; i < rows; i++) {
            double term = scaled(x[i * stride + column]) - center;
            double next = sum + term;
            lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    private double scaled(double value) {
        return Math.scalb(value, -exponent);
    }
}
