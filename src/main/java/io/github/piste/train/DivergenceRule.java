package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * Tells a descent that goes uphill from one that only stumbles.
 *
 * <p>A loss that is not finite has diverged, one a million times its start too. So has one that grew for ten epochs in a
 * row and is above its start, whatever the update rule. Plain descent over all rows at a constant rate is stricter: on
 * the way down its loss never grows, so ten epochs of growth prove that the rate is too large.
 */
final class DivergenceRule {
    private static final int EPOCHS_OF_GROWTH = 10;
    private static final double BLOWN_UP = 1e6;
    /** Growth below this fraction of the lowest loss, or of that of the start, may be rounding. */
    private static final double ROUNDING = 1e-9;

    private final boolean monotone;
    private double start = Double.NaN;
    private double previous = Double.NaN;
    private double lowest = Double.POSITIVE_INFINITY;
    private double growing;

    /** Is strict where the loss of a healthy descent never grows. */
    DivergenceRule(boolean monotone) {
        this.monotone = monotone;
    }

    void start(double loss) {
        start = loss;
        lowest = loss;
        previous = loss;
    }

    /** Looks at a loss inside an epoch, which may stumble but not fall off the mountain. */
    boolean blownUp(double loss) {
        return !(Math.abs(loss) < Double.POSITIVE_INFINITY) || (loss > start && loss - start > BLOWN_UP * scale());
    }

    /** Looks at the loss at the end of an epoch. */
    boolean diverged(double loss) {
        growing = loss > previous ? growing + 1 : 0;
        previous = loss;
        lowest = Math.min(lowest, loss);
        boolean grewForLong = growing >= EPOCHS_OF_GROWTH;
        boolean proven =
                loss - start > ROUNDING * Math.abs(start) || (monotone && loss - lowest > ROUNDING * Math.abs(lowest));
        return blownUp(loss) || (grewForLong && proven);
    }

    /**
     * Whether a final loss above the start tells of a rate that is too large: always where a healthy loss never grows,
     * otherwise from twice the start on; noisy steps that begin in the minimum end a little above it.
     */
    boolean endedTooHigh(double loss) {
        double tolerated = monotone ? ROUNDING : 1;
        return !(loss <= start + tolerated * Math.abs(start));
    }

    /** Whether a loss is above the start. */
    boolean aboveStart(double loss) {
        return !(loss <= start);
    }

    private double scale() {
        return Math.max(Math.abs(start), 1);
    }

    void save(ImmutableMap.Builder<String, ImmutableDoubleArray> state) {
        state.put("divergence", ImmutableDoubleArray.of(start, previous, lowest, growing));
    }

    void restore(Checkpoint checkpoint) {
        double[] saved = checkpoint.array("divergence", 4);
        start = saved[0];
        previous = saved[1];
        lowest = saved[2];
        growing = saved[3];
    }
}
