package io.github.piste.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** The same mark at each of some points. */
final class Stamps extends AreaMark {
    private final double[] x;
    private final double[] y;
    private final Mark mark;

    /** In coordinates of the scales, NaN where there is no point. */
    Stamps(double[] x, double[] y, AxisScale xScale, AxisScale yScale, Mark mark) {
        super(xScale, yScale);
        this.x = x;
        this.y = y;
        this.mark = mark;
    }

    @Override
    void paint(Graphics2D g, Rectangle2D area) {
        for (int i = 0; i < x.length; i++) {
            double right = right(area, x[i]);
            double down = down(area, y[i]);
            if (!Double.isNaN(right) && !Double.isNaN(down)) {
                mark.paint(g, right, down);
            }
        }
    }
}
