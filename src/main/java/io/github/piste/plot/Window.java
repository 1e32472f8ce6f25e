package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;

/**
 * A part of the plane; over one weight a part of the line, with both bounds of y zero.
 *
 * <p>Thread-safety: immutable.
 */
record Window(double xLow, double xHigh, double yLow, double yHigh) {
    /** What is drawn beyond a window: the axes show a little more of it. */
    private static final double BEYOND = 0.05;

    private static final double MARGIN = 0.25;
    /** The origin is where one reads a picture from: it is in it unless the paths are far away and small. */
    private static final double NEAR_ORIGIN = 10;

    private static final double STEPS = 8;

    /**
     * The window around descents, without those parts of them that ran away, with some ground around; its bounds are
     * rounded, so that it stays the same for a while as a path grows. Empty where there is nothing finite.
     */
    static Optional<Window> around(List<Descent> descents, int weights) {
        double[] x = bounds(descents, 0);
        double[] y = weights == 1 ? new double[] {0, 0} : bounds(descents, 1);
        Window window = new Window(x[0], x[1], y[0], y[1]);
        return window.isDrawable(weights) ? Optional.of(window) : Optional.empty();
    }

    private static double[] bounds(List<Descent> descents, int weight) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Descent descent : descents) {
            ImmutableDoubleArray path = descent.inSight(weight, descents.size());
            for (int i = 0; i < path.length(); i++) {
                if (Double.isFinite(path.get(i))) {
                    low = Math.min(low, path.get(i));
                    high = Math.max(high, path.get(i));
                }
            }
        }
        double distance = Math.max(0, Math.max(low, -high));
        if (distance <= Math.max(NEAR_ORIGIN, (high - low) / MARGIN)) {
            low = Math.min(low, 0);
            high = Math.max(high, 0);
        }
        double extent = high > low ? high - low : Math.max(1, Math.abs(low));
        double step = Math.scalb(1.0, Math.getExponent(extent / STEPS));
        return new double[] {
            Math.floor((low - MARGIN * extent) / step) * step, Math.ceil((high + MARGIN * extent) / step) * step
        };
    }

    private boolean isDrawable(int weights) {
        return Double.isFinite(width())
                && Double.isFinite(height())
                && width() > 0
                && (weights == 1 || height() > 0)
                && width() > 1e-12 * Math.abs(xLow);
    }

    double width() {
        return xHigh - xLow;
    }

    double height() {
        return yHigh - yLow;
    }

    boolean contains(double x, double y) {
        return x >= xLow && x <= xHigh && y >= yLow && y <= yHigh;
    }

    /** This window with what the axes show beyond it. */
    Window widened() {
        return new Window(
                xLow - BEYOND * width(), xHigh + BEYOND * width(), yLow - BEYOND * height(), yHigh + BEYOND * height());
    }
}
