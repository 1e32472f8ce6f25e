package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;

/**
 * An objective's own gradient at a point, beside one computed from its values alone.
 *
 * <p>The error of a coordinate is {@code |a - n| / max(|a|, |n|, floor)}, where {@code a} is the objective's slope, {@code
 * n} the numerical one, and {@code floor = max(1e-3, 1e7 r)} with {@code r} what rounding of the values may make of a
 * difference quotient, {@code 4 ulp(f) / h}: slopes below the floor are compared absolutely, because no difference of
 * rounded values tells them apart. A right gradient stays below {@link #TOLERANCE} as a rule; a wrong factor or a
 * forgotten term is nowhere near. Coordinates along which the function has a kink at the point or within {@code 1e-3
 * max(1, |w_j|)} of it have no numerical slope to trust and are left out.
 *
 * <p>Any objective will do, yours too: {@code GradientCheck.of(objective, point).relativeError()}.
 *
 * <p>Thread-safety: immutable.
 *
 * @param value of the objective at the point
 * @param analytic {@code [d]}: the objective's gradient
 * @param numerical {@code [d]}: by extrapolated central differences ({@link NumericalGradient#extrapolated})
 * @param floors {@code [d]}: slopes below are compared absolutely
 * @param kinks the coordinates that are left out, ascending
 */
public record GradientCheck(
        double value,
        ImmutableDoubleArray analytic,
        ImmutableDoubleArray numerical,
        ImmutableDoubleArray floors,
        ImmutableIntArray kinks) {
    /** An analytic gradient with a larger error is wrong, or the function is not smooth there. */
    public static final double TOLERANCE = 1e-7;

    private static final double LEAST_FLOOR = 1e-3;

    /**
     * Checks that the two gradients and the floors have one length.
     *
     * @param value of the objective
     * @param analytic its gradient
     * @param numerical as long
     * @param floors as long
     * @param kinks coordinates that are left out
     */
    public GradientCheck {
        checkArgument(
                analytic.length() == numerical.length(),
                "%s analytic slopes, but %s numerical ones",
                analytic.length(),
                numerical.length());
        checkArgument(
                floors.length() == analytic.length(), "%s floors for %s slopes", floors.length(), analytic.length());
    }

    /**
     * Checks a gradient at a point.
     *
     * @param objective any; evaluated {@code 15 d + 1} times
     * @param w {@code [d]}: the point; only read
     * @return both gradients
     * @throws IllegalArgumentException if the point has another dimension
     */
    public static GradientCheck of(Objective objective, double[] w) {
        int d = objective.dimension();
        checkArgument(w.length == d, "the point has %s coordinates, the objective %s", w.length, d);
        double[] analytic = new double[d];
        double value = objective.valueAndGradient(w.clone(), analytic);
        double[] probe = w.clone();
        ExtrapolatedDifference difference = new ExtrapolatedDifference(objective);
        double[] numerical = new double[d];
        double[] floors = new double[d];
        ImmutableIntArray.Builder kinks = ImmutableIntArray.builder();
        for (int j = 0; j < d; j++) {
            numerical[j] = difference.slope(probe, j);
            floors[j] = Math.max(LEAST_FLOOR, difference.noise() / TOLERANCE);
            if (difference.kink()) {
                kinks.add(j);
            }
        }
        return new GradientCheck(
                value,
                ImmutableDoubleArray.copyOf(analytic),
                ImmutableDoubleArray.copyOf(numerical),
                ImmutableDoubleArray.copyOf(floors),
                kinks.build());
    }

    /**
     * The error of one coordinate, whether or not it is left out.
     *
     * @param j the coordinate
     * @return as the class describes it; infinite where a slope is not finite
     */
    public double relativeError(int j) {
        double a = analytic.get(j);
        double n = numerical.get(j);
        double error = Math.abs(a - n) / Math.max(floors.get(j), Math.max(Math.abs(a), Math.abs(n)));
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    /**
     * The coordinate with the largest error.
     *
     * @return its number; -1 if all have kinks
     */
    public int worst() {
        int worst = -1;
        for (int j = 0; j < analytic.length(); j++) {
            if (!kinks.contains(j) && (worst < 0 || relativeError(j) > relativeError(worst))) {
                worst = j;
            }
        }
        return worst;
    }

    /**
     * The largest error.
     *
     * @return that of the worst coordinate; NaN if all have kinks
     */
    public double relativeError() {
        int worst = worst();
        return worst < 0 ? Double.NaN : relativeError(worst);
    }
}
