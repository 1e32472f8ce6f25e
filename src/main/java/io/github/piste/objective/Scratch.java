package io.github.piste.objective;

import java.util.Arrays;

/** What a kernel writes on the way, for one thread and one number of features. */
final class Scratch {
    /** Rows of a tile: enough that its beginning and end cost little, few enough that all stays in the first cache. */
    static final int TILE = 64;

    /** The most lanes a vector of doubles has anywhere. */
    static final int MOST_LANES = 8;

    /** Lanes to be added up. */
    final double[] lanes = new double[MOST_LANES * MOST_LANES];
    /** Weights and sums of a gradient as a kernel lays them out. */
    final double[] wide;

    final double[] sums;
    /** Of the rows of a tile: scores, which become slopes; targets; weights, all 1 unless rows weigh differently. */
    final double[] scores = new double[TILE];

    final double[] targets = new double[TILE];
    final double[] weights = new double[TILE];
    /** Where the rows of a tile begin. */
    final int[] starts = new int[TILE];
    /** Where {@link RowsAhead} leaves what it read, so that no compiler thinks it in vain. */
    double read;

    Scratch(int features) {
        this.wide = new double[features + 4 * MOST_LANES];
        this.sums = new double[(features + 1) * MOST_LANES];
        Arrays.fill(weights, 1);
    }

    /** Makes a tile of fewer rows end with a whole vector of them, by rows that weigh nothing; returns how many they are. */
    int fillUp(int count, int lanes) {
        int whole = (count + lanes - 1) / lanes * lanes;
        for (int k = count; k < whole; k++) {
            scores[k] = 0;
            targets[k] = 0;
            weights[k] = 0;
        }
        return whole;
    }

    /** Takes those rows back. */
    void release(int count, int whole) {
        for (int k = count; k < whole; k++) {
            weights[k] = 1;
        }
    }
}
