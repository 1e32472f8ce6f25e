package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/**
 * The part of a quadratic loss that a path runs through, with contour lines whose height above the minimum falls by a
 * factor of four from line to line: for a bowl these are ellipses of half the size each, evenly crossed by a path that
 * goes down straight.
 *
 * <p>All is computed relative to the window and the largest curvature, so that no path is too long for it.
 */
final class Bowl {
    private static final int COLUMNS = 200;
    private static final int ROWS = 120;
    private static final Window UNIT_SQUARE = new Window(0, 1, 0, 1);

    private static final double RATIO = 4;
    private static final int LINES = 9;
    /** A curvature so much smaller than the other is a valley without a lowest point. */
    private static final double FLAT = 1e-13;

    private final Quadratic surface;
    private final double unit;
    private final double determinant;
    private double uMinimum = Double.NaN;
    private double vMinimum = Double.NaN;
    private double uLow;
    private double uHigh;
    private double vLow;
    private double vHigh;

    private Bowl(Quadratic surface, double unit) {
        this.surface = surface;
        this.unit = unit;
        double a00 = surface.a00() / unit;
        double a01 = surface.a01() / unit;
        double a11 = surface.a11() / unit;
        determinant = a00 * a11 - a01 * a01;
        if (a00 > 0 && a11 > 0 && determinant > FLAT * a00 * a11) {
            double b0 = surface.b0() / unit / 2;
            double b1 = surface.b1() / unit / 2;
            uMinimum = (a01 * b1 - a11 * b0) / determinant;
            vMinimum = (a01 * b0 - a00 * b1) / determinant;
        }
    }

    /** The bowl with the path in it; empty where the two give no window that can be drawn. */
    static Optional<Bowl> around(Quadratic surface, ImmutableDoubleArray u, ImmutableDoubleArray v) {
        double unit = Math.max(Math.abs(surface.a01()), Math.max(Math.abs(surface.a00()), Math.abs(surface.a11())));
        if (!Double.isFinite(unit) || unit < Double.MIN_NORMAL) {
            return Optional.empty();
        }
        Bowl bowl = new Bowl(surface, unit);
        return bowl.enclose(u, v) ? Optional.of(bowl) : Optional.empty();
    }

    private boolean hasMinimum() {
        return Double.isFinite(uMinimum) && Double.isFinite(vMinimum);
    }

    /** Chooses a window with the path, the minimum and some of the bowl around it. */
    private boolean enclose(ImmutableDoubleArray u, ImmutableDoubleArray v) {
        uLow = vLow = Double.POSITIVE_INFINITY;
        uHigh = vHigh = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < u.length(); i++) {
            include(u.get(i), v.get(i));
        }
        double height = highest(u, v);
        include(uMinimum, vMinimum);
        // Half the width and height of the ellipse at a sixteenth of the path's greatest height.
        double uReach = Math.sqrt(height / 16 * (surface.a11() / unit) / determinant);
        double vReach = Math.sqrt(height / 16 * (surface.a00() / unit) / determinant);
        double uMargin = margin(uHigh - uLow, uReach, uLow);
        double vMargin = margin(vHigh - vLow, vReach, vLow);
        uLow -= uMargin;
        uHigh += uMargin;
        vLow -= vMargin;
        vHigh += vMargin;
        return Double.isFinite(uHigh - uLow) && Double.isFinite(vHigh - vLow) && uHigh > uLow && vHigh > vLow;
    }

    private void include(double u, double v) {
        if (Double.isFinite(u) && Double.isFinite(v)) {
            uLow = Math.min(uLow, u);
            uHigh = Math.max(uHigh, u);
            vLow = Math.min(vLow, v);
            vHigh = Math.max(vHigh, v);
        }
    }

    private double highest(ImmutableDoubleArray u, ImmutableDoubleArray v) {
        double highest = 0;
        for (int i = 0; i < u.length() && hasMinimum(); i++) {
            double height = height(u.get(i) - uMinimum, v.get(i) - vMinimum);
            highest = height > highest && Double.isFinite(height) ? height : highest;
        }
        return highest;
    }

    /** Above the minimum, in units of the largest curvature. */
    private double height(double du, double dv) {
        return surface.a00() / unit * du * du + 2 * (surface.a01() / unit) * du * dv + surface.a11() / unit * dv * dv;
    }

    private static double margin(double extent, double reach, double at) {
        double around = extent > 0 ? extent : Math.max(1, Math.abs(at)) * 0.1;
        double wanted = Double.isFinite(reach) ? reach : 0;
        return Math.max(0.12 * around, Math.min(0.6 * around, wanted));
    }

    ContourMap map() {
        Window window = new Window(uLow, uHigh, vLow, vHigh);
        Grid grid = Grid.of(relative(), UNIT_SQUARE.widened(), COLUMNS, ROWS).over(window.widened());
        double bottom = hasMinimum() ? 0 : extreme(grid, -1);
        double top = extreme(grid, 1) - bottom;
        ImmutableDoubleArray.Builder levels = ImmutableDoubleArray.builder();
        if (top > 0 && Double.isFinite(top)) {
            for (int k = LINES; k >= 1; k--) {
                levels.add(bottom + top * Math.pow(RATIO, -k));
            }
        }
        ContourLevels contours = new ContourLevels(levels.build(), "loss contours, 4× apart above the minimum");
        return new ContourMap(window, grid, contours, "minimum", false, uMinimum, vMinimum);
    }

    /** The greatest finite value, or with a negative sign the least; infinite where there is none. */
    private static double extreme(Grid grid, int sign) {
        return sign
                * grid.values().stream()
                        .filter(Double::isFinite)
                        .map(value -> sign * value)
                        .max()
                        .orElse(Double.POSITIVE_INFINITY);
    }

    /** The loss over the window as the unit square: above the minimum where there is one, up to a common factor. */
    private DoubleBinaryOperator relative() {
        double width = uHigh - uLow;
        double height = vHigh - vLow;
        double larger = Math.max(width, height);
        double w = width / larger;
        double h = height / larger;
        double a00 = surface.a00() / unit * w * w;
        double a01 = surface.a01() / unit * w * h;
        double a11 = surface.a11() / unit * h * h;
        if (hasMinimum()) {
            double s0 = (uMinimum - uLow) / width;
            double t0 = (vMinimum - vLow) / height;
            return (s, t) -> (s - s0) * (a00 * (s - s0) + 2 * a01 * (t - t0)) + a11 * (t - t0) * (t - t0);
        }
        double b0 = (surface.b0() + 2 * surface.a00() * uLow + 2 * surface.a01() * vLow) / unit * (w / larger);
        double b1 = (surface.b1() + 2 * surface.a01() * uLow + 2 * surface.a11() * vLow) / unit * (h / larger);
        return (s, t) -> s * (b0 + a00 * s + 2 * a01 * t) + t * (b1 + a11 * t);
    }
}
