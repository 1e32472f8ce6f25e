package io.github.piste.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Ascent;
import io.github.piste.objective.Expression;
import io.github.piste.objective.ExpressionException;
import io.github.piste.objective.NumericalGradient;
import io.github.piste.objective.Objective;
import io.github.piste.objective.TestFunction;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A function of a few variables, and how its gradient is found: what a laboratory descends or climbs.
 *
 * <p>Thread-safety: immutable; the objectives it makes belong to one thread each.
 *
 * @param text the expression or the name
 * @param variables {@code [d]}: their names
 * @param known the function's entry among the test functions; empty for an expression
 * @param direction down or up
 * @param gradient puts a gradient on a function of values; leaves an analytic one as it is
 * @param how the gradient is found, in words
 */
public record FunctionProblem(
        String text,
        ImmutableList<String> variables,
        Optional<TestFunction> known,
        Direction direction,
        UnaryOperator<Objective> gradient,
        String how) {
    /** A slope that rounding near a minimum does not make. */
    private static final double STEEP = 1e-3;

    private static final int LONGEST_HEADING = 60;

    /** Down to a minimum or up to a maximum. */
    public enum Direction {
        /** Towards a minimum. */
        DESCENT,
        /** Towards a maximum. */
        ASCENT
    }

    /**
     * Checks that there are variables.
     *
     * @param text the expression or the name
     * @param variables at least one
     * @param known the test function, or empty
     * @param direction down or up
     * @param gradient of the function
     * @param how in words
     */
    public FunctionProblem {
        checkArgument(!variables.isEmpty(), "a function needs a variable");
    }

    /**
     * A function that was written down.
     *
     * @param text an expression
     * @param direction down or up
     * @param gradient numerical, for example {@link NumericalGradient#scaled}
     * @param how the gradient is found, in words
     * @return the problem
     * @throws ExpressionException if it is no expression
     */
    public static FunctionProblem of(String text, Direction direction, UnaryOperator<Objective> gradient, String how) {
        String line = text.strip().replaceAll("\\s+", " ");
        return new FunctionProblem(
                line, Expression.parse(text).variables(), Optional.empty(), direction, gradient, how);
    }

    /**
     * A function with a name.
     *
     * @param function which
     * @param d number of variables
     * @param direction down or up
     * @param gradient the identity for its own
     * @param how the gradient is found, in words
     * @return the problem
     * @throws IllegalArgumentException if the function does not take as many variables
     */
    public static FunctionProblem of(
            TestFunction function, int d, Direction direction, UnaryOperator<Objective> gradient, String how) {
        Objective refusesWrongNumbers = function.objective(d);
        ImmutableList<String> names = IntStream.range(0, refusesWrongNumbers.dimension())
                .mapToObj(j -> "x" + j)
                .collect(ImmutableList.toImmutableList());
        return new FunctionProblem(function.name(), names, Optional.of(function), direction, gradient, how);
    }

    /**
     * How many variables there are.
     *
     * @return at least 1
     */
    public int dimension() {
        return variables.size();
    }

    /** The function itself. */
    private Objective function() {
        return known.map(function -> function.objective(dimension())).orElseGet(() -> Expression.parse(text));
    }

    private Objective directed(Objective function) {
        return direction == Direction.ASCENT ? new Ascent(function) : function;
    }

    /**
     * What the descent runs on.
     *
     * @return a fresh objective; the negated function for an ascent
     */
    public Objective objective() {
        return directed(gradient.apply(function()));
    }

    /**
     * The same with the best gradient there is, for judging: analytic, else extrapolated.
     *
     * @return a fresh objective; the negated function for an ascent
     */
    public Objective trusted() {
        return directed(known.isPresent() ? function() : NumericalGradient.extrapolated(function()));
    }

    /**
     * Whether the gradient in use is zero where the true one is not: far out, or with too small a step, a difference
     * quotient of rounded values vanishes on a slope.
     *
     * @param point {@code [d]}: where
     * @return true for a zero that is no minimum, maximum or saddle
     */
    public boolean vanishesAt(ImmutableDoubleArray point) {
        double[] w = point.toArray();
        double[] slope = new double[w.length];
        objective().valueAndGradient(w, slope);
        if (Arrays.stream(slope).anyMatch(component -> component != 0)) {
            return false;
        }
        trusted().valueAndGradient(w, slope);
        return Arrays.stream(slope).anyMatch(component -> Math.abs(component) > STEEP);
    }

    /**
     * A value as the function has it, from one as the objective has it, or the other way round.
     *
     * @param value of one
     * @return of the other
     */
    public double signed(double value) {
        return direction == Direction.ASCENT ? -value : value;
    }

    /**
     * A gradient as the function has it, from one as the objective has it, or the other way round.
     *
     * @param gradient {@code [d]}: of one
     * @return of the other
     */
    public ImmutableDoubleArray signed(ImmutableDoubleArray gradient) {
        return ImmutableDoubleArray.copyOf(gradient.stream().map(this::signed));
    }

    /**
     * The text for a heading.
     *
     * @return at most 60 characters of it
     */
    public String heading() {
        return text.length() <= LONGEST_HEADING ? text : text.substring(0, LONGEST_HEADING - 3) + "...";
    }
}
