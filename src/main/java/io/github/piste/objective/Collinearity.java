package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which columns depend on each other.
 *
 * <p>An exact dependence is read off the columns that the factorisation leaves out. A near one is a singular direction
 * whose condition index {@code s_max / s_k} is above 30; involved are the columns that owe more than half of the variance
 * of their coefficient to such directions (Belsley, Kuh and Welsch, "Regression Diagnostics", 1980, chapter 3; here of
 * centred columns).
 */
final class Collinearity {
    private static final double HIGH_INDEX = 30;
    private static final double SHARE = 0.5;
    private static final double INVOLVED = 1e-6;

    private final TriangularFactor factor;
    private final ImmutableList<String> names;

    /** Of columns with these names. */
    Collinearity(TriangularFactor factor, ImmutableList<String> names) {
        this.factor = factor;
        this.names = names;
    }

    /** Columns that the factorisation left out, in their order. */
    ImmutableList<String> leftOut() {
        Set<Integer> columns = new TreeSet<>();
        for (int k = factor.rank(); k < factor.columns(); k++) {
            columns.add(factor.column(k));
        }
        return named(columns);
    }

    /** Columns that take part in a dependence, exact or near, in their order. */
    ImmutableList<String> involved() {
        Set<Integer> columns = new TreeSet<>();
        for (int k = factor.rank(); k < factor.columns(); k++) {
            columns.add(factor.column(k));
            double[] parts = factor.dependence(k);
            for (int i = 0; i < parts.length; i++) {
                if (Math.abs(parts[i]) > INVOLVED) {
                    columns.add(factor.column(i));
                }
            }
        }
        for (int i = 0; i < factor.rank(); i++) {
            if (shareOfFlatDirections(i) > SHARE) {
                columns.add(factor.column(i));
            }
        }
        return named(columns);
    }

    private double shareOfFlatDirections(int position) {
        double largest = 0;
        for (int k = 0; k < factor.rank(); k++) {
            largest = Math.max(largest, factor.singularValue(k));
        }
        double flat = 0;
        double all = 0;
        for (int k = 0; k < factor.rank(); k++) {
            double part = factor.direction(position, k) / factor.singularValue(k);
            all += part * part;
            flat += largest / factor.singularValue(k) > HIGH_INDEX ? part * part : 0;
        }
        return flat / all;
    }

    private ImmutableList<String> named(Set<Integer> columns) {
        return columns.stream().map(names::get).collect(ImmutableList.toImmutableList());
    }
}
