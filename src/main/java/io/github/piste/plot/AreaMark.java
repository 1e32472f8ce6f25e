package io.github.piste.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/**
 * Paints on the whole area of a chart: the mark of a series of two points, the lower left and the upper right corner. Only
 * when the second is painted is it known which pixels there are. The chart library looks at every point of a series many times
 * to choose the ticks; of what is painted so it sees two.
 *
 * <p>Thread-safety: none; it belongs to one chart.
 */
abstract class AreaMark extends Marker {
    final AxisScale xScale;
    final AxisScale yScale;
    private double left = Double.NaN;
    private double bottom = Double.NaN;

    AreaMark(AxisScale xScale, AxisScale yScale) {
        this.xScale = xScale;
        this.yScale = yScale;
    }

    abstract void paint(Graphics2D g, Rectangle2D area);

    @Override
    public final void paint(Graphics2D g, double x, double y, int unused) {
        if (Double.isNaN(left)) {
            left = x;
            bottom = y;
        } else {
            paint(g, new Rectangle2D.Double(left, y, x - left, bottom - y));
        }
    }

    /** The pixel of a coordinate of the scale. */
    final double right(Rectangle2D area, double x) {
        return area.getX() + xScale.fractionAt(x) * area.getWidth();
    }

    /** The pixel of a coordinate of the scale. */
    final double down(Rectangle2D area, double y) {
        return area.getMaxY() - yScale.fractionAt(y) * area.getHeight();
    }
}
