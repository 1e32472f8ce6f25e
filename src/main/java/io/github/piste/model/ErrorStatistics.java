package io.github.piste.model;

/**
 * Sums over the errors of predictions, row by row.
 *
 * <p>The spread of the target comes by Welford's recurrence (1962), whose every term
 * {@code (y_k - mean_{k-1})^2 (k-1)/k} is a square, so that nothing cancels; y is taken relative to its first value, so
 * that the mean of values far from 0 rounds no more than that of their differences. Thread-safety: one thread at a time. Cost:
 * O(1) per row; allocates only for a row among the worst.
 */
final class ErrorStatistics implements RowStatistics {
    private final ModelRows table;
    private final int target;
    private final Worst<RegressionEvaluation.WorstRow> worst =
            new Worst<>(row -> Math.abs(row.predicted() - row.actual()), RegressionEvaluation.WorstRow::line);
    private final Sum errors = new Sum();
    private final Sum magnitudes = new Sum();
    private final Norm errorNorm = new Norm();
    private final Norm spread = new Norm();
    private double pivot;
    private double meanFromPivot;
    private long rows;

    ErrorStatistics(ModelRows table, int target) {
        this.table = table;
        this.target = target;
    }

    @Override
    public void add() {
        double actual = table.table().number(target);
        double predicted = table.predict();
        double error = predicted - actual;
        table.checkFinite("error", error);
        rows++;
        errors.add(error);
        magnitudes.add(Math.abs(error));
        errorNorm.add(error);
        pivot = rows == 1 ? actual : pivot;
        double deviation = actual - pivot - meanFromPivot;
        spread.add(deviation * Math.sqrt((double) (rows - 1) / (double) rows));
        meanFromPivot += deviation / rows;
        if (worst.admits(Math.abs(error))) {
            worst.add(new RegressionEvaluation.WorstRow(table.table().line(), actual, predicted));
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Evaluation evaluation(long rowsSkipped) {
        return new RegressionEvaluation(
                rows,
                rowsSkipped,
                errorNorm.value() / Math.sqrt((double) rows),
                magnitudes.value() / rows,
                r2(),
                errors.value() / rows,
                worst.list());
    }

    private double r2() {
        if (spread.value() == 0) {
            return errorNorm.value() == 0 ? 1 : 0;
        }
        double ratio = errorNorm.value() / spread.value();
        return 1 - ratio * ratio;
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
