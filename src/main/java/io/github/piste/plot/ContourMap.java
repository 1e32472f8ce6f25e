package io.github.piste.plot;

import com.google.common.base.Suppliers;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import io.github.piste.plot.ContourLines.Polyline;
import io.github.piste.plot.Layer.Look;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A landscape over two weights as on a map: contour lines, the ground between them darker the lower it is, and the lowest
 * point.
 *
 * <p>Thread-safety: immutable.
 */
final class ContourMap {
    /** A ring of fewer points is too small for the grid to be round. */
    private static final int SMALLEST_RING = 12;

    private static final int LOW_GROUND = 0xC3D9EE;
    private static final int HIGH_GROUND = 0xFFFFFF;
    private static final int NO_GROUND = 0xEFEFEF;

    private final Window window;
    private final Grid grid;
    private final ContourLevels levels;
    private final double[] heights;
    private final String point;
    private final boolean climbs;
    private final double x;
    private final double y;
    private final Supplier<Polyline> lines = Suppliers.memoize(this::contours);

    /**
     * A map.
     *
     * @param window what is shown
     * @param grid heights over a little more than that
     * @param levels heights with a contour line
     * @param point what the lowest point is called
     * @param climbs whether the map is of a function turned over
     * @param x of the lowest point, NaN where there is none
     * @param y of the lowest point
     */
    ContourMap(Window window, Grid grid, ContourLevels levels, String point, boolean climbs, double x, double y) {
        this.window = window;
        this.grid = grid;
        this.levels = levels;
        this.heights = levels.heights().toArray();
        this.point = point;
        this.climbs = climbs;
        this.x = x;
        this.y = y;
    }

    /** The map of what is known of a landscape. */
    static ContourMap of(Relief relief, Window window, boolean climbs) {
        return new ContourMap(
                window,
                relief.grid(),
                ContourLevels.of(relief.grid(), relief.lowest()),
                climbs ? "highest here" : "lowest here",
                climbs,
                relief.x(),
                relief.y());
    }

    /** The map beneath descents of two weights, exact where the loss is a quadratic; empty where none can be drawn. */
    static Optional<ContourMap> beneath(PlotData data, List<Descent> descents) {
        Landscape landscape = data.landscape();
        if (landscape == null || landscape.dimension() != 2) {
            return Optional.empty();
        }
        return landscape.objective() instanceof Quadratic surface
                ? Bowl.around(surface, all(descents, 0), all(descents, 1)).map(Bowl::map)
                : Window.around(descents, 2).map(landscape::map);
    }

    private static ImmutableDoubleArray all(List<Descent> descents, int weight) {
        ImmutableDoubleArray.Builder all = ImmutableDoubleArray.builder();
        descents.forEach(descent -> all.addAll(descent.inSight(weight, descents.size())));
        return all.build();
    }

    Window window() {
        return window;
    }

    Grid grid() {
        return grid;
    }

    void addTo(Drawing drawing) {
        addGround(drawing);
        if (!levels.heights().isEmpty()) {
            Polyline all = lines.get();
            drawing.add(
                    climbs ? levels.words().replace("above the lowest", "below the highest") : levels.words(),
                    Look.CONTOUR,
                    Ink.GREY,
                    all.x(),
                    all.y());
        }
        addLowest(drawing);
    }

    /** All contour lines, with a gap after each. */
    private Polyline contours() {
        ContourLines contours = new ContourLines(grid);
        ImmutableDoubleArray.Builder lineX = ImmutableDoubleArray.builder();
        ImmutableDoubleArray.Builder lineY = ImmutableDoubleArray.builder();
        levels.heights().forEach(height -> {
            for (Polyline line : contours.at(height)) {
                if (!line.isClosed() || line.x().length() >= SMALLEST_RING) {
                    lineX.addAll(line.x()).add(Double.NaN);
                    lineY.addAll(line.y()).add(Double.NaN);
                }
            }
        });
        return new Polyline(lineX.build(), lineY.build());
    }

    /** The ground without lines. */
    void addGround(Drawing drawing) {
        drawing.show(window);
        if (!levels.heights().isEmpty()) {
            drawing.tint(this::fill);
        }
    }

    void addLowest(Drawing drawing) {
        if (Double.isFinite(x) && Double.isFinite(y)) {
            String at = Numbers.point(Numbers.rounded(x, window.width()), Numbers.rounded(y, window.height()));
            drawing.addPoint(point + " " + at, Look.CROSS, Ink.BLACK, x, y);
        }
    }

    private void fill(double[] atX, double[] atY, int[] rgb) {
        double[] raster = grid.at(atX, atY);
        int[] colors = new int[heights.length + 1];
        for (int band = 0; band < colors.length; band++) {
            double low = (double) band / heights.length;
            colors[band] = Style.mix(LOW_GROUND, HIGH_GROUND, climbs ? 1 - low : low);
        }
        int band = 0;
        for (int k = 0; k < rgb.length; k++) {
            double height = raster[k];
            if (Double.isFinite(height)) {
                band = isIn(band, height) ? band : band(height);
                rgb[k] = colors[band];
            } else {
                boolean known = grid.window().contains(atX[k % atX.length], atY[k / atX.length]);
                rgb[k] = known ? NO_GROUND : HIGH_GROUND;
            }
        }
    }

    /** Whether a height lies in a band, as most do in that of their neighbour. */
    private boolean isIn(int band, double height) {
        return (band == 0 || height >= heights[band - 1]) && (band == heights.length || height < heights[band]);
    }

    /** How many contour lines lie at or below a height. */
    private int band(double height) {
        int found = Arrays.binarySearch(heights, height);
        return found < 0 ? -found - 1 : found + 1;
    }
}
