package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A drawing as pixels: heading and legend above, the chart or the matrix below. The one place that hands numbers to the chart library,
 * in coordinates of {@link AxisScale}, thinned to what the pixels can show.
 */
final class ChartPainter {
    /** What the axes take of the chart's sides; near enough to count pixel columns. */
    private static final int AXES = 110;
    /** Pixels that share the lowest and the highest point of a line; lines are wider than that. */
    private static final double COLUMN = 2;
    /** About as wide as lines are. */
    private static final double LINE = 2.3;
    /** Time goes with the number of points: many lines share columns, wider still then. */
    private static final int COLUMNS_OF_ALL = 1200;

    private static final int FEWEST_COLUMNS = 64;
    /** Most points that keep their places within a column narrower than the line. */
    private static final int MOST_APART = 8;
    /** Lines of so few points show each of them. */
    private static final int FEW = 60;

    private final Drawing drawing;
    private final int width;
    private final int height;
    private final AxisScale xScale;
    private final AxisScale yScale;

    private ChartPainter(Drawing drawing, int width, int height) {
        this.drawing = drawing;
        this.width = width;
        this.height = height;
        xScale = drawing.xScale();
        yScale = drawing.yScale();
    }

    /** Paints all of an image, whatever was there before. */
    static void paint(Drawing drawing, BufferedImage image) {
        new ChartPainter(drawing, image.getWidth(), image.getHeight()).fill(image);
    }

    private void fill(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        try {
            g.setColor(Style.PAPER);
            g.fillRect(0, 0, width, height);
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            int top = Heading.paint(drawing, g, width);
            g.translate(0, top);
            if (drawing.matrix().isPresent()) {
                new MatrixPainter(drawing.matrix().get(), g, width, height - top).paint();
            } else {
                chart(height - top).paint(g, width, height - top);
            }
        } finally {
            g.dispose();
        }
    }

    private XYChart chart(int chartHeight) {
        XYChart chart = new XYChart(width, chartHeight);
        Style.apply(chart.getStyler());
        chart.setXAxisTitle(safe(xScale.title(drawing.xTitle())));
        chart.setYAxisTitle(safe(yScale.title(drawing.yTitle())));
        chart.getStyler()
                .setXAxisMin(xScale.low())
                .setXAxisMax(xScale.high())
                .setYAxisMin(yScale.low())
                .setYAxisMax(yScale.high())
                .setXAxisTickMarkSpacingHint(Style.X_TICKS)
                .setYAxisTickMarkSpacingHint(yScale.tickSpacing(chartHeight - AXES, Style.Y_TICKS))
                .setXAxisTickLabelsFormattingFunction(xScale::label)
                .setYAxisTickLabelsFormattingFunction(yScale::label)
                .setYAxisLogarithmicDecadeOnly(false)
                .setYAxisLogarithmic(yScale.kind() == AxisScale.Kind.LOGARITHMIC);
        addNothing(chart);
        drawing.tint().ifPresent(tint -> addArea(chart, "ground", new Ground(tint, xScale, yScale)));
        List<Layer> layers = drawing.layers();
        for (int i = 0; i < layers.size(); i++) {
            addLayer(chart, Integer.toString(i), layers.get(i), chartHeight);
        }
        return chart;
    }

    /** Without a series the library cannot tell numbers from dates; without a point aside it sets ticks at the corners. */
    private void addNothing(XYChart chart) {
        double x = xScale.low() + 0.3 * (xScale.high() - xScale.low());
        double y = yScale.low() + 0.3 * (yScale.high() - yScale.low());
        chart.addSeries("nothing", new double[] {x}, new double[] {y}).setMarker(SeriesMarkers.NONE);
    }

    private void addArea(XYChart chart, String id, AreaMark mark) {
        double[] x = {xScale.low(), xScale.high()};
        double[] y = {yScale.low(), yScale.high()};
        chart.addSeries(id, x, y)
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setMarker(mark);
    }

    private void addLayer(XYChart chart, String id, Layer layer, int chartHeight) {
        Thinning points = thinned(layer, chartHeight);
        if (points.length() == 0) {
            return;
        }
        Look look = layer.look();
        Color color = Style.color(layer.ink());
        if (look.isLine()) {
            addArea(chart, id, new Trace(points.x(), points.y(), xScale, yScale, color, Style.stroke(look)));
        }
        if (!look.isLine() || (look == Look.LINE && points.length() <= FEW)) {
            Mark mark = Mark.of(look, color, points.length());
            addArea(chart, id + " marks", new Stamps(points.x(), points.y(), xScale, yScale, mark));
        }
    }

    private Thinning thinned(Layer layer, int chartHeight) {
        ImmutableDoubleArray from = layer.x();
        double[] x = new double[from.length()];
        double[] y = new double[from.length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = coordinate(xScale, from.get(i));
            y[i] = coordinate(yScale, layer.y().get(i));
        }
        if (layer.look().isLine() && layer.look() != Look.ARROWS && Thinning.isAscending(x)) {
            int columns = Math.max(
                    FEWEST_COLUMNS,
                    Math.min(
                            (int) ((width - AXES) / COLUMN),
                            COLUMNS_OF_ALL / drawing.layers().size()));
            boolean narrow = (double) (width - AXES) / columns <= LINE;
            int most = narrow ? MOST_APART : Integer.MAX_VALUE;
            return Thinning.perColumn(x, y, xScale.low(), xScale.high(), columns, most);
        }
        double reach =
                switch (layer.look()) {
                    case CONTOUR -> 2.5;
                    case LINE, DASHED, THIN, GUIDE, BORDER -> 1;
                    case ARROWS, DOTS, RING, DISC, CROSS, CIRCLES -> 0;
                };
        double xPixel = (xScale.high() - xScale.low()) / (width - AXES);
        double yPixel = (yScale.high() - yScale.low()) / (chartHeight - AXES);
        return Thinning.alongPath(x, y, xPixel, yPixel, reach, Sample.MAX_ROWS);
    }

    private static double coordinate(AxisScale scale, double value) {
        return Double.isFinite(value) && (value > 0 || scale.kind() == AxisScale.Kind.LINEAR)
                ? scale.coordinate(value)
                : Double.NaN;
    }

    /** Text the chart library takes as it is: one line, not read as a formula. */
    private static String safe(String text) {
        String line = Heading.oneLine(text);
        String shortened = line.length() > 90 ? line.substring(0, 89) + "…" : line;
        return shortened.startsWith("$") ? " " + shortened : shortened;
    }
}
