package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * A function with a name, from the literature on optimisation: its formula, its gradient, and where its minima are.
 * {@link TestFunctions} has them all.
 *
 * <p>Thread-safety: immutable; each {@link #objective(int) objective} belongs to one thread.
 *
 * @param name lower case
 * @param formula in words of mathematics
 * @param source who wrote it down first, and when
 * @param leastDimension variables that it takes at least
 * @param mostDimension variables that it takes at most
 * @param start where descents usually begin
 * @param learningRate with which plain descent from there gets somewhere
 * @param low the lower end of the window where it is usually looked at, the same along every axis
 * @param high the upper end of that window
 * @param minima all points of least value in the window; for any dimension, those of as many variables as the start has
 * @param least the least value
 * @param formulae value and gradient
 */
public record TestFunction(
        String name,
        String formula,
        String source,
        int leastDimension,
        int mostDimension,
        ImmutableDoubleArray start,
        double learningRate,
        double low,
        double high,
        ImmutableList<ImmutableDoubleArray> minima,
        double least,
        Formulae formulae) {
    /** Value and gradient of a function, without any state. */
    @FunctionalInterface
    public interface Formulae {
        /**
         * Evaluates.
         *
         * @param x the point; only read
         * @param gradient receives the gradient
         * @return the value
         */
        double valueAndGradient(double[] x, double[] gradient);
    }

    /**
     * Checks that the minima and the start are points of one space.
     *
     * @param name lower case
     * @param formula in words
     * @param source who and when
     * @param leastDimension at least 1
     * @param mostDimension at least as many
     * @param start where descents begin
     * @param learningRate of plain descent
     * @param low of the window
     * @param high of the window, above {@code low}
     * @param minima at least one
     * @param least the value there
     * @param formulae value and gradient
     */
    public TestFunction {
        checkArgument(
                1 <= leastDimension && leastDimension <= start.length() && start.length() <= mostDimension,
                "from %s to %s variables, but a start of %s",
                leastDimension,
                mostDimension,
                start.length());
        checkArgument(low < high, "the window from %s to %s is empty", low, high);
        checkArgument(
                !minima.isEmpty() && minima.stream().allMatch(point -> point.length() == start.length()),
                "the minima must be points of %s coordinates",
                start.length());
    }

    /**
     * The function of as many variables as a point has.
     *
     * @param d number of variables
     * @return a fresh objective
     * @throws IllegalArgumentException if the function does not take that many
     */
    public Objective objective(int d) {
        checkArgument(
                leastDimension <= d && d <= mostDimension,
                "%s takes %s%s %s, found a point of %s",
                name,
                leastDimension == mostDimension ? "" : "at least ",
                leastDimension,
                leastDimension == 1 ? "variable" : "variables",
                d);
        return new Objective() {
            private final double[] scratch = new double[d];

            @Override
            public int dimension() {
                return d;
            }

            @Override
            public double value(double[] w) {
                return formulae.valueAndGradient(w, scratch);
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                return formulae.valueAndGradient(w, gradient);
            }
        };
    }

    /**
     * The points of least value.
     *
     * @param d number of variables
     * @return at least one point of {@code d} coordinates; of functions of any dimension all coordinates are alike
     */
    public ImmutableList<ImmutableDoubleArray> minima(int d) {
        if (d == start.length()) {
            return minima;
        }
        double[] point = new double[d];
        Arrays.fill(point, minima.get(0).get(0));
        return ImmutableList.of(ImmutableDoubleArray.copyOf(point));
    }
}
