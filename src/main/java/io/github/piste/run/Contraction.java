package io.github.piste.run;

import io.github.piste.objective.Curvature;
import io.github.piste.optim.UpdateRule;

/**
 * How fast theory expects a descent over all rows to shrink its error: the spectral radius of its step on the slowest and
 * the fastest direction of a quadratic.
 *
 * <p>With {@code l} an eigenvalue, {@code r} the rate and {@code m} the momentum, the error along {@code l} follows {@code
 * z = 1 - r l} for plain descent, {@code z^2 - (1 + m - r l) z + m = 0} for the heavy ball, and {@code z^2 - (1 + m)(1 -
 * r l) z + m (1 - r l) = 0} for Nesterov (Lessard, Recht and Packard 2016, section 2).
 */
record Contraction(UpdateRule rule, double rate, Curvature curvature) {
    private static final double ROUNDING = 1e-14;

    /** NaN where the rule has no such theory, infinite where the error does not shrink. */
    double epochsToRounding() {
        double radius = Math.max(radius(curvature.largest()), radius(curvature.smallest()));
        if (Double.isNaN(radius)) {
            return Double.NaN;
        }
        return radius >= 1 ? Double.POSITIVE_INFINITY : Math.max(1, Math.log(ROUNDING) / Math.log(radius));
    }

    private double radius(double eigenvalue) {
        double kept = 1 - rate * eigenvalue;
        if (rule instanceof UpdateRule.Sgd) {
            return Math.abs(kept);
        }
        if (rule instanceof UpdateRule.Momentum heavy) {
            return largerRoot(heavy.momentum() + kept, heavy.momentum());
        }
        if (rule instanceof UpdateRule.Nesterov nesterov) {
            return largerRoot((1 + nesterov.momentum()) * kept, nesterov.momentum() * kept);
        }
        if (rule instanceof UpdateRule.Accelerated accelerated) {
            double keptInTheEnd = 1 - rate * accelerated.rateFactor() * eigenvalue;
            return largerRoot(accelerated.momentum() + keptInTheEnd, accelerated.momentum());
        }
        return Double.NaN;
    }

    /** The larger absolute root of {@code z^2 - b z + c}. */
    private static double largerRoot(double b, double c) {
        double discriminant = b * b - 4 * c;
        return discriminant < 0 ? Math.sqrt(c) : (Math.abs(b) + Math.sqrt(discriminant)) / 2;
    }
}
