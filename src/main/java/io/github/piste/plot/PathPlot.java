package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import io.github.piste.plot.Layer.Look;
import io.github.piste.train.History;

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
                .axes(
                        weight(data.weightNames().get(0)),
                        weight(data.weightNames().get(1)));
        History history = data.history();
        if (history.length() == 0) {
            return drawing;
        }
        ImmutableDoubleArray u = history.weight(0);
        ImmutableDoubleArray v = history.weight(1);
        Landscape landscape = data.landscape();
        if (landscape != null && landscape.objective() instanceof Quadratic surface) {
            Bowl.around(surface, u, v).ifPresent(bowl -> bowl.addTo(drawing));
        }
        drawing.add("", Look.LINE, Ink.BLUE, u, v);
        drawing.addPoint("start " + point(u.get(0), v.get(0)), Look.RING, Ink.BLUE, u.get(0), v.get(0));
        int last = lastFinite(u, v);
        drawing.addPoint("now " + point(u.get(last), v.get(last)), Look.DISC, Ink.VERMILLION, u.get(last), v.get(last));
        return drawing;
    }

    private static int lastFinite(ImmutableDoubleArray u, ImmutableDoubleArray v) {
        int last = u.length() - 1;
        while (last > 0 && !(Double.isFinite(u.get(last)) && Double.isFinite(v.get(last)))) {
            last--;
        }
        return last;
    }

    private static String weight(String name) {
        return name.equals("intercept") ? name : "weight of " + name;
    }

    static String point(double u, double v) {
        return "(" + Numbers.brief(u) + ", " + Numbers.brief(v) + ")";
    }
}
