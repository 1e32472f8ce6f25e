package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/** The best weights so far, by the validation loss where there is one. NaN is never best. */
final class Best {
    private final double[] weights;
    private double loss = Double.POSITIVE_INFINITY;
    private double epoch = Double.NaN;
    private long epochsWithout;

    Best(int d) {
        this.weights = new double[d];
    }

    /** Keeps a copy if the loss is lower than all before. */
    void offer(double newLoss, double[] w, double newEpoch) {
        if (newLoss < loss) {
            loss = newLoss;
            epoch = newEpoch;
            epochsWithout = 0;
            System.arraycopy(w, 0, weights, 0, weights.length);
        } else {
            epochsWithout++;
        }
    }

    /** Epochs since the last improvement. */
    long epochsWithout() {
        return epochsWithout;
    }

    boolean exists() {
        return loss < Double.POSITIVE_INFINITY;
    }

    double loss() {
        return exists() ? loss : Double.NaN;
    }

    double epoch() {
        return epoch;
    }

    double[] weights() {
        return weights;
    }

    void save(ImmutableMap.Builder<String, ImmutableDoubleArray> state) {
        state.put("best", ImmutableDoubleArray.of(loss, epoch, (double) epochsWithout));
        state.put("best.weights", ImmutableDoubleArray.copyOf(weights));
    }

    void restore(Checkpoint checkpoint) {
        double[] saved = checkpoint.array("best", 3);
        loss = saved[0];
        epoch = saved[1];
        epochsWithout = (long) saved[2];
        checkpoint.copyTo("best.weights", weights);
    }
}
