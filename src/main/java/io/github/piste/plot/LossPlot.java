package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;

/** The loss over the epochs, with the validation loss and the least possible one where they are known. */
final class LossPlot implements Plot {
    /** How far below the curve the optimum may lie and still be drawn: beyond it would flatten the curve. */
    private static final double MOST_DECADES_BELOW = 3;

    /** How far above its start, in units of the way down, a curve is followed beside others. */
    private static final double ABOVE_START = 4;

    private static final double LEAST_RISE = 1e3;
    private static final double MOST_RISE = 1e8;
    /** By how much rounding may bring a loss below the least possible one. */
    private static final double ROUNDING = 1e-9;

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
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(Words.time(data), data.loss())
                .logarithmicWhereItHelps();
        ImmutableDoubleArray epochs = data.history().epochs();
        ImmutableDoubleArray losses = data.history().losses();
        if (data.others().isEmpty()) {
            drawing.add(Words.isFunction(data) ? "" : "training loss", Look.LINE, Ink.BLUE, epochs, losses);
            addValidation(drawing, epochs, data.history().validationLosses());
        } else {
            addAll(drawing, Descent.ofAny(data));
        }
        addOptimum(drawing, data.optimum(), Descent.ofAny(data));
        return data.climbs() ? drawing.turnOver() : drawing;
    }

    /** One curve each; those that leave upwards end there, so that they do not flatten the others. */
    private static void addAll(Drawing drawing, ImmutableList<Descent> descents) {
        double least = Double.POSITIVE_INFINITY;
        double start = Double.NEGATIVE_INFINITY;
        for (Descent descent : descents) {
            ImmutableDoubleArray losses = descent.history().losses();
            least = losses.stream().filter(Double::isFinite).reduce(least, Math::min);
            start = Double.isFinite(losses.get(0)) ? Math.max(start, losses.get(0)) : start;
        }
        double ceiling = ceiling(start, least);
        ImmutableList.Builder<Layer> over = ImmutableList.builder();
        for (int k = 0; k < descents.size(); k++) {
            Descent descent = descents.get(k);
            double[] losses = descent.history().losses().toArray();
            int left = firstAbove(losses, ceiling);
            for (int i = left; i < losses.length; i++) {
                losses[i] = i == left && Double.isFinite(ceiling) ? ceiling : Double.NaN;
            }
            String name = left < losses.length ? descent.name() + " (leaves upwards)" : descent.name();
            ImmutableDoubleArray x = descent.history().epochs();
            ImmutableDoubleArray y = ImmutableDoubleArray.copyOf(losses);
            drawing.add(name, Look.LINE, descent.ink(), x, y);
            if (k % 2 == 1) {
                over.add(new Layer("", Look.DASHED, descent.ink(), x, y));
            }
        }
        // Curves may coincide: dashes on top show the one beneath.
        over.build().forEach(layer -> drawing.add("", layer.look(), layer.ink(), layer.x(), layer.y()));
    }

    /** Over many decades, on a logarithmic axis, an explosion is followed about as far up as the others go down. */
    private static double ceiling(double start, double least) {
        if (!(start > least)) {
            return Double.POSITIVE_INFINITY;
        }
        return least > 0 && start / least >= Drawing.LOGARITHMIC_FROM
                ? start * Math.max(LEAST_RISE, Math.min(MOST_RISE, start / least))
                : start + ABOVE_START * (start - least);
    }

    private static int firstAbove(double[] losses, double ceiling) {
        int i = 0;
        while (i < losses.length && losses[i] <= ceiling) {
            i++;
        }
        return i;
    }

    private static void addOptimum(Drawing drawing, double optimum, ImmutableList<Descent> descents) {
        if (!Double.isFinite(optimum) || descents.isEmpty()) {
            return;
        }
        double least = Double.POSITIVE_INFINITY;
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        for (Descent descent : descents) {
            ImmutableDoubleArray epochs = descent.history().epochs();
            first = Math.min(first, epochs.get(0));
            last = Math.max(last, epochs.get(epochs.length() - 1));
            least = descent.history().losses().stream().filter(Double::isFinite).reduce(least, Math::min);
        }
        boolean farBelow =
                least > 0 && Double.isFinite(least) && !(optimum > least * Math.pow(10, -MOST_DECADES_BELOW));
        boolean sampled = least < optimum - ROUNDING * Math.abs(optimum);
        String name = "optimum " + Numbers.text(optimum, 6)
                + (farBelow ? " (below the axis)" : sampled ? " of all rows (losses of few rows may lie below)" : "");
        drawing.add(
                name,
                Look.DASHED,
                Ink.GREY,
                ImmutableDoubleArray.of(first, last),
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
