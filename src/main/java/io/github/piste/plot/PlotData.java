package io.github.piste.plot;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
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
 * @param target what is predicted
 * @param weightNames a name for each tracked weight of the history; the intercept is called "intercept"
 * @param history the way here, its weights in original units
 * @param label what sets this descent apart from the others: {@code "rate 0.1"}; empty where there are none
 * @param others descents that this one is compared with, which ended before
 * @param sample the rows that are drawn
 * @param landscape the loss over the tracked weights, where there are one or two and it is known; else null
 * @param optimum the least possible loss, NaN where unknown
 * @param state how the run is doing, in a word or two: "running", "converged", "diverged"
 */
public record PlotData(
        String title,
        String model,
        String loss,
        String target,
        ImmutableList<String> weightNames,
        History history,
        String label,
        ImmutableList<Trail> others,
        Sample sample,
        @Nullable Landscape landscape,
        double optimum,
        String state) {
    /**
     * Checks that every tracked weight has a name.
     *
     * @param title name of the run
     * @param model what is trained
     * @param loss what goes down
     * @param target what is predicted
     * @param weightNames as many as the history tracks
     * @param history the way here
     * @param label what sets this descent apart, or empty
     * @param others with the same tracked weights
     * @param sample the rows that are drawn
     * @param landscape the loss over the tracked weights, or null
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

    /** Whether a function is climbed: the history has the values of what goes down, the pictures turn them over. */
    boolean climbs() {
        return landscape != null && landscape.climbs();
    }

    /** A value as the pictures show it, from one of the history, or the other way round. */
    double shown(double value) {
        return climbs() ? -value : value;
    }
}
