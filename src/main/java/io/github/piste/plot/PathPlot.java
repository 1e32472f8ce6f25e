package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.util.Optional;

/** The way of two weights over the contours of the loss, from the start to where they are now. */
final class PathPlot implements Plot {
    @Override
    public String name() {
        return "path";
    }

    @Override
    public String caption() {
        return "Path";
    }

    @Override
    public boolean applies(PlotData data) {
        return data.weightNames().size() == 2;
    }

    @Override
    public Drawing draw(PlotData data) {
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(Words.weight(data, 0), Words.weight(data, 1));
        ImmutableList<Descent> descents = Descent.of(data, 2);
        if (!descents.isEmpty()) {
            Optional<ContourMap> map = ContourMap.beneath(data, descents);
            map.ifPresent(m -> m.addTo(drawing));
            addPaths(drawing, descents, map.map(ContourMap::window));
        }
        return drawing;
    }

    /** Draws the ways of all descents. */
    static void addPaths(Drawing drawing, ImmutableList<Descent> descents, Optional<Window> window) {
        for (Descent descent : descents) {
            String name = descents.size() > 1 ? descent.name() : descent.label();
            drawing.add(
                    name,
                    Look.LINE,
                    descent.ink(),
                    descent.history().weight(0),
                    descent.history().weight(1));
        }
        if (descents.size() > 1) {
            descents.forEach(descent -> addEnds(drawing, descent));
            return;
        }
        Descent only = descents.get(0);
        ImmutableDoubleArray u = only.history().weight(0);
        ImmutableDoubleArray v = only.history().weight(1);
        drawing.addPoint("start " + Numbers.point(u.get(0), v.get(0)), Look.RING, only.ink(), u.get(0), v.get(0));
        int last = only.lastFinite();
        boolean outside = window.isPresent() && !window.get().contains(u.get(last), v.get(last));
        String now = "now " + Numbers.point(u.get(last), v.get(last)) + (outside ? ", outside the picture" : "");
        drawing.addPoint(now, Look.DISC, Ink.VERMILLION, u.get(last), v.get(last));
    }

    private static void addEnds(Drawing drawing, Descent descent) {
        ImmutableDoubleArray u = descent.history().weight(0);
        ImmutableDoubleArray v = descent.history().weight(1);
        int last = descent.lastFinite();
        drawing.addPoint("", Look.RING, Ink.BLACK, u.get(0), v.get(0));
        drawing.addPoint("", Look.DISC, descent.ink(), u.get(last), v.get(last));
    }
}
