package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A function whose gradient is computed from values alone, one coordinate at a time.
 *
 * <p>The central difference {@code (f(x + h) - f(x - h)) / (2 h)} errs by about {@code h^2 f'''/6} for being a secant and
 * by about {@code 1e-16 |f| / h} for rounding. Far out, where neighbouring doubles lie further apart than {@code h}, both
 * values are the same and it is 0: a difference with a fixed {@code h} only means something where {@code |x|} is well
 * below {@code 1e16 h}.
 *
 * <p>Thread-safety: belongs to one thread. Cost: {@code 2 d + 1} values a gradient (14 a coordinate for the extrapolated
 * one); allocates nothing beyond what the function does.
 */
public final class NumericalGradient implements Objective {
    /** The step that textbooks use. */
    public static final double TEXTBOOK_STEP = 1e-4;

    /** What balances both errors of a central difference where f and its derivatives are of one size. */
    private static final double BALANCED = Math.cbrt(Math.ulp(1.0));

    private final Objective function;
    private final Slope slope;
    private final double[] probe;

    /** How the slope along one coordinate is found; the probe is given back as it was. */
    private interface Slope {
        double at(double[] probe, int i);
    }

    private NumericalGradient(Objective function, Slope slope) {
        this.function = function;
        this.slope = slope;
        this.probe = new double[function.dimension()];
    }

    /**
     * Central differences with one step for all coordinates.
     *
     * @param function only its values are used
     * @param h the step, finite and above 0; {@link #TEXTBOOK_STEP} gives the numbers that textbooks print
     * @return the function with that gradient
     */
    public static NumericalGradient central(Objective function, double h) {
        checkArgument(h > 0 && h < Double.POSITIVE_INFINITY, "the step h must be finite and above 0, found %s", h);
        return new NumericalGradient(function, (probe, i) -> difference(function, probe, i, h));
    }

    /**
     * Central differences with a step that fits each coordinate: {@code h = cbrt(eps) max(1, |x_i|)}, about 6e-6 near the
     * origin (Nocedal and Wright, "Numerical Optimization", 2006, section 8.1).
     *
     * @param function only its values are used
     * @return the function with that gradient
     */
    public static NumericalGradient scaled(Objective function) {
        return new NumericalGradient(
                function, (probe, i) -> difference(function, probe, i, BALANCED * Math.max(1, Math.abs(probe[i]))));
    }

    /**
     * Central differences of shrinking steps, extrapolated to the step zero (Richardson 1911): for smooth functions right
     * to about {@code 1e-12}.
     *
     * @param function only its values are used
     * @return the function with that gradient
     */
    public static NumericalGradient extrapolated(Objective function) {
        ExtrapolatedDifference difference = new ExtrapolatedDifference(function);
        return new NumericalGradient(function, difference::slope);
    }

    private static double difference(Objective function, double[] probe, int i, double h) {
        double x = probe[i];
        probe[i] = x + h;
        double above = function.value(probe);
        probe[i] = x - h;
        double below = function.value(probe);
        probe[i] = x;
        return (above - below) / (2 * h);
    }

    @Override
    public int dimension() {
        return probe.length;
    }

    @Override
    public int penalised() {
        return function.penalised();
    }

    @Override
    public double value(double[] w) {
        return function.value(w);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        System.arraycopy(w, 0, probe, 0, probe.length);
        for (int i = 0; i < probe.length; i++) {
            gradient[i] = slope.at(probe, i);
        }
        return function.value(w);
    }
}
