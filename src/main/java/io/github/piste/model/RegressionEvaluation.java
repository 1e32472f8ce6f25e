package io.github.piste.model;

import com.google.common.collect.ImmutableList;

/**
 * How well a model predicts numbers; an error is {@code predicted - actual}.
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
public record RegressionEvaluation(
        long rowsUsed,
        long rowsSkipped,
        double rmse,
        double mae,
        double r2,
        double meanError,
        ImmutableList<WorstRow> worst)
        implements Evaluation {

    /**
     * A row that was predicted badly.
     *
     * @param line 1-based line of the file where it starts
     * @param actual the target
     * @param predicted the prediction
     */
    public record WorstRow(long line, double actual, double predicted) {}
}
