package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a data set in the making, and which column of a table goes where in them. Features that memory does not
 * hold go to a file, piece by piece.
 *
 * <p>Thread-safety: threads may put values of different rows at the same time; whoever waits for them sees the values.
 */
final class NumericTarget implements AutoCloseable {
    /** Place of a column that nobody needs. */
    static final int UNUSED = -1;

    private static final int TARGET = -2;
    private static final int WEIGHT = -3;

    /** For each column of the table its place in a row of x, or one of the above. */
    private final int[] places;

    private final int features;
    /** The features, or the file that they go to. */
    private final double @Nullable [] x;

    private final @Nullable CacheFile file;
    private final double[] y;
    private final double @Nullable [] weights;
    /** Of the features in memory: sums of magnitudes by the first of the rows, so that they have an order. */
    private final ConcurrentSkipListMap<Integer, Double> norms = new ConcurrentSkipListMap<>();

    private NumericTarget(int[] places, int features, int rows, boolean weighted, @Nullable CacheFile file) {
        this.places = places;
        this.features = features;
        this.file = file;
        this.x = file == null ? new double[rows * features] : null;
        this.y = new double[rows];
        this.weights = weighted ? new double[rows] : null;
    }

    /**
     * Makes room for numeric columns.
     *
     * @param columns number of columns of the table
     * @param slots numeric features in their order, then the target, then the weight if there is one
     * @param rows number of rows
     * @param cache where features go that memory does not hold
     * @return the arrays; null if they are more than Java can hold or nearly fill the heap, and there is no such place
     * @throws DataException if neither memory nor disk has room
     */
    static @Nullable NumericTarget of(int columns, List<Slot> slots, long rows, DataCache cache) {
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
        Optional<CacheFile> file = cache.forLarge(rows, features);
        if (file.isPresent()) {
            return new NumericTarget(places, features, (int) rows, weighted, file.get());
        }
        long bytes = 8 * rows * slots.size();
        if (rows * features > ArrayRows.MOST_VALUES
                || bytes > Runtime.getRuntime().maxMemory() / 10 * 9) {
            return null;
        }
        return new NumericTarget(places, features, (int) rows, weighted, null);
    }

    /** For each column of the table its place in the features of a row; something negative if it is no feature. */
    int[] places() {
        return places;
    }

    /** Number of features, the distance between the beginnings of two rows. */
    int stride() {
        return features;
    }

    /** Where a thread may write the features of some rows: the array of the data set, or one of its own, used again. */
    double[] room(int rows, double[] own) {
        if (x != null) {
            return x;
        }
        int size = Math.multiplyExact(rows, features);
        return own.length >= size ? own : new double[size + size / 4];
    }

    /** The row that is at the beginning of that room. */
    int base(int firstRow) {
        return x == null ? firstRow : 0;
    }

    /** Takes what was written there. */
    void filled(int firstRow, int rows, double[] room) {
        if (file != null) {
            file.write(firstRow, rows, room);
        } else {
            norms.put(firstRow, OneNorm.of(room, firstRow * features, (firstRow + rows) * features));
        }
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
        Rows rows = file != null ? file.map() : new ArrayRows(Preconditions.checkNotNull(x), features, norm());
        return new Dataset(featureNames, targetName, rows, y, weights, ImmutableList.of());
    }

    private double norm() {
        double sum = 0;
        for (double norm : norms.values()) {
            sum += norm;
        }
        return sum;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
