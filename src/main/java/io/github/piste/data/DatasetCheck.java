package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.OptionalDouble;

/** Looks at shape and every value of a data set once, so that nothing downstream meets NaN or infinity. */
final class DatasetCheck {
    private static final int BLOCK_VALUES = 1 << 14;

    private DatasetCheck() {}

    private static void checkShape(Dataset data) {
        int n = data.rows();
        if (n == 0) {
            throw new DataException("there are no rows; at least one is needed");
        }
        ImmutableList<String> names = data.featureNames();
        Preconditions.checkArgument(!names.isEmpty(), "at least one feature is needed");
        Preconditions.checkArgument(
                ImmutableSet.copyOf(names).size() == names.size(), "feature names repeat: %s", names);
        double[] weights = data.weights();
        Preconditions.checkArgument(
                weights == null || weights.length == n, "expected one weight for each of %s rows", n);
    }

    /**
     * Checks the features of some rows.
     *
     * @param data the data set
     * @param from first row
     * @param to one past the last row
     * @param x their features from the beginning
     * @throws DataException naming the row and column of the first bad value
     */
    static void checkFeatures(Dataset data, int from, int to, double[] x) {
        checkValues(data, from, x, 0, (to - from) * data.features());
    }

    /** Checks values of whole rows, of which the array begins with row {@code first}; returns the sum of their magnitudes. */
    private static double checkValues(Dataset data, int first, double[] x, int from, int to) {
        double norm = OneNorm.of(x, from, to);
        int d = data.features();
        for (int i = from; i < to && !Double.isFinite(norm); i++) {
            if (!Double.isFinite(x[i])) {
                throw notFinite(first + i / d, data.featureNames().get(i % d), x[i]);
            }
        }
        return norm;
    }

    /**
     * Checks shape, targets, weights, and features that are in memory; others are checked when they are written.
     *
     * @param data a data set
     * @param knownNorm the sum of the magnitudes of features that were checked before
     * @return that sum; NaN of features that were never in memory
     * @throws DataException naming the row of the first bad value, and its column
     */
    static double check(Dataset data, OptionalDouble knownNorm) {
        checkShape(data);
        double norm = knownNorm.orElseGet(() -> data.isInMemory() ? checkFeatures(data, data.x()) : Double.NaN);
        checkTargets(data.y(), data.targetName(), data.classes().size());
        double[] weights = data.weights();
        if (weights != null) {
            checkWeights(weights);
        }
        return norm;
    }

    private static double checkFeatures(Dataset data, double[] x) {
        Preconditions.checkArgument(
                x.length == (long) data.rows() * data.features(),
                "x has %s values, expected %s x %s",
                x.length,
                data.rows(),
                data.features());
        double norm = 0;
        for (int from = 0, to; from < x.length; from = to) {
            to = from + Math.min(BLOCK_VALUES, x.length - from);
            norm += checkValues(data, 0, x, from, to);
        }
        return norm;
    }

    private static void checkTargets(double[] y, String name, int classes) {
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(y[i])) {
                throw notFinite(i, name, y[i]);
            }
            if (classes > 0 && !(y[i] >= 0 && y[i] < classes && y[i] == Math.rint(y[i]))) {
                throw new DataException(
                        "row " + (i + 1) + ": found class " + y[i] + ", expected 0 to " + (classes - 1));
            }
        }
    }

    private static void checkWeights(double[] weights) {
        boolean anyPositive = false;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new DataException(
                        "row " + (i + 1) + ": found weight " + weights[i] + ", expected a finite number of at least 0");
            }
            anyPositive |= weights[i] > 0;
        }
        if (!anyPositive) {
            throw new DataException("all weights are 0; at least one row must have a positive weight");
        }
    }

    private static DataException notFinite(int row, String column, double value) {
        return new DataException("row " + (row + 1) + ", column " + Quoted.cell(column) + ": found " + value
                + ", expected a finite number; correct the value or leave out the row");
    }
}
