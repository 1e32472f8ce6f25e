package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.util.Arrays;
import java.util.Optional;

/** Which way a function of two variables goes down, and how steeply, with the path in between. */
final class GradientFieldPlot implements Plot {
    @Override
    public String name() {
        return "field";
    }

    @Override
    public String caption() {
        return "Gradient field";
    }

    @Override
    public boolean applies(PlotData data) {
        Landscape landscape = data.landscape();
        // A descent on data may run on scaled columns, where the way down is another than in the units of the picture.
        return Words.isFunction(data)
                && data.weightNames().size() == 2
                && landscape != null
                && landscape.dimension() == 2;
    }

    @Override
    public Drawing draw(PlotData data) {
        Drawing drawing = new Drawing(Words.title(data, caption()), Words.subtitle(data))
                .axes(Words.weight(data, 0), Words.weight(data, 1));
        ImmutableList<Descent> descents = Descent.of(data, 2);
        if (!descents.isEmpty()) {
            Optional<ContourMap> map = ContourMap.beneath(data, descents);
            map.ifPresent(m -> {
                m.addGround(drawing);
                new Arrows(m.grid(), m.window()).addTo(drawing, data.climbs());
                m.addLowest(drawing);
            });
            PathPlot.addPaths(drawing, descents, map.map(ContourMap::window));
        }
        return drawing;
    }

    /** The gradient at even places of a window, turned around. */
    private static final class Arrows {
        private static final int COLUMNS = 24;
        private static final int ROWS = 12;
        /** Near enough what a chart has of pixels: arrows keep the angle of their steps. */
        private static final double PIXELS_WIDE = 900;

        private static final double PIXELS_HIGH = 430;
        private static final double LONGEST = 34;
        private static final double SHORTEST = 4;
        /** A pole makes a few slopes so large that all others would vanish beside them. */
        private static final double STEEP = 0.97;

        private final Grid grid;
        private final Window window;
        private final double perX;
        private final double perY;
        private final ImmutableDoubleArray.Builder x = ImmutableDoubleArray.builder();
        private final ImmutableDoubleArray.Builder y = ImmutableDoubleArray.builder();

        Arrows(Grid grid, Window window) {
            this.grid = grid;
            this.window = window;
            perX = PIXELS_WIDE / window.width();
            perY = PIXELS_HIGH / window.height();
        }

        void addTo(Drawing drawing, boolean climbs) {
            int count = COLUMNS * ROWS;
            double[][] places = new double[count][2];
            double[][] slopes = new double[count][2];
            double[] sizes = new double[count];
            for (int k = 0; k < count; k++) {
                int row = k / COLUMNS;
                places[k][0] = window.xLow() + (k % COLUMNS + 0.5) / COLUMNS * window.width();
                places[k][1] = window.yLow() + (row + 0.5) / ROWS * window.height();
                grid.valueAndGradient(places[k], slopes[k]);
                double size = Math.hypot(slopes[k][0], slopes[k][1]);
                sizes[k] = Double.isFinite(size) ? size : 0;
            }
            double[] sorted = sizes.clone();
            Arrays.sort(sorted);
            double steep = sorted[(int) (STEEP * (count - 1))];
            for (int k = 0; k < count && steep > 0; k++) {
                double length = LONGEST * Math.min(1, Math.cbrt(sizes[k] / steep));
                if (length >= SHORTEST) {
                    arrow(places[k], slopes[k], length);
                }
            }
            drawing.add(
                    (climbs ? "the gradient: the way up" : "minus the gradient: the way down")
                            + " (length: cube root of its size)",
                    Look.ARROWS,
                    Ink.GREY,
                    x.build(),
                    y.build());
        }

        private void arrow(double[] at, double[] slope, double length) {
            double right = -slope[0] * perX;
            double up = -slope[1] * perY;
            double norm = Math.hypot(right, up);
            if (!(norm > 0) || !Double.isFinite(norm)) {
                return;
            }
            double c = right / norm * length;
            double s = up / norm * length;
            double barb = Math.min(0.36, 9 / length);
            point(at, -c / 2, -s / 2);
            point(at, c / 2, s / 2);
            point(at, c / 2 - barb * (c - 0.55 * s), s / 2 - barb * (s + 0.55 * c));
            point(at, Double.NaN, Double.NaN);
            point(at, c / 2, s / 2);
            point(at, c / 2 - barb * (c + 0.55 * s), s / 2 - barb * (s - 0.55 * c));
            point(at, Double.NaN, Double.NaN);
        }

        private void point(double[] at, double right, double up) {
            x.add(at[0] + right / perX);
            y.add(at[1] + up / perY);
        }
    }
}
