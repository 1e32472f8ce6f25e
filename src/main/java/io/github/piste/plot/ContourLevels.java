package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * Which heights get a contour line, ascending, and how to say so: even steps, as on a map, where most of the window lies
 * at similar heights; a constant factor above the lowest point where a valley's floor and its walls are decades apart.
 */
record ContourLevels(ImmutableDoubleArray heights, String words) {
    private static final int LINES = 11;
    /** So many nodes at least lie inside the innermost line. */
    private static final int SMALLEST_AREA = 12;

    private static final double MOST_EVEN_LINES = 30;
    /** Above this ratio between high and low ground even steps would leave the low ground empty. */
    private static final double UNEVEN = 10;

    private static final double[] FACTORS = {2, 4, 10, 100, 1e4, 1e8, 1e16, 1e32, 1e64};

    private static final ContourLevels NONE = new ContourLevels(ImmutableDoubleArray.of(), "");

    /** For a grid whose function is nowhere below {@code lowest}; none where it is flat. */
    static ContourLevels of(Grid grid, double lowest) {
        double[] above = grid.values().stream()
                .filter(Double::isFinite)
                .map(value -> value - lowest)
                .sorted()
                .toArray();
        double top = above.length == 0 ? 0 : above[above.length - 1];
        if (!(top > 1e-13 * Math.abs(lowest)) || !Double.isFinite(top)) {
            return NONE;
        }
        boolean even = quantile(above, 0.9) < UNEVEN * quantile(above, 0.1);
        return even ? even(above, lowest) : byFactor(above, lowest, top);
    }

    private static ContourLevels even(double[] above, double lowest) {
        double range = quantile(above, 0.98);
        double power = Math.pow(10, Math.floor(Math.log10(range / LINES)));
        double times = range / LINES / power;
        double step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
        double first = (Math.floor(lowest / step) + 1) * step;
        ImmutableDoubleArray.Builder heights = ImmutableDoubleArray.builder();
        for (int k = 0; k < MOST_EVEN_LINES && first + k * step < lowest + above[above.length - 1]; k++) {
            heights.add(first + k * step);
        }
        return new ContourLevels(heights.build(), "contours every " + Numbers.brief(step));
    }

    private static ContourLevels byFactor(double[] above, double lowest, double top) {
        double bottom = Arrays.stream(above)
                .skip(Math.max(SMALLEST_AREA, above.length / 1000))
                .filter(height -> height > 0)
                .findFirst()
                .orElse(top);
        // A quotient could overflow.
        double range = Math.log(top) - Math.log(bottom);
        double factor = Arrays.stream(FACTORS)
                .filter(f -> range <= LINES * Math.log(f))
                .findFirst()
                .orElse(1e128);
        int count = (int) Math.ceil(range / Math.log(factor));
        ImmutableDoubleArray.Builder heights = ImmutableDoubleArray.builder();
        for (int k = count; k >= 1; k--) {
            heights.add(lowest + top * Math.pow(factor, -k));
        }
        return new ContourLevels(
                heights.build(), "contours, " + Numbers.brief(factor) + "× apart above the lowest point");
    }

    private static double quantile(double[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))];
    }
}
