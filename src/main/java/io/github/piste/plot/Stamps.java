package io.github.piste.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** A mark at each of some points, of which the chart library sees two corners, as of a {@link Trace}. */
final class Stamps extends AreaMark {
    private final double[] x;
    private final double[] y;
    private final AxisScale xScale;
    private final AxisScale yScale;
    private final Mark mark;

    /** In coordinates of the scales, NaN where there is no point. */
    Stamps(double[] x, double[] y, AxisScale xScale, AxisScale yScale, Mark mark) {
        this.x = x;
        this.y = y;
        this.xScale = xScale;
        this.yScale = yScale;
        this.mark = mark;
    }

    @Override
    void paint(Graphics2D g, Rectangle2D area) {
        for (int i = 0; i < x.length; i++) {
            double right = right(area, xScale.fractionAt(x[i]));
            double down = down(area, yScale.fractionAt(y[i]));
            if (!Double.isNaN(right) && !Double.isNaN(down)) {
                mark.paint(g, right, down);
            }
        }
    }
}
