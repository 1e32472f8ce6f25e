package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.github.piste.objective.Quadratic;
import io.github.piste.train.History;
import org.jspecify.annotations.Nullable;

/**
 * Everything that every picture of a run needs, and exactly what {@code history.bin} stores.
 *
 * <p>Thread-safety: immutable.
 *
 * @param title name of the run
 * @param model what is trained, in words: "linear regression"
 * @param loss what goes down, in words: "mean squared error"
 * @param lossUnit its unit, such as "minutes²"; empty where unknown
 * @param target what is predicted
 * @param weightNames a name for each tracked weight of the history; the intercept is called "intercept"
 * @param history the way here, its weights in original units
 * @param sample the rows that are drawn
 * @param surface the loss over the two tracked weights, where there are two and it is known
 * @param optimum the least possible loss, NaN where unknown
 * @param state how the run is doing, in a word or two: "running", "converged", "diverged"
 */
public record PlotData(
        String title,
        String model,
        String loss,
        String lossUnit,
        String target,
        ImmutableList<String> weightNames,
        History history,
        Sample sample,
        @Nullable Quadratic surface,
        double optimum,
        String state) {
    /**
     * Checks that every tracked weight has a name.
     *
     * @param title name of the run
     * @param model what is trained
     * @param loss what goes down
     * @param lossUnit its unit or empty
     * @param target what is predicted
     * @param weightNames as many as the history tracks
     * @param history the way here
     * @param sample the rows that are drawn
     * @param surface the loss over two weights, or null
     * @param optimum the least possible loss or NaN
     * @param state how the run is doing
     * @throws IllegalArgumentException if the names are more or fewer than the tracked weights
     */
    public PlotData {
        checkArgument(
                history.length() == 0 || weightNames.size() == history.tracked(),
                "%s names for %s tracked weights",
                weightNames.size(),
                history.tracked());
    }
}
