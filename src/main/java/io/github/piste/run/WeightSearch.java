package io.github.piste.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.plot.Sweep;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Exhaustive search: the loss of a model at every value of one of its weights, or at every pair of two, while the other
 * weights stay where they are.
 *
 * <p>Thread-safety: none.
 */
public final class WeightSearch {
    /** Places that a search may visit; beyond it nobody reads the table. */
    public static final int MOST_PLACES = 1_000_000;

    private final Problem problem;
    private final double[] w;
    private final Objective objective;

    /**
     * A search around given weights.
     *
     * @param problem what is minimised
     * @param weights {@code [d]}: the loop's weights, where the descent ended
     */
    public WeightSearch(Problem problem, ImmutableDoubleArray weights) {
        this.problem = problem;
        this.w = problem.reported(weights.toArray());
        this.objective = problem.reportedObjective(problem.training());
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
     * @param axes one or two, of different weights
     * @param progress is told from time to time how many places have been visited
     * @return the losses, with their penalty, and where the descent ended
     * @throws IllegalArgumentException for a weight that the model does not have, or too many places
     */
    public Sweep over(ImmutableList<Axis> axes, LongConsumer progress) {
        ImmutableList<String> names = problem.weightNames();
        int[] at =
                axes.stream().mapToInt(axis -> index(names, axis.parameter())).toArray();
        checkArgument(at.length < 2 || at[0] != at[1], "both --parameter name the same weight");
        ImmutableDoubleArray first = axes.get(0).values();
        ImmutableDoubleArray second = axes.size() > 1 ? axes.get(1).values() : ImmutableDoubleArray.of();
        long places = (long) first.length() * Math.max(1, second.length());
        checkArgument(places <= MOST_PLACES, "%s places, at most %s are searched", places, MOST_PLACES);
        double[] position = Arrays.stream(at).mapToDouble(i -> w[i]).toArray();
        double positionLoss = objective.value(w);
        double[] losses = new double[(int) places];
        double[] place = w.clone();
        for (int k = 0; k < losses.length; k++) {
            place[at[0]] = first.get(k % first.length());
            if (at.length > 1) {
                place[at[1]] = second.get(k / first.length());
            }
            losses[k] = objective.value(place);
            progress.accept(k + 1L);
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
        checkArgument(
                index >= 0,
                "--parameter %s: the model has no such weight; it has %s",
                parameter,
                names.size() <= 30
                        ? String.join(", ", names)
                        : String.join(", ", names.subList(0, 30)) + ", ... (" + names.size() + ")");
        return index;
    }
}
