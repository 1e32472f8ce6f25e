package io.github.piste.data;

/** Some rows of others, in an order of their own. */
final class SelectedRows implements Rows {
    private final Rows rows;
    private final int[] selected;

    /** Takes the list over. */
    SelectedRows(Rows rows, int[] selected) {
        this.rows = rows;
        this.selected = selected;
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
        rows.copy(selected, from, to, into, at);
    }
}
