package io.github.piste.run;

import com.google.common.collect.ImmutableMap;

/**
 * One fold of a cross-validation: trained on the other folds' rows, measured on its own.
 *
 * <p>Rows count as the loss weighs them. Thread-safety: immutable.
 *
 * @param fold number of the fold, from 1
 * @param rowsTraining rows trained on
 * @param rowsHeldOut rows measured on
 * @param measures on the held-out rows, in the order of a table: errors for a target of numbers, accuracy for classes
 * @param epochs how far the descent went
 * @param state how the descent ended; of a diverged one, the measures are those of the best state before
 */
public record FoldResult(
        int fold,
        int rowsTraining,
        int rowsHeldOut,
        ImmutableMap<Measure, Double> measures,
        double epochs,
        RunState state) {
    /**
     * One measure.
     *
     * @param measure which
     * @return its value; NaN where it does not exist
     */
    public double value(Measure measure) {
        return measures.getOrDefault(measure, Double.NaN);
    }
}
