package io.github.piste.data;

/** Rows that are scaled while they are copied. */
final class ScaledRows implements Rows {
    private final Rows rows;
    private final Standardizer scaling;

    ScaledRows(Rows rows, Standardizer scaling) {
        this.rows = rows;
        this.scaling = scaling;
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
            scaling.apply(into, at + i * features());
        }
    }
}
