package io.github.piste.data;

/**
 * Rows in memory in single precision, half the size of {@link ArrayRows}; every value is the nearest {@code float}, and is
 * a double again when it is copied.
 */
final class FloatRows implements Rows {
    private static final int BLOCK_VALUES = 1 << 14;

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
        int block = Math.min(data.rows(), Math.max(1, BLOCK_VALUES / d));
        double[] values = new double[block * d];
        for (int from = 0, to; from < data.rows(); from = to) {
            to = from + Math.min(block, data.rows() - from);
            data.copyRows(from, to, values);
            for (int k = 0; k < (to - from) * d; k++) {
                rows.x[from * d + k] = rounded(values[k], data, from, k);
            }
        }
        return rows;
    }

    private static float rounded(double value, Dataset data, int first, int place) {
        float nearest = (float) value;
        if (Float.isInfinite(nearest)) {
            int d = data.features();
            throw new DataException("row " + (first + place / d + 1) + ", column "
                    + Quoted.cell(data.featureNames().get(place % d)) + ": found " + value
                    + ", single precision ends at "
                    + Float.MAX_VALUE + "; scale the columns, or use data.precision = double");
        }
        return nearest;
    }

    /** The array itself. */
    float[] x() {
        return x;
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
