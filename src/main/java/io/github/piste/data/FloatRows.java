package io.github.piste.data;

/**
 * Rows in memory in single precision, half the size of {@link ArrayRows}; every value is the nearest {@code float}, and is
 * a double again when it is copied.
 */
final class FloatRows implements Rows {
    private final float[] x;
    private final int features;

    private FloatRows(float[] x, int features) {
        this.x = x;
        this.features = features;
    }

    /**
     * Rounds the features of a data set.
     *
     * @throws DataException naming row and column of a value beyond the range
     */
    static FloatRows of(Dataset data) {
        int d = data.features();
        FloatRows rows = new FloatRows(new float[ArrayRows.checkedSize(data.rows(), d)], d);
        double[] row = new double[d];
        for (int i = 0; i < data.rows(); i++) {
            data.copyRows(i, i + 1, row);
            for (int j = 0; j < d; j++) {
                rows.x[i * d + j] = rounded(row[j], data, i, j);
            }
        }
        return rows;
    }

    private static float rounded(double value, Dataset data, int i, int j) {
        float nearest = (float) value;
        if (Float.isInfinite(nearest)) {
            throw new DataException("row " + (i + 1) + ", column "
                    + Quoted.cell(data.featureNames().get(j)) + ": found " + value + ", single precision ends at "
                    + Float.MAX_VALUE + "; scale the columns, or use data.precision = double");
        }
        return nearest;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public DataCache cache() {
        return DataCache.NONE;
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        int first = from * features;
        int values = (to - from) * features;
        for (int k = 0; k < values; k++) {
            into[at + k] = x[first + k];
        }
    }
}
