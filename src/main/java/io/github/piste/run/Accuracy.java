package io.github.piste.run;

import io.github.piste.data.Dataset;
import io.github.piste.objective.RowLoss;

/**
 * How many rows a classifier gets right.
 *
 * <p>Thread-safety: immutable.
 *
 * @param training share of the training rows, from 0 to 1, each row counting its weight
 * @param validation share of the validation rows; NaN without any
 */
public record Accuracy(double training, double validation) {
    /** Of weights on some rows, which the loss holds. */
    static double of(RowLoss loss, Dataset rows, double[] w) {
        int outputs = loss.outputs();
        double[] predicted = new double[rows.rows() * outputs];
        loss.predict(w, predicted);
        double[] weights = rows.weights();
        double right = 0;
        double total = 0;
        for (int i = 0; i < rows.rows(); i++) {
            double weight = weights == null ? 1 : weights[i];
            total += weight;
            right += mostProbable(predicted, i, outputs) == (int) rows.y()[i] ? weight : 0;
        }
        return right / total;
    }

    /** The class of row {@code i} among predictions {@code [n x outputs]}; one output is the probability of class 1. */
    static int mostProbable(double[] predicted, int i, int outputs) {
        if (outputs == 1) {
            return predicted[i] >= 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < outputs; c++) {
            best = predicted[i * outputs + c] > predicted[i * outputs + best] ? c : best;
        }
        return best;
    }
}
