package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;

/**
 * Writes a history of bounded size while a descent goes on: it keeps the records whose step is a multiple of its
 * interval, and when it is full doubles the interval and forgets every second one.
 *
 * <p>Columns are append-only: whoever got them with a length may go on reading. Thinning makes new ones.
 */
final class HistoryRecorder {
    /** Records at most; more than a picture has pixel columns would show nothing new. */
    static final int CAPACITY = 1000;

    /** The history holds steps as doubles. */
    private static final double LARGEST_STEP = 0x1p53;

    private final TrackedWeights tracked;
    private final double[] trackedNow;
    private double[][] columns;
    private int length;
    private long interval;

    HistoryRecorder(TrackedWeights tracked, long interval) {
        this.tracked = tracked;
        this.trackedNow = new double[tracked.size()];
        this.columns = History.allocate(CAPACITY, tracked.size());
        this.interval = interval;
    }

    /** The next step to be recorded after the given one. */
    long next(long step) {
        return (step / interval + 1) * interval;
    }

    boolean due(long step) {
        return step % interval == 0;
    }

    double[][] columns() {
        return columns;
    }

    int length() {
        return length;
    }

    /** Appends the moment's numbers and the tracked weights, unless they are there already. */
    void append(Moment moment) {
        if (length > 0 && columns[0][length - 1] == moment.step() && columns[3][length - 1] == moment.loss()) {
            return;
        }
        if (length == CAPACITY) {
            thin();
        }
        tracked.read(moment.weights(), trackedNow);
        History.put(
                columns,
                length,
                (double) moment.step(),
                moment.epoch(),
                moment.elapsedSeconds(),
                moment.loss(),
                moment.validationLoss(),
                moment.gradientNorm(),
                moment.learningRate());
        History.put(columns, length, trackedNow);
        length++;
    }

    private void thin() {
        while (length == CAPACITY) {
            interval *= 2;
            double[][] thinned = History.allocate(CAPACITY, tracked.size());
            int kept = 0;
            for (int i = 0; i < length; i++) {
                if ((long) columns[0][i] % interval == 0) {
                    for (int c = 0; c < columns.length; c++) {
                        thinned[c][kept] = columns[c][i];
                    }
                    kept++;
                }
            }
            columns = thinned;
            length = kept;
        }
    }

    void save(ImmutableMap.Builder<String, ImmutableDoubleArray> state) {
        state.put("history.interval", ImmutableDoubleArray.of((double) interval));
        for (int c = 0; c < columns.length; c++) {
            state.put("history." + c, ImmutableDoubleArray.copyOf(Arrays.copyOf(columns[c], length)));
        }
    }

    void restore(Checkpoint checkpoint) {
        double between = checkpoint.array("history.interval", 1)[0];
        double[] steps = checkpoint.array("history.0");
        if (!(between >= 1 && between <= LARGEST_STEP) || steps.length > CAPACITY || !areSteps(steps)) {
            throw new UnusableCheckpointException("the checkpoint's history is none that a descent can have made");
        }
        interval = (long) between;
        length = steps.length;
        columns = History.allocate(CAPACITY, tracked.size());
        for (int c = 0; c < columns.length; c++) {
            System.arraycopy(checkpoint.array("history." + c, length), 0, columns[c], 0, length);
        }
    }

    /** Whether steps rise as those of records do: a step may be there twice, or thinning would never end. */
    private static boolean areSteps(double[] steps) {
        for (int i = 0; i < steps.length; i++) {
            boolean step = steps[i] >= 0 && steps[i] <= LARGEST_STEP;
            if (!step || (i > 0 && steps[i] < steps[i - 1]) || (i > 1 && steps[i] == steps[i - 2])) {
                return false;
            }
        }
        return true;
    }
}
