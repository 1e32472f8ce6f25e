package io.github.piste.data;

/**
 * The features of the rows of a data set, {@code [n x d]} row-major: in memory, or read from a file when they are asked
 * for.
 *
 * <p>Thread-safety: immutable; several threads may copy at the same time.
 */
sealed interface Rows permits ArrayRows, ChangedRows, FloatRows, MappedRows, SelectedRows {
    /** How many values a row has. */
    int features();

    /** Where rows that are made of these may be written. */
    DataCache cache();

    /** Whether they are read from a file each time. */
    default boolean inFile() {
        return cache() != DataCache.NONE;
    }

    /** Copies rows {@code from .. to - 1}, one behind the other from {@code into[at]} on. */
    void copy(int from, int to, double[] into, int at);

    /** Copies rows {@code list[from] .. list[to - 1]}, one behind the other from {@code into[at]} on. */
    default void copy(int[] list, int from, int to, double[] into, int at) {
        int end; // rows that follow each other are copied at once
        for (int k = from; k < to; k = end) {
            end = k + 1;
            while (end < to && list[end] == list[end - 1] + 1) {
                end++;
            }
            copy(list[k], list[k] + (end - k), into, at + (k - from) * features());
        }
    }

    /** Copies the first rows to memory. */
    default ArrayRows inMemory(int rows) {
        return ArrayRows.changed(this, rows, OneNorm::of);
    }

    /** Some rows, in an order of their own. */
    default Rows select(int[] selected) {
        return new SelectedRows(this, selected.clone());
    }
}
