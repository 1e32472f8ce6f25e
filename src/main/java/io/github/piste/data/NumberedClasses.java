package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.Arrays;

/** Turns a target of few different numbers into classes, named by the numbers and sorted by them. */
final class NumberedClasses {
    /** More different numbers than this are taken for a measured quantity. */
    static final int MOST = 100;

    private static final double LEAST_PLAIN = 1e-6;
    private static final double MOST_PLAIN = 1e15;

    private NumberedClasses() {}

    /**
     * Classifies the rows of a numeric target. O(n log n).
     *
     * @throws DataException if there are too many different numbers, or only one
     */
    static Dataset of(Dataset data) {
        double[] values = Arrays.stream(data.y())
                .map(value -> value + 0.0) // -0.0 becomes 0.0
                .sorted()
                .distinct()
                .toArray();
        if (values.length > MOST) {
            throw new DataException("target " + Quoted.cell(data.targetName()) + ": found " + values.length
                    + " different numbers in " + data.rows() + " rows, a classifier takes at most " + MOST
                    + " classes; predict the number with a linear model or a network, or choose another target");
        }
        double[] y = new double[data.rows()];
        for (int i = 0; i < y.length; i++) {
            y[i] = Arrays.binarySearch(values, data.y()[i] + 0.0);
        }
        ImmutableList<String> names =
                Arrays.stream(values).mapToObj(NumberedClasses::name).collect(ImmutableList.toImmutableList());
        return several(data.withClassNumbers(names, y));
    }

    /** The same rows, if there are at least two classes. */
    static Dataset several(Dataset data) {
        if (data.classes().size() == 1) {
            throw new DataException("target " + Quoted.cell(data.targetName()) + ": all " + data.rows()
                    + " rows are of the class " + Quoted.cell(data.classes().get(0))
                    + "; a classifier needs at least two classes");
        }
        return data;
    }

    /** The shortest decimal of a number: 1 for 1.0. */
    static String name(double value) {
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double magnitude = Math.abs(value);
        boolean plain = magnitude == 0 || (magnitude >= LEAST_PLAIN && magnitude < MOST_PLAIN);
        return plain ? shortest.toPlainString() : shortest.toString();
    }
}
