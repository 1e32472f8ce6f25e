package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/** The mean of the losses met in this epoch, and since a mark inside it. */
final class RunningLoss {
    private double sum;
    private double rows;
    private double markedSum;
    private double markedRows;

    void add(double meanLoss, int count) {
        sum += meanLoss * count;
        rows += count;
    }

    double sum() {
        return sum;
    }

    /** Replaces the sum by one that goes on for some rows. */
    void set(double newSum, int count) {
        sum = newSum;
        rows += count;
    }

    double mean() {
        return sum / rows;
    }

    boolean movedSinceMark() {
        return rows > markedRows;
    }

    double meanSinceMark() {
        return (sum - markedSum) / (rows - markedRows);
    }

    void mark() {
        markedSum = sum;
        markedRows = rows;
    }

    void reset() {
        sum = 0;
        rows = 0;
        mark();
    }

    void save(ImmutableMap.Builder<String, ImmutableDoubleArray> state) {
        state.put("running", ImmutableDoubleArray.of(sum, rows, markedSum, markedRows));
    }

    void restore(Checkpoint checkpoint) {
        double[] saved = checkpoint.array("running", 4);
        sum = saved[0];
        rows = saved[1];
        markedSum = saved[2];
        markedRows = saved[3];
    }
}
