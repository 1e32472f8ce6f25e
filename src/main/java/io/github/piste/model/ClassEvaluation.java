package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;

/**
 * How well a classifier predicts classes.
 *
 * <p>Thread-safety: immutable.
 *
 * @param rowsUsed rows that were predicted, at least 1
 * @param rowsSkipped rows left out for a missing cell or a wrong number of cells
 * @param classes names of the k classes, in the order of the model
 * @param logLoss {@code -1/n sum log p}, the mean over the rows of minus the natural logarithm of the probability of the
 *     actual class; finite also where that probability rounds to 0
 * @param confusion {@code [k][k]}: how many rows of the class of the row were predicted as the class of the column
 * @param worst the rows with the largest loss, at most five, the worst first
 */
public record ClassEvaluation(
        long rowsUsed,
        long rowsSkipped,
        ImmutableList<String> classes,
        double logLoss,
        ImmutableList<ImmutableLongArray> confusion,
        ImmutableList<WorstRow> worst)
        implements Evaluation {

    /**
     * A row whose class was predicted badly.
     *
     * @param line 1-based line of the file where it starts
     * @param actual name of its class
     * @param predicted name of the class that is the most probable
     * @param probability what the model gives its class; 0 if it is too small for a double
     */
    public record WorstRow(long line, String actual, String predicted, double probability) {}

    /**
     * Computes the share of rows whose class was predicted.
     *
     * @return 0 to 1
     */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < classes.size(); c++) {
            right += confusion.get(c).get(c);
        }
        return (double) right / rowsUsed;
    }

    /**
     * Computes which share of the rows of a class was predicted as that class.
     *
     * @param c index of the class
     * @return 0 to 1; NaN if no row is of the class
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double recall(int c) {
        return confusion.get(c).get(c) / (double) confusion.get(c).stream().sum();
    }

    /**
     * Computes which share of the rows that were predicted as a class is of that class.
     *
     * @param c index of the class
     * @return 0 to 1; NaN if no row was predicted as the class
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double precision(int c) {
        long predicted = confusion.stream().mapToLong(row -> row.get(c)).sum();
        return confusion.get(c).get(c) / (double) predicted;
    }
}
