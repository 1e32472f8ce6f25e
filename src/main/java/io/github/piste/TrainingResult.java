package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.model.LinearModel;
import io.github.piste.model.Model;
import io.github.piste.objective.ClosedForm;
import io.github.piste.queue.QueueStats;
import io.github.piste.run.Accuracy;
import io.github.piste.run.CrossValidation;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.RunState;
import io.github.piste.sink.HandOver;
import io.github.piste.train.Outcome;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training led to.
 *
 * <p>Thread-safety: immutable.
 *
 * @param state how it ended
 * @param reason why, in half a sentence
 * @param model the trained model, in original units; of a diverged training, the best state before
 * @param outcome the loop's numbers: steps, losses, history
 * @param plan the rate, rule and limits that were used
 * @param optimum where a linear regression's loss is least, by the closed form beside the descent; empty if not known
 * @param optimumLoss the least loss there is, that of a logistic regression too; NaN if it is not known
 * @param accuracy how many rows a classifier gets right; empty for a target of numbers
 * @param crossValidation the folds, if {@code data.folds} asked for them and none was stopped; the model above is trained
 *     on all rows
 * @param queue counters of the sinks' mailboxes
 * @param handOvers how long the training thread was busy with handing over, a sink
 * @param degraded what was asked for and could not be shown or written, a line each; empty if all is well
 * @param directory where the files of the run are; empty if none were asked for
 */
public record TrainingResult(
        RunState state,
        String reason,
        Model model,
        Outcome outcome,
        DescentPlan plan,
        Optional<ClosedForm> optimum,
        double optimumLoss,
        Optional<Accuracy> accuracy,
        Optional<CrossValidation> crossValidation,
        QueueStats queue,
        ImmutableList<HandOver> handOvers,
        ImmutableList<String> degraded,
        Optional<Path> directory) {
    /**
     * The model of a linear regression, with its coefficients.
     *
     * @return the model
     * @throws IllegalStateException if another kind was trained
     */
    public LinearModel linearModel() {
        if (model instanceof LinearModel linear) {
            return linear;
        }
        throw new IllegalStateException("the model is a " + model.getClass().getSimpleName() + ", not linear");
    }
}
