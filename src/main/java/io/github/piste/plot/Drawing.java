package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Layer.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen in a picture: words and layers in the units of the data. Any number may be in it: what cannot be
 * drawn becomes a gap. {@link Renderer} turns it into an image.
 *
 * <p>Thread-safety: none while it is built; it belongs to the call that draws.
 */
public final class Drawing {
    private final String title;
    private final String subtitle;
    private String xTitle = "";
    private String yTitle = "";
    /** A range this wide hides its lower part on a linear axis. */
    static final double LOGARITHMIC_FROM = 20;

    private boolean logarithmic;
    private final List<Layer> layers = new ArrayList<>();
    private @Nullable Window window;

    private @Nullable Tint tint;
    private @Nullable Matrix matrix;

    /** The colours of the ground at the places of a raster, in the units of the data. */
    @FunctionalInterface
    interface Tint {
        /**
         * Fills in the colours.
         *
         * @param x {@code [m]}: ascending
         * @param y {@code [n]}: descending, as the lines of an image
         * @param rgb {@code [n x m]}, row-major: is filled
         */
        void fill(double[] x, double[] y, int[] rgb);
    }

    Drawing(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    Drawing axes(String x, String y) {
        xTitle = x;
        yTitle = y;
        return this;
    }

    /** Asks for a logarithmic y axis; it is linear all the same where a value is not above zero or the range is small. */
    Drawing logarithmicWhereItHelps() {
        logarithmic = true;
        return this;
    }

    Drawing add(String name, Look look, Ink ink, ImmutableDoubleArray x, ImmutableDoubleArray y) {
        layers.add(new Layer(name, look, ink, x, y));
        return this;
    }

    Drawing addPoint(String name, Look look, Ink ink, double x, double y) {
        return add(name, look, ink, ImmutableDoubleArray.of(x), ImmutableDoubleArray.of(y));
    }

    /** Shows this part of the plane, whatever the layers; over linear axes. */
    Drawing show(Window part) {
        window = part;
        return this;
    }

    /** Colours the ground of a window that was chosen with {@link #show}. */
    Drawing tint(Tint ground) {
        tint = ground;
        return this;
    }

    /** Shows a matrix in place of a chart. */
    Drawing show(Matrix counts) {
        matrix = counts;
        return this;
    }

    /** Turns everything over: what went down goes up. */
    Drawing turnOver() {
        layers.replaceAll(layer -> new Layer(
                layer.name(),
                layer.look(),
                layer.ink(),
                layer.x(),
                ImmutableDoubleArray.copyOf(layer.y().stream().map(y -> -y))));
        window = window == null ? null : new Window(window.xLow(), window.xHigh(), -window.yHigh(), -window.yLow());
        return this;
    }

    String title() {
        return title;
    }

    String subtitle() {
        return subtitle;
    }

    String xTitle() {
        return xTitle;
    }

    String yTitle() {
        return yTitle;
    }

    Optional<Tint> tint() {
        return window == null ? Optional.empty() : Optional.ofNullable(tint);
    }

    Optional<Matrix> matrix() {
        return Optional.ofNullable(matrix);
    }

    ImmutableList<Layer> layers() {
        return ImmutableList.copyOf(layers);
    }

    AxisScale xScale() {
        if (window != null) {
            return AxisScale.linear(window.xLow(), window.xHigh());
        }
        Range range = new Range();
        layers.stream()
                .filter(layer -> layer.look().widensAxes())
                .forEach(layer -> range.include(layer.x(), layer.y()));
        return AxisScale.linear(range.min, range.max);
    }

    AxisScale yScale() {
        if (window != null) {
            return AxisScale.linear(window.yLow(), window.yHigh());
        }
        Range range = new Range();
        layers.stream()
                .filter(layer -> layer.look().widensAxes())
                .forEach(layer -> range.include(layer.y(), layer.x()));
        if (logarithmic && range.min > 0 && range.max / range.min >= LOGARITHMIC_FROM) {
            return AxisScale.logarithmic(range.min, range.max);
        }
        return AxisScale.linear(range.min, range.max);
    }

    /** The finite values of one coordinate, where the other is finite too. */
    private static final class Range {
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        void include(ImmutableDoubleArray values, ImmutableDoubleArray others) {
            for (int i = 0; i < values.length(); i++) {
                double value = values.get(i);
                if (Double.isFinite(value) && Double.isFinite(others.get(i))) {
                    min = value < min ? value : min;
                    max = value > max ? value : max;
                }
            }
        }
    }
}
