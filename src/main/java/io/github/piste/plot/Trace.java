package io.github.piste.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** A line through points. */
final class Trace extends AreaMark {
    private final double[] x;
    private final double[] y;
    private final Color color;
    private final Stroke stroke;

    /** In coordinates of the scales, NaN at a gap. */
    Trace(double[] x, double[] y, AxisScale xScale, AxisScale yScale, Color color, Stroke stroke) {
        super(xScale, yScale);
        this.x = x;
        this.y = y;
        this.color = color;
        this.stroke = stroke;
    }

    @Override
    void paint(Graphics2D g, Rectangle2D area) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, x.length);
        boolean gap = true;
        for (int i = 0; i < x.length; i++) {
            double right = right(area, x[i]);
            double down = down(area, y[i]);
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
