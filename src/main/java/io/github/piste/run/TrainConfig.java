package io.github.piste.run;

import io.github.piste.optim.Batching;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Block {@code train}: how the model is trained.
 *
 * <p>Thread-safety: immutable.
 *
 * @param batching rows a step and their order
 * @param learningRate base rate; empty: from the data
 * @param rule how a gradient becomes a step; empty: chosen from rate, mode and data
 * @param schedule how the rate changes along the way
 * @param averaging whether weights are averaged; empty: chosen from rate and mode
 * @param gradient how the gradient over all rows is computed
 * @param threads threads that compute a batch gradient, at least 1
 * @param stop when the descent is over; its epochs are the configured ones or the default of the mode
 */
public record TrainConfig(
        Batching batching,
        OptionalDouble learningRate,
        Optional<UpdateRule> rule,
        Schedule schedule,
        Optional<Boolean> averaging,
        Gradient gradient,
        int threads,
        StopRule stop) {
    private static final long BATCH_EPOCHS = 2000;
    private static final long OTHER_EPOCHS = 20;

    /** How the gradient over all rows is computed. */
    public enum Gradient {
        /** By whichever is faster. */
        AUTO,
        /** A pass over the rows each time. */
        STREAMING,
        /** From the Gram matrix, computed once. */
        GRAM
    }

    /**
     * Epochs of a run that asks for no number of them.
     *
     * @param mode rows a step
     * @return 2000 in batch mode, 20 otherwise
     */
    public static long defaultEpochs(Batching.Mode mode) {
        return mode == Batching.Mode.BATCH ? BATCH_EPOCHS : OTHER_EPOCHS;
    }
}
