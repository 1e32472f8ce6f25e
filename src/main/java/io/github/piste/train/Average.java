package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The running mean of the iterates, which settles where noisy steps only dance (Polyak and Juditsky 1992). It begins
 * after the first epoch, so that the way down does not count.
 */
final class Average {
    private final double[] mean;
    private double count;

    Average(int d) {
        this.mean = new double[d];
    }

    void add(double[] w) {
        count++;
        double share = 1 / count;
        for (int j = 0; j < mean.length; j++) {
            mean[j] += share * (w[j] - mean[j]);
        }
    }

    /** The mean, or the weights themselves as long as there is none. */
    double[] or(double[] w) {
        return count > 0 ? mean : w;
    }

    void save(ImmutableMap.Builder<String, ImmutableDoubleArray> state) {
        state.put("average", ImmutableDoubleArray.copyOf(mean));
        state.put("average.count", ImmutableDoubleArray.of(count));
    }

    void restore(Checkpoint checkpoint) {
        checkpoint.copyTo("average", mean);
        count = checkpoint.array("average.count")[0];
    }
}
