package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;

/** The loss over the epochs, with the validation loss and the least possible one where they are known. */
final class LossPlot implements Plot {
    /** How far below the curve the optimum may lie and still be drawn: beyond it would flatten the curve. */
    private static final double MOST_DECADES_BELOW = 3;

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public String caption() {
        return "Loss";
    }

    @Override
    public boolean applies(PlotData data) {
        return true;
    }

    @Override
    public Drawing draw(PlotData data) {
        ImmutableDoubleArray epochs = data.history().epochs();
        ImmutableDoubleArray losses = data.history().losses();
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes("epoch", data.loss())
                .logarithmicWhereItHelps();
        drawing.add("training loss", Look.LINE, Ink.BLUE, epochs, losses);
        addValidation(drawing, epochs, data.history().validationLosses());
        addOptimum(drawing, data.optimum(), epochs, losses);
        return drawing;
    }

    private static void addOptimum(
            Drawing drawing, double optimum, ImmutableDoubleArray epochs, ImmutableDoubleArray losses) {
        if (!Double.isFinite(optimum) || epochs.isEmpty()) {
            return;
        }
        double least = losses.stream().filter(Double::isFinite).min().orElse(optimum);
        boolean farBelow = least > 0 && !(optimum > least * Math.pow(10, -MOST_DECADES_BELOW));
        String name = "optimum " + Numbers.text(optimum, 6);
        double last = epochs.get(epochs.length() - 1);
        drawing.add(
                farBelow ? name + " (below the axis)" : name,
                Look.DASHED,
                Ink.GREEN,
                ImmutableDoubleArray.of(epochs.get(0), last),
                farBelow ? ImmutableDoubleArray.of(Double.NaN, Double.NaN) : ImmutableDoubleArray.of(optimum, optimum));
    }

    /** Between two validations nothing is known: only the records that bring a new value are drawn. */
    private static void addValidation(Drawing drawing, ImmutableDoubleArray epochs, ImmutableDoubleArray losses) {
        ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder();
        ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder();
        for (int i = 0; i < losses.length(); i++) {
            boolean fresh = i == 0 || losses.get(i) != losses.get(i - 1) || i == losses.length() - 1;
            if (fresh && !Double.isNaN(losses.get(i))) {
                x.add(epochs.get(i));
                y.add(losses.get(i));
            }
        }
        ImmutableDoubleArray known = y.build();
        if (!known.isEmpty()) {
            drawing.add("validation loss", Look.LINE, Ink.VERMILLION, x.build(), known);
        }
    }
}
