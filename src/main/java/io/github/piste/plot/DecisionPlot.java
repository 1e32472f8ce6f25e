package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.util.Arrays;
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
            addMap(drawing, map);
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

    private static void addMap(Drawing drawing, ClassMap map) {
        int classes = map.classes();
        ClassGround ground =
                new ClassGround(IntStream.range(0, classes).mapToObj(map::grid).toList());
        int[] colors = new int[classes + 1];
        Arrays.setAll(colors, c -> Style.mix(0xFFFFFF, ink(c).rgb(), c < classes ? PALE : 0));
        drawing.show(ground.window()).tint((x, y, rgb) -> ground.fill(x, y, colors, rgb));
        ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder();
        ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder();
        // What bounds all classes but the last bounds the last too.
        ContourLines lines = new ContourLines(ground.lead(0));
        for (int c = 0; c < classes - 1; c++) {
            for (ContourLines.Polyline line : lines.at(ground.lead(c), 0)) {
                x.addAll(line.x()).add(Double.NaN);
                y.addAll(line.y()).add(Double.NaN);
            }
        }
        String name = classes == 2 ? "both classes equally probable" : "where the most probable class changes";
        drawing.add(name, Look.BORDER, Ink.BLACK, x.build(), y.build());
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
