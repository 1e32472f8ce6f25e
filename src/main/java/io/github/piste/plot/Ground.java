package io.github.piste.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import org.knowm.xchart.style.markers.Marker;

/**
 * The coloured ground of a chart: the mark of a series of two points, the lower left and the upper right corner. Only
 * when the second is painted is it known which pixels there are.
 *
 * <p>Thread-safety: none; it belongs to one chart.
 */
final class Ground extends Marker {
    /** Pixels along each side that share a colour; lines hide their steps. */
    private static final int COARSE = 2;

    private final Drawing.Tint tint;
    private final AxisScale xScale;
    private final AxisScale yScale;
    private double left = Double.NaN;
    private double bottom = Double.NaN;

    Ground(Drawing.Tint tint, AxisScale xScale, AxisScale yScale) {
        this.tint = tint;
        this.xScale = xScale;
        this.yScale = yScale;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int unused) {
        if (Double.isNaN(left)) {
            left = x;
            bottom = y;
            return;
        }
        int width = (int) Math.ceil((x - left) / COARSE);
        int height = (int) Math.ceil((bottom - y) / COARSE);
        if (width < 1 || height < 1) {
            return;
        }
        double[] atX = new double[width];
        double[] atY = new double[height];
        Arrays.setAll(atX, i -> xScale.value((i + 0.5) / width));
        Arrays.setAll(atY, j -> yScale.value(1 - (j + 0.5) / height));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        tint.fill(atX, atY, ((DataBufferInt) image.getRaster().getDataBuffer()).getData());
        g.drawImage(
                image,
                (int) Math.round(left),
                (int) Math.round(y),
                (int) Math.round(x - left),
                (int) Math.round(bottom - y),
                null);
    }
}
