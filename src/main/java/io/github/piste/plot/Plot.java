package io.github.piste.plot;

import com.google.common.collect.ImmutableList;

/**
 * One kind of picture.
 *
 * <p>Thread-safety: implementations have no state.
 */
public interface Plot {
    /**
     * A short name: that of its file without {@code .png}.
     *
     * @return lower case words joined by hyphens
     */
    String name();

    /**
     * What the picture shows, for its heading and for those who cannot see it.
     *
     * @return a short phrase
     */
    String caption();

    /**
     * Whether there is anything to draw.
     *
     * @param data a run
     * @return false where this picture means nothing
     */
    boolean applies(PlotData data);

    /**
     * Draws.
     *
     * @param data a run this picture applies to
     * @return what is to be seen, not yet rendered
     */
    Drawing draw(PlotData data);

    /**
     * All pictures of a run, in the order in which one looks at them.
     *
     * @return one of each kind
     */
    static ImmutableList<Plot> all() {
        return ImmutableList.of(
                new CurvePlot(),
                new LossPlot(),
                new FitPlot(),
                new DecisionPlot(),
                new ConfusionPlot(),
                new PathPlot(),
                new GradientFieldPlot(),
                new WeightsPlot(),
                new GradientNormPlot(),
                new ResidualsPlot());
    }
}
