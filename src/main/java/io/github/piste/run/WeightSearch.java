package io.github.piste.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Nearest;
import io.github.piste.data.Quoted;
import io.github.piste.objective.Objective;
import io.github.piste.plot.Sweep;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Exhaustive search: the loss of a model at every value of one of its weights, or at every pair of two, while the other
 * weights stay where they are.
 *
 * <p>Thread-safety: none.
 */
public final class WeightSearch {
    /** Places that a search may visit; beyond it nobody reads the table. */
    public static final int MOST_PLACES = 1_000_000;

    private static final int MOST_NAMES = 30;

    private final Problem problem;
    private final ImmutableList<Axis> axes;
    private final int[] at;
    private final int places;

    /**
     * A search of one weight or of two.
     *
     * @param problem what is minimised
     * @param axes one or two, of different weights
     * @throws IllegalArgumentException for a weight that the model does not have, or too many places
     */
    public WeightSearch(Problem problem, ImmutableList<Axis> axes) {
        this.problem = problem;
        this.axes = axes;
        ImmutableList<String> names = problem.weightNames();
        this.at = axes.stream().mapToInt(axis -> index(names, axis.parameter())).toArray();
        checkArgument(at.length < 2 || at[0] != at[1], "both --parameter name the same weight");
        long count = axes.stream().mapToLong(axis -> axis.values().length()).reduce(1, (a, b) -> a * b);
        checkArgument(
                count <= MOST_PLACES, "%s places, at most %s are searched; use a larger --step", count, MOST_PLACES);
        this.places = (int) count;
    }

    /**
     * How many places there are.
     *
     * @return the number of values, or of pairs
     */
    public int places() {
        return places;
    }

    /**
     * Values of one weight.
     *
     * @param parameter its name
     * @param values evenly spaced, ascending
     */
    public record Axis(String parameter, ImmutableDoubleArray values) {
        /**
         * From one value to another by equal steps; the last is the one nearest below {@code to}, up to rounding.
         *
         * @param parameter name of the weight
         * @param from first value
         * @param to not below it
         * @param step above 0
         * @return the values
         * @throws IllegalArgumentException if they are not finite, none or too many, saying which
         */
        public static Axis of(String parameter, double from, double to, double step) {
            checkArgument(Double.isFinite(from) && Double.isFinite(to), "from %s to %s is no range", from, to);
            checkArgument(from <= to, "--from %s is above --to %s; exchange them", from, to);
            checkArgument(step > 0 && Double.isFinite(step), "--step must be above 0, found %s", step);
            double count = Math.floor((to - from) / step + 1e-9) + 1;
            checkArgument(
                    count <= MOST_PLACES,
                    "from %s to %s by %s are %s values, at most %s are searched; use a larger --step",
                    from,
                    to,
                    step,
                    count,
                    MOST_PLACES);
            double[] values = new double[(int) count];
            Arrays.setAll(values, i -> from + i * step);
            return new Axis(parameter, ImmutableDoubleArray.copyOf(values));
        }
    }

    /**
     * Searches.
     *
     * @param weights {@code [d]}: the loop's weights, where the descent ended; those not searched stay there
     * @param goOn is told after each place how many have been visited; the rest are NaN once it says no
     * @return the losses, with their penalty, and where the descent ended
     */
    public Sweep around(ImmutableDoubleArray weights, LongPredicate goOn) {
        Objective objective = problem.reportedObjective(problem.training());
        double[] place = problem.reported(weights.toArray());
        double[] position = Arrays.stream(at).mapToDouble(i -> place[i]).toArray();
        double positionLoss = objective.value(place);
        ImmutableDoubleArray first = axes.get(0).values();
        ImmutableDoubleArray second = axes.size() > 1 ? axes.get(1).values() : ImmutableDoubleArray.of();
        double[] losses = new double[places];
        Arrays.fill(losses, Double.NaN);
        boolean wanted = true;
        for (int k = 0; k < losses.length && wanted; k++) {
            place[at[0]] = first.get(k % first.length());
            if (at.length > 1) {
                place[at[1]] = second.get(k / first.length());
            }
            losses[k] = objective.value(place);
            wanted = goOn.test(k + 1L);
        }
        return new Sweep(
                problem.title(),
                problem.objective(problem.training()).label(),
                axes.stream().map(Axis::parameter).collect(ImmutableList.toImmutableList()),
                first,
                second,
                ImmutableDoubleArray.copyOf(losses),
                ImmutableDoubleArray.copyOf(position),
                positionLoss);
    }

    private static int index(ImmutableList<String> names, String parameter) {
        int index = names.indexOf(parameter);
        if (index < 0) {
            String nearest = Nearest.of(parameter, names);
            throw new IllegalArgumentException("--parameter " + Quoted.cell(parameter)
                    + ": the model has no such weight"
                    + (nearest == null ? "" : "; nearest: " + nearest)
                    + "; it has "
                    + (names.size() <= MOST_NAMES
                            ? String.join(", ", names)
                            : String.join(", ", names.subList(0, MOST_NAMES)) + ", ... (" + names.size() + ")"));
        }
        return index;
    }
}
