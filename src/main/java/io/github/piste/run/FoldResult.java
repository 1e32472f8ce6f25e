package io.github.piste.run;

/**
 * One fold of a cross-validation: trained on the other folds' rows, measured on its own.
 *
 * <p>All errors are on the held-out rows, in units of the target, weighted as the loss weights. Thread-safety: immutable.
 *
 * @param fold number of the fold, from 1
 * @param rowsTraining rows trained on
 * @param rowsHeldOut rows measured on
 * @param rmse {@code sqrt(1/n sum (predicted - actual)^2)} of the descent's model
 * @param r2 {@code 1 - sum (predicted - actual)^2 / sum (actual - mean actual)^2} of the descent's model; NaN where the
 *     held-out rows have all the same target, so that there is nothing to explain
 * @param baselineRmse the error of predicting the mean target of the training rows
 * @param closedFormRmse the error of the least-squares optimum of the training rows, without penalty
 * @param epochs how far the descent went
 * @param state how the descent ended; of a diverged one, the errors are those of the best state before
 */
public record FoldResult(
        int fold,
        int rowsTraining,
        int rowsHeldOut,
        double rmse,
        double r2,
        double baselineRmse,
        double closedFormRmse,
        double epochs,
        RunState state) {}
