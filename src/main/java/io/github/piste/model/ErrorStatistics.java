package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Sums over the errors of predictions, row by row.
 *
 * <p>The spread of the target comes by Welford's recurrence (1962), whose every term
 * {@code (y_k - mean_{k-1})^2 (k-1)/k} is a square, so that nothing cancels; y is taken relative to its first value, so
 * that the mean of values far from 0 rounds no more than that of their differences. Thread-safety: one thread at a time. Cost:
 * O(1) per row; allocates only for a row among the worst.
 */
final class ErrorStatistics {
    private static final int WORST = 5;

    /** The least bad first; of equally bad ones the later line. */
    private static final Comparator<Evaluation.WorstRow> LEAST_BAD_FIRST = Comparator.comparingDouble(
                    ErrorStatistics::badness)
            .thenComparing(Evaluation.WorstRow::line, Comparator.reverseOrder());

    private final PriorityQueue<Evaluation.WorstRow> worst = new PriorityQueue<>(LEAST_BAD_FIRST);
    private final Sum errors = new Sum();
    private final Sum magnitudes = new Sum();
    private final Norm errorNorm = new Norm();
    private final Norm spread = new Norm();
    private double pivot;
    private double meanFromPivot;
    private long rows;

    void add(long line, double actual, double predicted) {
        rows++;
        double error = predicted - actual;
        errors.add(error);
        magnitudes.add(Math.abs(error));
        errorNorm.add(error);
        pivot = rows == 1 ? actual : pivot;
        double deviation = actual - pivot - meanFromPivot;
        spread.add(deviation * Math.sqrt((double) (rows - 1) / (double) rows));
        meanFromPivot += deviation / rows;
        Evaluation.WorstRow least = worst.peek();
        if (least == null || worst.size() < WORST || Math.abs(error) > badness(least)) {
            worst.add(new Evaluation.WorstRow(line, actual, predicted));
            if (worst.size() > WORST) {
                worst.remove();
            }
        }
    }

    long rows() {
        return rows;
    }

    Evaluation evaluation(long rowsSkipped) {
        return new Evaluation(
                rows,
                rowsSkipped,
                errorNorm.value() / Math.sqrt((double) rows),
                magnitudes.value() / rows,
                r2(),
                errors.value() / rows,
                ImmutableList.sortedCopyOf(LEAST_BAD_FIRST.reversed(), worst));
    }

    private double r2() {
        if (spread.value() == 0) {
            return errorNorm.value() == 0 ? 1 : 0;
        }
        double ratio = errorNorm.value() / spread.value();
        return 1 - ratio * ratio;
    }

    private static double badness(Evaluation.WorstRow row) {
        return Math.abs(row.predicted() - row.actual());
    }

    /** A sum that keeps what its additions lose (Neumaier, 1974). */
    private static final class Sum {
        private double sum;
        private double lost;

        void add(double term) {
            double next = sum + term;
            lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }

        void multiply(double factor) {
            sum *= factor;
            lost *= factor;
        }

        double value() {
            return sum + lost;
        }
    }

    /** A Euclidean length whose squares neither overflow nor underflow: they are taken of values over a power of two. */
    private static final class Norm {
        private final Sum squares = new Sum();
        private double scale;

        void add(double value) {
            double magnitude = Math.abs(value);
            if (magnitude == 0) {
                return;
            }
            if (magnitude > 2 * scale) {
                double larger = Math.scalb(1.0, Math.getExponent(magnitude));
                double factor = scale / larger;
                squares.multiply(factor * factor);
                scale = larger;
            }
            double scaled = magnitude / scale;
            squares.add(scaled * scaled);
        }

        double value() {
            return scale * Math.sqrt(squares.value());
        }
    }
}
