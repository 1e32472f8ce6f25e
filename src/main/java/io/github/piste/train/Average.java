package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The running mean of the iterates, which settles where noisy steps only dance (Polyak and Juditsky 1992). Later
 * iterates count more, the {@code t}-th about like {@code t^3}, so that the way down is soon forgotten (Shamir and Zhang
 * 2013, polynomial-decay averaging).
 */
final class Average {
    private static final int DECAY = 3;

    private final double[] mean;
    private double count;

    Average(int d) {
        this.mean = new double[d];
    }

    void add(double[] w) {
        count++;
        double share = (DECAY + 1) / (count + DECAY);
        for (int j = 0; j < mean.length; j++) {
            mean[j] += share * (w[j] - mean[j]);
        }
    }

    /** The mean itself, for who moves it by the shares that {@link #count} writes. */
    double[] mean() {
        return mean;
    }

    /** Counts steps, and writes by which share of the way each of them moves the mean. */
    void count(int steps, double[] shares) {
        for (int k = 0; k < steps; k++) {
            count++;
            shares[k] = (DECAY + 1) / (count + DECAY);
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
        checkpoint.copyWeights("average", mean);
        count = checkpoint.array("average.count", 1)[0];
        if (!(count >= 0)) {
            throw new UnusableCheckpointException("the checkpoint's average is one of " + count + " weights");
        }
    }
}
