package io.github.piste.data;

/** Rows that are changed, such as scaled, while they are copied. */
final class ChangedRows implements Rows {
    private final Rows rows;
    private final Change change;

    /** What is done to rows. */
    interface Change {
        /**
         * Changes whole rows in place.
         *
         * @param values array that holds the rows, one behind the other
         * @param from where the first begins
         * @param to where the last ends
         * @return the sum of the magnitudes of all values there now, see {@link OneNorm}; NaN if it is not known
         */
        double apply(double[] values, int from, int to);
    }

    ChangedRows(Rows rows, Change change) {
        this.rows = rows;
        this.change = change;
    }

    /** Every value becomes the nearest {@code float}. */
    static ChangedRows inSinglePrecision(Rows rows) {
        return new ChangedRows(rows, (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = (float) values[i];
            }
            return Double.NaN;
        });
    }

    @Override
    public int features() {
        return rows.features();
    }

    @Override
    public DataCache cache() {
        return rows.cache();
    }

    @Override
    public ArrayRows inMemory(int count) {
        return ArrayRows.changed(rows, count, change);
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        rows.copy(from, to, into, at);
        change.apply(into, at, at + (to - from) * features());
    }
}
