package io.github.piste.plot;

/** How often each class was predicted as which: right on the diagonal, mistaken beside it. */
final class ConfusionPlot implements Plot {
    /** More cells than the square of this could not be read. */
    private static final int MOST_CLASSES = 20;

    @Override
    public String name() {
        return "confusion";
    }

    @Override
    public String caption() {
        return "Confusion matrix";
    }

    @Override
    public boolean applies(PlotData data) {
        return data.sample().hasClasses() && !data.sample().y().isEmpty();
    }

    @Override
    public Drawing draw(PlotData data) {
        Sample sample = data.sample();
        int k = sample.classes().size();
        int shown = Math.min(k, MOST_CLASSES);
        String cut = shown < k ? "the first " + shown + " of " + k + " classes" : "";
        return new Drawing(Words.title(data, caption()), Words.subtitle(data, Classes.accuracy(sample), cut))
                .show(new Matrix(sample.classes().subList(0, shown), Classes.counts(sample, shown)));
    }
}
