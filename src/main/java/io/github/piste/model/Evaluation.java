package io.github.piste.model;

import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvRows;
import io.github.piste.data.DataException;
import io.github.piste.data.MissingPolicy;

/**
 * How well a model predicts rows whose target is known: a {@link ClassEvaluation} for a {@link Classifier}, a
 * {@link RegressionEvaluation} for a model that predicts a number.
 *
 * <p>Thread-safety: immutable.
 */
public sealed interface Evaluation permits RegressionEvaluation, ClassEvaluation {
    /**
     * Counts the rows that were predicted.
     *
     * @return at least 1
     */
    long rowsUsed();

    /**
     * Counts the rows left out for a missing cell or a wrong number of cells.
     *
     * @return 0 unless such rows are to be skipped
     */
    long rowsSkipped();

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
     *     or a level or a class that the model does not know
     */
    static Evaluation of(Model model, CsvOptions options) {
        String chosen = options.target();
        try (ModelRows rows = ModelRows.open(model, options)) {
            CsvRows table = rows.table();
            int target = table.column(chosen == null ? model.target() : chosen, "target");
            RowStatistics statistics = model instanceof Classifier classifier
                    ? new ClassStatistics(classifier, rows, target)
                    : new ErrorStatistics(rows, target);
            while (rows.next()) {
                boolean known = !table.isMissing(target);
                if (!known && options.missing() == MissingPolicy.FAIL) {
                    throw rows.missing(target);
                }
                if (known && rows.isComplete()) {
                    statistics.add();
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
