package io.github.piste.run;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Quoted;

/**
 * Brings rows and model together by the target: a classifier's is a class, any other model's a number.
 *
 * <p>Thread-safety: stateless.
 */
public final class TargetCheck {
    private static final int CLASSES_SHOWN = 5;

    private TargetCheck() {}

    /**
     * The rows as the model needs them.
     *
     * @param config of the run
     * @param rows as they were read
     * @param source of the rows, for messages
     * @return the rows, their target made classes for a classifier
     * @throws DataException if the target is text and the model predicts numbers, or has other than two classes for
     *     logistic regression
     */
    public static Dataset fit(RunConfig config, Dataset rows, String source) {
        boolean text = !rows.classes().isEmpty();
        if (config.model().classifies(text)) {
            return twoForLogistic(config, rows.asClasses(), source);
        }
        if (text) {
            throw new DataException(source + ": the target " + Quoted.cell(rows.targetName())
                    + " is text, its first value is "
                    + Quoted.cell(rows.classes().get((int) rows.y()[0]))
                    + ", but a linear model predicts numbers; correct that cell, choose another data.target, or predict"
                    + " classes with model.kind = " + (rows.classes().size() == 2 ? "logistic" : "softmax"));
        }
        return rows;
    }

    private static Dataset twoForLogistic(RunConfig config, Dataset rows, String source) {
        int found = rows.classes().size();
        if (config.model().kind() == ModelConfig.Kind.LOGISTIC && found != 2) {
            throw new DataException(
                    source + ": the target " + Quoted.cell(rows.targetName()) + " has " + found + " classes ("
                            + Quoted.list(rows.classes().subList(0, Math.min(found, CLASSES_SHOWN)))
                            + (found > CLASSES_SHOWN ? ", ..." : "")
                            + "), logistic regression takes two; use model.kind = softmax");
        }
        return rows;
    }
}
