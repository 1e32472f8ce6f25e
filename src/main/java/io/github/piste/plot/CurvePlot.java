package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.plot.Layer.Look;
import java.util.Arrays;

/** The loss as a curve over its only weight, with the steps of the descent on it and its slope where it is now. */
final class CurvePlot implements Plot {
    /** Half the tangent's length, as a part of the window. */
    private static final double TANGENT = 0.14;
    /** Where walls rise so many times above what matters they leave the picture. */
    private static final double STEEP = 3;

    @Override
    public String name() {
        return "curve";
    }

    @Override
    public String caption() {
        return "Curve";
    }

    @Override
    public boolean applies(PlotData data) {
        Landscape landscape = data.landscape();
        return data.weightNames().size() == 1 && landscape != null && landscape.dimension() == 1;
    }

    @Override
    public Drawing draw(PlotData data) {
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(Words.weight(data, 0), data.loss());
        ImmutableList<Descent> descents = Descent.of(data, 1);
        Landscape landscape = data.landscape();
        if (landscape != null) {
            Window.around(descents, 1).ifPresent(window -> addAll(drawing, data, descents, landscape, window));
        }
        return data.climbs() ? drawing.turnOver() : drawing;
    }

    private static void addAll(
            Drawing drawing, PlotData data, ImmutableList<Descent> descents, Landscape landscape, Window around) {
        Relief relief = landscape.relief(around);
        Grid curve = relief.grid();
        Objective f = landscape.objective();
        ImmutableList<ImmutableDoubleArray> heights = descents.stream()
                .map(descent -> heights(descent.history().weight(0), curve, f))
                .collect(ImmutableList.toImmutableList());
        Window window = window(around, curve, heights);
        drawing.show(window);
        ImmutableDoubleArray.Builder nodes = ImmutableDoubleArray.builder(curve.columns() + 1);
        for (int i = 0; i <= curve.columns(); i++) {
            nodes.add(curve.x(i));
        }
        drawing.add("", Look.BORDER, Ink.GREY, nodes.build(), curve.values());
        if (Double.isFinite(relief.x())) {
            String lowest = (data.climbs() ? "highest here " : "lowest here ")
                    + Numbers.point(
                            Numbers.rounded(relief.x(), window.width()),
                            Numbers.rounded(data.shown(relief.lowest()), window.height()));
            drawing.addPoint(lowest, Look.CROSS, Ink.BLACK, relief.x(), relief.lowest());
        }
        for (int k = 0; k < descents.size(); k++) {
            Descent descent = descents.get(k);
            drawing.add(
                    descent.name(), Look.LINE, descent.ink(), descent.history().weight(0), heights.get(k));
        }
        for (int k = 0; k < descents.size(); k++) {
            addEnds(drawing, data, descents.get(k), descents.size() == 1, window, f);
        }
    }

    private static void addEnds(
            Drawing drawing, PlotData data, Descent descent, boolean only, Window window, Objective f) {
        ImmutableDoubleArray path = descent.history().weight(0);
        int last = descent.lastFinite();
        double now = path.get(last);
        double[] slope = new double[1];
        double height = f.valueAndGradient(new double[] {now}, slope);
        boolean outside = !window.contains(now, height);
        if (only && !outside && Double.isFinite(slope[0])) {
            double reach = Math.min(
                    TANGENT * window.width(), 2 * TANGENT * window.height() / Math.max(1e-300, Math.abs(slope[0])));
            drawing.add(
                    "slope now "
                            + Numbers.brief(Numbers.rounded(data.shown(slope[0]), window.height() / window.width())),
                    Look.DASHED,
                    Ink.GREEN,
                    ImmutableDoubleArray.of(now - reach, now + reach),
                    ImmutableDoubleArray.of(height - reach * slope[0], height + reach * slope[0]));
        }
        double first = f.value(new double[] {path.get(0)});
        String start = only ? "start " + Numbers.point(path.get(0), data.shown(first)) : "";
        drawing.addPoint(start, Look.RING, only ? descent.ink() : Ink.BLACK, path.get(0), first);
        String end =
                only ? "now " + Numbers.point(now, data.shown(height)) + (outside ? ", outside the picture" : "") : "";
        drawing.addPoint(end, Look.DISC, only ? Ink.VERMILLION : descent.ink(), now, height);
    }

    /** On the curve; of a way outside the window only its first point is computed, to see where it leaves. */
    private static ImmutableDoubleArray heights(ImmutableDoubleArray path, Grid curve, Objective f) {
        ImmutableDoubleArray.Builder heights = ImmutableDoubleArray.builder(path.length());
        boolean inside = true;
        for (int i = 0; i < path.length(); i++) {
            double known = curve.at(path.get(i), 0);
            heights.add(Double.isNaN(known) && inside ? f.value(new double[] {path.get(i)}) : known);
            inside = !Double.isNaN(known);
        }
        return heights.build();
    }

    /** As high as the paths in the window and most of the curve. */
    private static Window window(Window around, Grid curve, ImmutableList<ImmutableDoubleArray> heights) {
        double[] sorted =
                curve.values().stream().filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Window(around.xLow(), around.xHigh(), 0, 1);
        }
        double least = sorted[0];
        double most = sorted[sorted.length - 1];
        double matters = sorted[sorted.length * 3 / 4];
        for (ImmutableDoubleArray path : heights) {
            matters = Math.max(
                    matters,
                    Arrays.stream(path.toArray())
                            .filter(height -> height <= most)
                            .max()
                            .orElse(least));
        }
        double high = Math.min(most, least + STEEP * (matters - least));
        double margin = high > least ? 0.06 * (high - least) : Math.max(1, Math.abs(least)) * 0.1;
        return new Window(around.xLow(), around.xHigh(), clamp(least - margin), clamp(high + margin));
    }

    private static double clamp(double value) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }
}
