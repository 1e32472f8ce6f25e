package io.github.piste.train;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;

/**
 * The whole way down so far, thinned: any single history draws the complete curve, so that skipping snapshots loses
 * nothing a picture would show.
 *
 * <p>Record {@code i} holds the {@link Scalars} and the tracked weights of one moment, in the order of their steps. A
 * history is a length over columns that the training thread only ever appends to; taking one copies nothing.
 *
 * <p>Thread-safety: immutable as seen through its length, provided it was handed over with a happens-before edge.
 */
public final class History {
    /** Columns that hold {@link Scalars}; the tracked weights follow them. */
    private static final int SCALARS = 7;

    private final double[][] columns;
    private final int length;

    /** Looks at the first {@code length} records of columns that are append-only from now on. */
    History(double[][] columns, int length) {
        this.columns = columns;
        this.length = length;
    }

    /**
     * A history of given records, for redrawing a run from its files.
     *
     * @param scalars the records, steps ascending
     * @param weights {@code [records x tracked]}: the tracked weights of each record
     * @return the history; the arguments are copied
     * @throws IllegalArgumentException if the two differ in length or the rows of {@code weights} among each other
     */
    public static History of(List<Scalars> scalars, double[][] weights) {
        checkArgument(
                scalars.size() == weights.length, "%s scalars for %s weight records", scalars.size(), weights.length);
        int tracked = weights.length == 0 ? 0 : weights[0].length;
        double[][] columns = new double[SCALARS + tracked][weights.length];
        for (int i = 0; i < weights.length; i++) {
            checkArgument(
                    weights[i].length == tracked, "record %s tracks %s weights, not %s", i, weights[i].length, tracked);
            put(columns, i, scalars.get(i), weights[i]);
        }
        return new History(columns, weights.length);
    }

    static double[][] allocate(int capacity, int tracked) {
        return new double[SCALARS + tracked][capacity];
    }

    private static void put(double[][] columns, int i, Scalars s, double[] tracked) {
        put(
                columns,
                i,
                (double) s.step(),
                s.epoch(),
                s.elapsedSeconds(),
                s.loss(),
                s.validationLoss(),
                s.gradientNorm(),
                s.learningRate());
        put(columns, i, tracked);
    }

    /** Writes the scalars of record {@code i}. */
    static void put(
            double[][] columns,
            int i,
            double step,
            double epoch,
            double elapsedSeconds,
            double loss,
            double validationLoss,
            double gradientNorm,
            double learningRate) {
        columns[0][i] = step;
        columns[1][i] = epoch;
        columns[2][i] = elapsedSeconds;
        columns[3][i] = loss;
        columns[4][i] = validationLoss;
        columns[5][i] = gradientNorm;
        columns[6][i] = learningRate;
    }

    /** Writes the tracked weights of record {@code i}. */
    static void put(double[][] columns, int i, double[] tracked) {
        for (int j = 0; j < tracked.length; j++) {
            columns[SCALARS + j][i] = tracked[j];
        }
    }

    /**
     * How many records there are.
     *
     * @return the number of records
     */
    public int length() {
        return length;
    }

    /**
     * How many weights each record holds.
     *
     * @return the number of tracked weights
     */
    public int tracked() {
        return columns.length - SCALARS;
    }

    /**
     * One record's numbers.
     *
     * @param i the record, {@code 0 <= i < length()}
     * @return its scalars
     * @throws IndexOutOfBoundsException if there is no such record
     */
    public Scalars scalars(int i) {
        checkElementIndex(i, length);
        return new Scalars(
                (long) columns[0][i],
                columns[1][i],
                columns[2][i],
                columns[3][i],
                columns[4][i],
                columns[5][i],
                columns[6][i]);
    }

    /**
     * The path of one tracked weight.
     *
     * @param j the tracked weight, {@code 0 <= j < tracked()}
     * @return its values, one a record; a copy, O(length)
     * @throws IndexOutOfBoundsException if there is no such weight
     */
    public ImmutableDoubleArray weight(int j) {
        checkElementIndex(j, tracked());
        return column(SCALARS + j);
    }

    /**
     * Steps of all records.
     *
     * @return one value a record; a copy, O(length)
     */
    public ImmutableDoubleArray steps() {
        return column(0);
    }

    /**
     * Epochs of all records.
     *
     * @return one value a record; a copy, O(length)
     */
    public ImmutableDoubleArray epochs() {
        return column(1);
    }

    /**
     * Losses of all records.
     *
     * @return one value a record, NaN where there is none; a copy, O(length)
     */
    public ImmutableDoubleArray losses() {
        return column(3);
    }

    /**
     * Validation losses of all records.
     *
     * @return one value a record, NaN where there is none; a copy, O(length)
     */
    public ImmutableDoubleArray validationLosses() {
        return column(4);
    }

    /**
     * Gradient norms of all records.
     *
     * @return one value a record, NaN where there is none; a copy, O(length)
     */
    public ImmutableDoubleArray gradientNorms() {
        return column(5);
    }

    private ImmutableDoubleArray column(int c) {
        return ImmutableDoubleArray.copyOf(columns[c]).subArray(0, length).trimmed();
    }
}
