package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a data set in the making, and which column of a table goes where in them.
 *
 * <p>Thread-safety: threads may put values of different rows at the same time; whoever waits for them sees the values.
 */
final class NumericTarget {
    /** Place of a column that nobody needs. */
    static final int UNUSED = -1;

    private static final int TARGET = -2;
    private static final int WEIGHT = -3;

    /** For each column of the table its place in a row of x, or one of the above. */
    private final int[] places;

    private final int features;
    private final double[] x;
    private final double[] y;
    private final double @Nullable [] weights;

    private NumericTarget(int[] places, int features, int rows, boolean weighted) {
        this.places = places;
        this.features = features;
        this.x = new double[rows * features];
        this.y = new double[rows];
        this.weights = weighted ? new double[rows] : null;
    }

    /**
     * Makes room for numeric columns.
     *
     * @param columns number of columns of the table
     * @param slots numeric features in their order, then the target, then the weight if there is one
     * @param rows number of rows
     * @return the arrays; null if they are more than Java can hold or nearly fill the heap
     */
    static @Nullable NumericTarget of(int columns, List<Slot> slots, long rows) {
        int[] places = new int[columns];
        Arrays.fill(places, UNUSED);
        int features = 0;
        boolean weighted = false;
        for (Slot slot : slots) {
            switch (slot.use) {
                case TARGET -> places[slot.column] = TARGET;
                case WEIGHT -> places[slot.column] = WEIGHT;
                default -> places[slot.column] = features++;
            }
            weighted |= slot.use == Slot.Use.WEIGHT;
        }
        long bytes = 8 * rows * slots.size();
        if (rows * features > Dataset.MOST_VALUES
                || bytes > Runtime.getRuntime().maxMemory() / 10 * 9) {
            return null;
        }
        return new NumericTarget(places, features, (int) rows, weighted);
    }

    /** For each column of the table its place in a row of {@link #x}; something negative if it is no feature. */
    int[] places() {
        return places;
    }

    /** The features, to be filled. */
    double[] x() {
        return x;
    }

    /** Distance between the beginnings of two rows in {@link #x}. */
    int stride() {
        return features;
    }

    /** Stores a finite value of a column that is no feature; false for a negative weight, which is none. */
    boolean put(int row, int place, double value) {
        if (place == TARGET) {
            y[row] = value;
        } else if (place == WEIGHT && weights != null) {
            weights[row] = value;
            return value >= 0;
        }
        return true;
    }

    /** Makes the data set, which takes the arrays over. */
    Dataset dataset(ImmutableList<String> featureNames, String targetName) {
        return new Dataset(featureNames, targetName, x, y, weights, ImmutableList.of());
    }
}
