package io.github.piste.run;

import java.util.Locale;

/** A measure of a model on rows that it has not seen. */
public enum Measure {
    /** {@code sqrt(1/n sum (predicted - actual)^2)}, in units of the target. */
    RMSE("RMSE"),
    /**
     * {@code 1 - sum (predicted - actual)^2 / sum (actual - mean actual)^2}; NaN where the rows have all the same target,
     * so that there is nothing to explain.
     */
    R2("R2"),
    /** The RMSE of predicting the mean target of the training rows. */
    BASELINE_RMSE("baseline"),
    /** The RMSE of the least-squares optimum of the training rows, without penalty. */
    CLOSED_FORM_RMSE("closed form"),
    /** The share of rows whose most probable class is their class. */
    ACCURACY("accuracy"),
    /** The mean negative natural logarithm of the probability given to the true class. */
    LOG_LOSS("log-loss"),
    /** The accuracy of predicting the most frequent class of the training rows. */
    BASELINE_ACCURACY("baseline");

    private final String label;

    Measure(String label) {
        this.label = label;
    }

    /**
     * How a table names it.
     *
     * @return a word or two
     */
    public String label() {
        return label;
    }

    /** How {@code run.json} names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
