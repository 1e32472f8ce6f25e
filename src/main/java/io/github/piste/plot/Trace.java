package io.github.piste.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * A line through points. The chart library looks at every point of a line of its own many times to choose the ticks; of this
 * one it sees two corners.
 */
final class Trace extends AreaMark {
    private final double[] x;
    private final double[] y;
    private final AxisScale xScale;
    private final AxisScale yScale;
    private final Color color;
    private final Stroke stroke;

    /** In coordinates of the scales, NaN at a gap. */
    Trace(double[] x, double[] y, AxisScale xScale, AxisScale yScale, Color color, Stroke stroke) {
        this.x = x;
        this.y = y;
        this.xScale = xScale;
        this.yScale = yScale;
        this.color = color;
        this.stroke = stroke;
    }

    @Override
    void paint(Graphics2D g, Rectangle2D area) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, x.length);
        boolean gap = true;
        for (int i = 0; i < x.length; i++) {
            double right = right(area, xScale.fractionAt(x[i]));
            double down = down(area, yScale.fractionAt(y[i]));
            boolean there = !Double.isNaN(right) && !Double.isNaN(down);
            if (there && gap) {
                path.moveTo(right, down);
            } else if (there) {
                path.lineTo(right, down);
            }
            gap = !there;
        }
        g.setColor(color);
        g.setStroke(stroke);
        g.draw(path);
    }
}
