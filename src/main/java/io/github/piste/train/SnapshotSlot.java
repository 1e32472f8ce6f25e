package io.github.piste.train;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;
import java.util.Optional;

/**
 * A reusable place for one snapshot on its way from the training thread to a worker.
 *
 * <p>Thread-safety: belongs to one thread at a time; handing it over needs a happens-before edge.
 */
public final class SnapshotSlot {
    private double[] weights = {};
    private double[][] columns = {};
    private int length;
    private final ScalarsSlot scalars = new ScalarsSlot();
    private Optional<StopReason> end = Optional.empty();

    /** An empty slot. */
    public SnapshotSlot() {}

    void set(Moment moment, double[][] historyColumns, int historyLength) {
        double[] w = moment.weights();
        if (weights.length != w.length) {
            weights = new double[w.length];
        }
        System.arraycopy(w, 0, weights, 0, w.length);
        scalars.set(moment);
        columns = historyColumns;
        length = historyLength;
        end = moment.end();
    }

    /**
     * What the slot holds, for keeps.
     *
     * @return a new snapshot with a copy of the weights; O(d)
     */
    public Snapshot toSnapshot() {
        return new Snapshot(
                scalars.toScalars(), ImmutableDoubleArray.copyOf(weights), new History(columns, length), end);
    }
}
