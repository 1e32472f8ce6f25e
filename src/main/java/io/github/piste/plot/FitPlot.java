package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import io.github.piste.train.History;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The data with the fitted curve over one feature, for classes their probabilities; predicted against actual values where
 * there are more features.
 */
final class FitPlot implements Plot {
    /** How far the strips of several classes lie apart. */
    private static final double STRIP = 0.07;

    @Override
    public String name() {
        return "fit";
    }

    @Override
    public String caption() {
        return "Fit";
    }

    @Override
    public boolean applies(PlotData data) {
        Sample sample = data.sample();
        return !sample.y().isEmpty() && (!sample.hasClasses() || (sample.hasOneFeature() && sample.map() != null));
    }

    @Override
    public Drawing draw(PlotData data) {
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data));
        ClassMap map = data.sample().map();
        if (data.sample().hasClasses() && map != null) {
            return probabilities(drawing, data.sample(), map);
        }
        return data.sample().hasOneFeature() ? overFeature(drawing, data) : predictedOverActual(drawing, data);
    }

    private static Drawing overFeature(Drawing drawing, PlotData data) {
        Sample sample = data.sample();
        ImmutableDoubleArray x = sample.columns().get(0);
        int[] ascending = IntStream.range(0, x.length())
                .boxed()
                .sorted(Comparator.comparingDouble(x::get))
                .mapToInt(Integer::intValue)
                .toArray();
        ImmutableDoubleArray.Builder lineX = ImmutableDoubleArray.builder(x.length());
        ImmutableDoubleArray.Builder lineY = ImmutableDoubleArray.builder(x.length());
        for (int i : ascending) {
            lineX.add(x.get(i));
            lineY.add(sample.predicted().get(i));
        }
        return drawing.axes(sample.features().get(0), data.target())
                .add(rows(sample), Look.DOTS, Ink.BLUE, x, sample.y())
                .add(equation(data), Look.LINE, Ink.VERMILLION, lineX.build(), lineY.build());
    }

    /**
     * A curve for each class; of two classes only that of the second, whose rows then lie at 1. Of more classes the rows
     * lie in a strip each below the curves.
     */
    private static Drawing probabilities(Drawing drawing, Sample sample, ClassMap map) {
        ImmutableDoubleArray x = sample.columns().get(0);
        int k = sample.classes().size();
        boolean two = k == 2;
        drawing.axes(
                sample.features().get(0),
                two ? "probability of " + sample.classes().get(1) : "probability");
        int cells = map.x().length();
        for (int c = two ? 1 : 0; c < Math.min(k, map.classes()); c++) {
            String name = two
                    ? "probability of " + sample.classes().get(c)
                    : sample.classes().get(c);
            drawing.add(
                    name,
                    Look.LINE,
                    two ? Ink.BLACK : Ink.of(c),
                    map.x(),
                    map.probabilities().subArray(c * cells, (c + 1) * cells));
        }
        for (int c = 0; c < k; c++) {
            ImmutableDoubleArray own = Classes.where(sample, c, x);
            double[] height = new double[own.length()];
            Arrays.fill(height, two ? c : -STRIP * (c + 1));
            String name = two ? sample.classes().get(c) : "";
            drawing.add(name, Look.DOTS, Ink.of(c), own, ImmutableDoubleArray.copyOf(height));
        }
        return drawing;
    }

    private static Drawing predictedOverActual(Drawing drawing, PlotData data) {
        Sample sample = data.sample();
        double low = sample.y().stream().filter(Double::isFinite).min().orElse(0);
        double high = sample.y().stream().filter(Double::isFinite).max().orElse(1);
        ImmutableDoubleArray ends = ImmutableDoubleArray.of(low, high);
        return drawing.axes(data.target() + ", actual", data.target() + ", predicted")
                .add(rows(sample), Look.DOTS, Ink.BLUE, sample.y(), sample.predicted())
                .add("predicted = actual", Look.DASHED, Ink.BLACK, ends, ends);
    }

    static String rows(Sample sample) {
        int n = sample.y().length();
        return n == 1 ? "1 row" : n + " rows";
    }

    /** The line in words, where the tracked weights are those of one line. */
    private static String equation(PlotData data) {
        History history = data.history();
        int slope = data.weightNames().indexOf(data.sample().features().get(0));
        int intercept = data.weightNames().indexOf("intercept");
        int expected = intercept < 0 ? 1 : 2;
        if (history.length() == 0
                || slope < 0
                || slope == intercept
                || data.weightNames().size() != expected) {
            return "fit";
        }
        int last = history.length() - 1;
        double w = history.weight(slope).get(last);
        String product = " × " + data.sample().features().get(0);
        if (intercept < 0) {
            return "fit: " + Numbers.brief(w) + product;
        }
        return "fit: " + Numbers.brief(history.weight(intercept).get(last)) + (w < 0 ? " − " : " + ")
                + Numbers.brief(Math.abs(w)) + product;
    }
}
