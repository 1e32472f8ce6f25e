package io.github.piste.data;

import com.google.common.base.Preconditions;
import java.util.BitSet;
import java.util.OptionalDouble;

/** Rows in memory. */
final class ArrayRows implements Rows {
    /** Most values an array can hold on every JVM. */
    static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    /** What is changed while it is copied is still in the cache then. */
    private static final int BLOCK_VALUES = 1 << 14;

    private final double[] x;
    private final int features;
    private final OptionalDouble oneNorm;

    /** Takes the array over. */
    ArrayRows(double[] x, int features) {
        this(x, features, Double.NaN);
    }

    /** The same for values whose magnitudes have been summed; a sum that is not finite tells nothing. */
    ArrayRows(double[] x, int features, double oneNorm) {
        this.x = x;
        this.features = features;
        this.oneNorm = Double.isFinite(oneNorm) ? OptionalDouble.of(oneNorm) : OptionalDouble.empty();
    }

    /** Copies rows of d values. */
    static ArrayRows of(double[][] rows, int d) {
        double[] x = new double[checkedSize(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            int found = rows[i].length;
            Preconditions.checkArgument(found == d, "row %s has %s features, expected %s", i + 1, found, d);
            System.arraycopy(rows[i], 0, x, i * d, d);
        }
        return new ArrayRows(x, d);
    }

    /** Copies the first rows of others and changes them while the cache has them. */
    static ArrayRows changed(Rows others, int rows, ChangedRows.Change change) {
        int d = others.features();
        return changed(new double[checkedSize(rows, d)], d, (x, from, to) -> {
            others.copy(from / d, to / d, x, from);
            return change.apply(x, from, to);
        });
    }

    /** Takes rows over and changes them where they are. */
    static ArrayRows changed(double[] x, int d, ChangedRows.Change change) {
        int block = Math.max(1, BLOCK_VALUES / d) * d;
        double norm = 0;
        for (int from = 0, to; from < x.length; from = to) {
            to = from + Math.min(block, x.length - from);
            norm += change.apply(x, from, to);
        }
        return new ArrayRows(x, d, norm);
    }

    /** The size of an array of rows, or an error if Java has no such arrays. */
    static int checkedSize(long rows, long features) {
        if (rows * features > MOST_VALUES) {
            throw new DataException(rows + " rows x " + features + " features are more than the " + MOST_VALUES
                    + " values that a data set can hold; use fewer rows or features");
        }
        return (int) (rows * features);
    }

    /** The sum of the magnitudes of all values, if it is known; then all of them are finite. */
    OptionalDouble oneNorm() {
        return oneNorm;
    }

    /** The array itself. */
    double[] x() {
        return x;
    }

    /** Puts the rows into another order where they are: row k becomes what row {@code order[k]} was. */
    void reorder(int[] order) {
        BitSet done = new BitSet(order.length);
        double[] held = new double[features];
        for (int first = 0; first < order.length; first = done.nextClearBit(first)) {
            System.arraycopy(x, first * features, held, 0, features);
            int to = first;
            for (int from = order[to]; from != first; to = from, from = order[to]) {
                System.arraycopy(x, from * features, x, to * features, features);
                done.set(to);
            }
            System.arraycopy(held, 0, x, to * features, features);
            done.set(to);
        }
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public Rows select(int[] selected) {
        double[] chosen = new double[checkedSize(selected.length, features)];
        copy(selected, 0, selected.length, chosen, 0);
        return new ArrayRows(chosen, features);
    }

    @Override
    public DataCache cache() {
        return DataCache.NONE;
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        System.arraycopy(x, from * features, into, at, (to - from) * features);
    }

    @Override
    public void copy(int[] list, int from, int to, double[] into, int at) {
        for (int k = from; k < to; k++) {
            System.arraycopy(x, list[k] * features, into, at + (k - from) * features, features);
        }
    }
}
