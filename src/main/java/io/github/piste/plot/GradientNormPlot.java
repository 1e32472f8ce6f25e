package io.github.piste.plot;

import io.github.piste.plot.Layer.Look;

/** The norm of the gradient over the epochs: how steep the slope still is. */
final class GradientNormPlot implements Plot {
    @Override
    public String name() {
        return "gradient-norm";
    }

    @Override
    public String caption() {
        return "Gradient norm";
    }

    @Override
    public boolean applies(PlotData data) {
        return true;
    }

    @Override
    public Drawing draw(PlotData data) {
        return new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(Words.time(data), "norm of the gradient")
                .logarithmicWhereItHelps()
                .add(
                        "",
                        Look.LINE,
                        Ink.PURPLE,
                        data.history().epochs(),
                        data.history().gradientNorms());
    }
}
