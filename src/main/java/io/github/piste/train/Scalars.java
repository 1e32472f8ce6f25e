package io.github.piste.train;

/**
 * The numbers of one moment of a descent. A value that does not exist at that moment is {@link Double#NaN}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param step updates made so far; at step {@code k} the weights have been moved {@code k} times
 * @param epoch passes over the data made so far; fractional inside an epoch
 * @param elapsedSeconds seconds of training so far, those before a resume included
 * @param loss the objective with its penalty: in batch mode at exactly these weights; otherwise the mean over the
 *     latest steps as they were met, except for the first and the last record of a run, which are exact
 * @param validationLoss the loss on the validation rows, without penalty, at the end of the latest epoch
 * @param gradientNorm Euclidean norm of the gradient of the latest step (of the whole objective in batch mode)
 * @param learningRate the rate that the next step uses
 */
public record Scalars(
        long step,
        double epoch,
        double elapsedSeconds,
        double loss,
        double validationLoss,
        double gradientNorm,
        double learningRate) {}
