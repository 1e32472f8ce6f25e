package io.github.piste.objective;

/**
 * The slope along one coordinate from central differences whose steps are halved again and again, extrapolated to the
 * step zero.
 *
 * <p>The error of a central difference is a series in {@code h^2}, so {@code (4 D(h/2) - D(h)) / 3} has lost its first
 * term, and so on along the rows of a triangle (Richardson 1911; Romberg 1955). Large steps err for being secants, small
 * ones for rounding; the entry that differs least from its neighbours is taken, which is Ridders' rule (1982).
 *
 * <p>The same values tell a kink from a bend: the second difference over {@code h^2} of a smooth function hardly changes
 * when the step is halved, that of a kink grows.
 *
 * <p>Thread-safety: belongs to one thread. Cost: 14 values and one a slope, allocates nothing.
 */
final class ExtrapolatedDifference {
    private static final int LEVELS = 7;
    private static final double FIRST_STEP = 1e-3;

    /** One-sided slopes that differ by less than this, relative to the slope, say nothing about a kink. */
    private static final double SMALLEST_KINK = 1e-6;
    /** By which fraction the bend may change between the steps. */
    private static final double SAME_BEND = 0.5;

    /** The levels whose steps are large enough for a second difference to rise above rounding. */
    private static final int BEND_LEVELS = 4;

    private static final double ROUNDINGS = 32;
    /** Units in the last place by which a value may be off. */
    private static final double ULPS_OF_A_VALUE = 4;

    private final Objective function;
    private final double[][] triangle = new double[LEVELS][LEVELS];
    private boolean kink;
    private double rounding;

    ExtrapolatedDifference(Objective function) {
        this.function = function;
    }

    /** The slope at the probe along coordinate {@code i}; the probe is given back as it was. */
    double slope(double[] probe, int i) {
        double x = probe[i];
        double centre = function.value(probe);
        double h = FIRST_STEP * Math.max(1, Math.abs(x));
        double widestGap = 0;
        double leastBend = Double.POSITIVE_INFINITY;
        double greatestBend = 0;
        double largest = Math.abs(centre);
        double noise = 0;
        double best = Double.NaN;
        double leastError = Double.POSITIVE_INFINITY;
        for (int k = 0; k < LEVELS; k++, h /= 2) {
            probe[i] = x + h;
            double up = probe[i] - x; // what the addition made of h
            double above = function.value(probe);
            probe[i] = x - h;
            double down = x - probe[i];
            double below = function.value(probe);
            probe[i] = x;
            largest = Math.max(largest, Math.max(Math.abs(above), Math.abs(below)));
            triangle[k][0] = (above - below) / (up + down);
            double gap = Math.abs((above - centre) / up - (centre - below) / down);
            widestGap = k == 0 ? gap : widestGap;
            if (k < BEND_LEVELS) {
                leastBend = Math.min(leastBend, gap / h);
                greatestBend = Math.max(greatestBend, gap / h);
                noise = ROUNDINGS * Math.ulp(centre) / (h * h);
            }
            double power = 1;
            for (int j = 1; j <= k; j++) {
                power *= 4;
                triangle[k][j] = triangle[k][j - 1] + (triangle[k][j - 1] - triangle[k - 1][j - 1]) / (power - 1);
                double error = Math.max(
                        Math.abs(triangle[k][j] - triangle[k][j - 1]),
                        Math.abs(triangle[k][j] - triangle[k - 1][j - 1]));
                if (error < leastError) {
                    leastError = error;
                    best = triangle[k][j];
                }
            }
        }
        rounding = ULPS_OF_A_VALUE * Math.ulp(largest) / (2 * h); // of the last step
        double spread = greatestBend - leastBend;
        kink = widestGap > SMALLEST_KINK * Math.max(1, Math.abs(best))
                && spread > SAME_BEND * greatestBend
                && spread > noise;
        return best;
    }

    /** Whether one-sided slopes disagree where the latest slope was taken. */
    boolean kink() {
        return kink;
    }

    /** What rounding of the values may make of the difference quotient with the smallest step; NaN or infinite as they are. */
    double noise() {
        return rounding;
    }
}
