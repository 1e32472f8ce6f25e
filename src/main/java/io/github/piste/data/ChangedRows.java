package io.github.piste.data;

/** Rows that are changed, such as scaled, while they are copied. */
final class ChangedRows implements Rows {
    private final Rows rows;
    private final Change change;

    /** What is done to a row. */
    interface Change {
        /**
         * Changes one row in place.
         *
         * @param values array that holds the row
         * @param offset where it begins
         */
        void apply(double[] values, int offset);
    }

    ChangedRows(Rows rows, Change change) {
        this.rows = rows;
        this.change = change;
    }

    /** Every value becomes the nearest {@code float}. */
    static ChangedRows inSinglePrecision(Rows rows) {
        return new ChangedRows(rows, (values, offset) -> {
            for (int j = 0; j < rows.features(); j++) {
                values[offset + j] = (float) values[offset + j];
            }
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
    public void copy(int from, int to, double[] into, int at) {
        rows.copy(from, to, into, at);
        for (int i = 0; i < to - from; i++) {
            change.apply(into, at + i * features());
        }
    }
}
