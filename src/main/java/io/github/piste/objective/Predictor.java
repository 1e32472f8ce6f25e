package io.github.piste.objective;

/**
 * Predictions for rows that an objective already holds.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface Predictor {
    /**
     * How many numbers are predicted for a row.
     *
     * @return {@code k}: 1 for a number or the probability of the second of two classes, the number of classes for the
     *     probabilities of each
     */
    default int outputs() {
        return 1;
    }

    /**
     * Predicts every row.
     *
     * @param w {@code [d]}: the weights; only read
     * @param predicted {@code [n x k]}, row-major: receives the predictions
     */
    void predict(double[] w, double[] predicted);
}
