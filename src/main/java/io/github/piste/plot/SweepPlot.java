package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.files.AtomicFiles;
import io.github.piste.plot.Layer.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The picture of an exhaustive search: the loss over one weight as a curve, over two as contours, with its lowest point
 * and the place where a descent ended.
 *
 * <p>Thread-safety: stateless.
 */
public final class SweepPlot {
    private SweepPlot() {}

    /**
     * Writes the picture, replacing the file at once.
     *
     * @param sweep what was searched
     * @param renderer knows whether this machine can draw
     * @param file a PNG image in an existing folder
     * @return whether it was written; false where this machine cannot draw, see {@link Renderer#unavailable()}
     * @throws IOException if it cannot be written; an old file stays
     */
    public static boolean write(Sweep sweep, Renderer renderer, Path file) throws IOException {
        Optional<byte[]> png = renderer.png(draw(sweep));
        if (png.isPresent()) {
            AtomicFiles.replace(file, png.get());
        }
        return png.isPresent();
    }

    static Drawing draw(Sweep sweep) {
        String title = sweep.title().isEmpty() ? "Sweep" : "Sweep – " + sweep.title();
        int count = sweep.losses().length();
        Drawing drawing = new Drawing(
                title, "exhaustive search  ·  " + count + (count == 1 ? " place" : " places") + "  ·  " + sweep.loss());
        return sweep.names().size() == 1 ? overOne(drawing, sweep) : overTwo(drawing, sweep);
    }

    private static Drawing overOne(Drawing drawing, Sweep sweep) {
        drawing.axes(sweep.names().get(0), sweep.loss());
        drawing.add("loss at every value", Look.LINE, Ink.BLUE, sweep.first(), sweep.losses());
        int k = sweep.lowest();
        if (k >= 0) {
            double w = sweep.first().get(k);
            double loss = sweep.losses().get(k);
            drawing.addPoint(lowest(loss, Numbers.text(w, 6)), Look.CROSS, Ink.BLACK, w, loss);
        }
        if (!sweep.position().isEmpty()) {
            double w = sweep.position().get(0);
            drawing.addPoint(descent(sweep, Numbers.text(w, 6)), Look.DISC, Ink.VERMILLION, w, sweep.positionLoss());
        }
        return drawing;
    }

    private static Drawing overTwo(Drawing drawing, Sweep sweep) {
        drawing.axes(sweep.names().get(0), sweep.names().get(1));
        ImmutableDoubleArray x = sweep.first();
        ImmutableDoubleArray y = sweep.second();
        int k = sweep.lowest();
        if (k >= 0 && x.length() > 1 && y.length() > 1) {
            Window window = new Window(x.get(0), x.get(x.length() - 1), y.get(0), y.get(y.length() - 1));
            Grid grid = new Grid(
                    window, x.length() - 1, y.length() - 1, sweep.losses().toArray());
            ContourMap.of(
                            new Relief(
                                    grid, Double.NaN, Double.NaN, sweep.losses().get(k)),
                            window,
                            false)
                    .addTo(drawing);
        }
        if (k >= 0) {
            double u = x.get(k % x.length());
            double v = y.get(k / x.length());
            drawing.addPoint(lowest(sweep.losses().get(k), Numbers.point(u, v)), Look.CROSS, Ink.BLACK, u, v);
        }
        if (!sweep.position().isEmpty()) {
            double u = sweep.position().get(0);
            double v = sweep.position().get(1);
            drawing.addPoint(descent(sweep, Numbers.point(u, v)), Look.DISC, Ink.VERMILLION, u, v);
        }
        return drawing;
    }

    private static String lowest(double loss, String at) {
        return "lowest " + Numbers.text(loss, 6) + " at " + at;
    }

    private static String descent(Sweep sweep, String at) {
        return "descent " + Numbers.text(sweep.positionLoss(), 6) + " at " + at;
    }
}
