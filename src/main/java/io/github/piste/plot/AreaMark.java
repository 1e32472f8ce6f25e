package io.github.piste.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/**
 * Paints on the whole area of a chart: the mark of a series of two points, the lower left and the upper right corner. Only
 * when the second is painted is it known which pixels there are.
 *
 * <p>Thread-safety: none; it belongs to one chart.
 */
abstract class AreaMark extends Marker {
    private double left = Double.NaN;
    private double bottom = Double.NaN;

    abstract void paint(Graphics2D g, Rectangle2D area);

    static double right(Rectangle2D area, double fraction) {
        return area.getX() + fraction * area.getWidth();
    }

    static double down(Rectangle2D area, double fraction) {
        return area.getMaxY() - fraction * area.getHeight();
    }

    @Override
    public final void paint(Graphics2D g, double x, double y, int unused) {
        if (Double.isNaN(left)) {
            left = x;
            bottom = y;
        } else {
            paint(g, new Rectangle2D.Double(left, y, x - left, bottom - y));
        }
    }
}
