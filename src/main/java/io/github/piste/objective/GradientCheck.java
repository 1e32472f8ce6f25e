package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;

/**
 * An objective's own gradient at a point, beside one computed from its values alone.
 *
 * <p>The error of a coordinate is {@code |a - n| / max(|a|, |n|, floor)}, where {@code a} is the objective's slope, {@code
 * n} the numerical one, and {@code floor = 1e-3 max(1, |f|)}: slopes below it are compared absolutely, because the
 * values they are computed from are rounded. A right gradient stays below {@code 1e-7} as a rule; a wrong factor or a
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
 * @param kinks the coordinates that are left out, ascending
 */
public record GradientCheck(
        double value, ImmutableDoubleArray analytic, ImmutableDoubleArray numerical, ImmutableIntArray kinks) {
    private static final double FLOOR = 1e-3;

    /**
     * Checks that the two gradients have one length.
     *
     * @param value of the objective
     * @param analytic its gradient
     * @param numerical as long
     * @param kinks coordinates that are left out
     */
    public GradientCheck {
        checkArgument(
                analytic.length() == numerical.length(),
                "%s analytic slopes, but %s numerical ones",
                analytic.length(),
                numerical.length());
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
        ImmutableIntArray.Builder kinks = ImmutableIntArray.builder();
        for (int j = 0; j < d; j++) {
            numerical[j] = difference.slope(probe, j);
            if (difference.kink()) {
                kinks.add(j);
            }
        }
        return new GradientCheck(
                value, ImmutableDoubleArray.copyOf(analytic), ImmutableDoubleArray.copyOf(numerical), kinks.build());
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
        double floor = FLOOR * Math.max(1, Math.abs(value));
        double error = Math.abs(a - n) / Math.max(floor, Math.max(Math.abs(a), Math.abs(n)));
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
