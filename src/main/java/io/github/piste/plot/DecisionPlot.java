package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of several classes over two features, on ground coloured by the class that is most probable there; a line where
 * that changes, circles around the rows on wrong ground.
 */
final class DecisionPlot implements Plot {
    /** How much of a class's ink its ground has. */
    private static final double PALE = 0.17;

    @Override
    public String name() {
        return "decision";
    }

    @Override
    public String caption() {
        return "Decision boundary";
    }

    @Override
    public boolean applies(PlotData data) {
        Sample sample = data.sample();
        return sample.hasClasses()
                && sample.features().size() == 2
                && !sample.y().isEmpty();
    }

    @Override
    public Drawing draw(PlotData data) {
        Sample sample = data.sample();
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data, Classes.accuracy(sample)))
                .axes(sample.features().get(0), sample.features().get(1));
        ClassMap map = sample.map();
        if (map != null && map.x().length() > 1 && map.y().length() > 1) {
            addMap(
                    drawing,
                    IntStream.range(0, map.classes()).mapToObj(map::grid).toList());
        }
        int k = sample.classes().size();
        for (int c = 0; c < k; c++) {
            boolean distinct = c < Ink.DISTINCT;
            String name = distinct ? sample.classes().get(c) : c == Ink.DISTINCT ? "other classes" : "";
            drawing.add(
                    name,
                    Look.DOTS,
                    ink(c),
                    Classes.where(sample, c, sample.columns().get(0)),
                    Classes.where(sample, c, sample.columns().get(1)));
        }
        addWrong(drawing, sample);
        return drawing;
    }

    private static Ink ink(int c) {
        return c < Ink.DISTINCT ? Ink.of(c) : Ink.GREY;
    }

    private static void addMap(Drawing drawing, List<Grid> probabilities) {
        Window window = probabilities.get(0).window();
        drawing.show(window).tint((x, y) -> {
            double inX = Math.max(window.xLow(), Math.min(window.xHigh(), x));
            double inY = Math.max(window.yLow(), Math.min(window.yHigh(), y));
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < probabilities.size(); c++) {
                double p = probabilities.get(c).at(inX, inY);
                if (p > most) {
                    most = p;
                    best = c;
                }
            }
            return Style.mix(0xFFFFFF, ink(best).rgb(), most > Double.NEGATIVE_INFINITY ? PALE : 0);
        });
        ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder();
        ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder();
        // What bounds all classes but the last bounds the last too.
        for (int c = 0; c < probabilities.size() - 1; c++) {
            for (ContourLines.Polyline line : new ContourLines(lead(probabilities, c)).at(0)) {
                x.addAll(line.x()).add(Double.NaN);
                y.addAll(line.y()).add(Double.NaN);
            }
        }
        String name =
                probabilities.size() == 2 ? "both classes equally probable" : "where the most probable class changes";
        drawing.add(name, Look.BORDER, Ink.BLACK, x.build(), y.build());
    }

    /** By how much a class is more probable than every other one. */
    private static Grid lead(List<Grid> probabilities, int c) {
        Grid own = probabilities.get(c);
        ImmutableDoubleArray q = own.values();
        double[] lead = new double[q.length()];
        Arrays.fill(lead, Double.POSITIVE_INFINITY);
        for (int other = 0; other < probabilities.size(); other++) {
            if (other != c) {
                ImmutableDoubleArray p = probabilities.get(other).values();
                for (int k = 0; k < lead.length; k++) {
                    lead[k] = Math.min(lead[k], q.get(k) - p.get(k));
                }
            }
        }
        return new Grid(own.window(), own.columns(), own.rows(), lead);
    }

    private static void addWrong(Drawing drawing, Sample sample) {
        int[] wrong = IntStream.range(0, sample.y().length())
                .filter(i -> Classes.isWrong(sample, i))
                .toArray();
        if (wrong.length > 0) {
            ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder(wrong.length);
            ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder(wrong.length);
            for (int i : wrong) {
                x.add(sample.columns().get(0).get(i));
                y.add(sample.columns().get(1).get(i));
            }
            drawing.add("wrong (" + wrong.length + ")", Look.CIRCLES, Ink.BLACK, x.build(), y.build());
        }
    }
}
