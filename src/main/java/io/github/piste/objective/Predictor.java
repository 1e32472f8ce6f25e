package io.github.piste.objective;

/**
 * Predictions for rows that an objective already holds.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public interface Predictor {
    /**
     * Predicts the target of every row.
     *
     * @param w {@code [d]}: the weights; only read
     * @param predicted {@code [n]}: receives one prediction a row
     */
    void predict(double[] w, double[] predicted);
}
