package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvRows;
import io.github.piste.data.DataException;
import io.github.piste.data.MissingPolicy;

/**
 * How well a model predicts rows whose target is known; an error is {@code predicted - actual}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param rowsUsed rows that were predicted, at least 1
 * @param rowsSkipped rows left out for a missing cell or a wrong number of cells
 * @param rmse {@code sqrt(1/n sum error^2)}, in units of the target
 * @param mae {@code 1/n sum |error|}, in units of the target
 * @param r2 {@code 1 - sum error^2 / sum (actual - mean actual)^2}; for a constant target 1 if every prediction is exact,
 *     else 0
 * @param meanError {@code 1/n sum error}, in units of the target
 * @param worst the rows with the largest absolute error, at most five, the worst first
 */
public record Evaluation(
        long rowsUsed,
        long rowsSkipped,
        double rmse,
        double mae,
        double r2,
        double meanError,
        ImmutableList<WorstRow> worst) {

    /**
     * A row that was predicted badly.
     *
     * @param line 1-based line of the file where it starts
     * @param actual the target
     * @param predicted the prediction
     */
    public record WorstRow(long line, double actual, double predicted) {}

    /**
     * Measures a model on a table of any size, in one pass and constant memory. Rows count alike.
     *
     * @param model the model; its features and its target are found by their names, or by their numbers where a column
     *     was named by its number
     * @param options where the table is and how it is read; a target there overrides the model's, while features,
     *     categories and weight are not looked at; {@link MissingPolicy#SKIP} leaves out rows with a missing cell that is
     *     needed
     * @return the measures
     * @throws IllegalArgumentException for {@link MissingPolicy#MEAN}, since a model does not hold the means
     * @throws DataException if the table lacks a column or a row, a cell is not a number, missing where that is an error,
     *     or a level that the model does not know
     */
    public static Evaluation of(Model model, CsvOptions options) {
        String chosen = options.target();
        try (ModelRows rows = ModelRows.open(model, options)) {
            CsvRows table = rows.table();
            int target = table.column(chosen == null ? model.target() : chosen, "target");
            ErrorStatistics statistics = new ErrorStatistics();
            while (rows.next()) {
                double actual = table.number(target);
                if (Double.isNaN(actual) && options.missing() == MissingPolicy.FAIL) {
                    throw rows.missing(target);
                }
                if (rows.isComplete() && !Double.isNaN(actual)) {
                    double predicted = rows.predict();
                    rows.checkFinite("error", predicted - actual);
                    statistics.add(table.line(), actual, predicted);
                }
            }
            if (statistics.rows() == 0) {
                throw new DataException(
                        table.source() + ": no row is left, all " + table.rowsRead() + " have missing cells");
            }
            return statistics.evaluation(table.rowsRead() - statistics.rows());
        }
    }
}
