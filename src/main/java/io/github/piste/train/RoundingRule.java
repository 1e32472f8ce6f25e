package io.github.piste.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * Tells when the exact gradient is nothing but rounding: it is a tiny fraction of the longest one so far and has stopped
 * getting shorter.
 *
 * <p>A fraction alone would stop too early. Where an intercept is large the first gradient is long for its sake, and much
 * of the way along the flat directions still lies below {@code 1e-14} of it: on NIST's Longley four more digits.
 */
final class RoundingRule {
    private static final double TINY = 1e-14;

    /** What a gradient must shrink to for the descent to count as still on its way. */
    private static final double SHORTER = 0.5;

    /** Epochs without that, as a share of all so far: the period of an accelerated descent's swings is well below. */
    private static final double SHARE_OF_EPOCHS = 0.25;

    private static final double LEAST_EPOCHS = 10;

    private double longest;
    private double shortest = Double.POSITIVE_INFINITY;
    private double shortestEpoch;

    /** Looks at the norm of the gradient at the end of an epoch. */
    boolean reached(double norm, double epoch) {
        if (norm < Double.POSITIVE_INFINITY) { // beside an infinite one every later gradient would be tiny
            longest = Math.max(longest, norm);
        }
        if (norm <= SHORTER * shortest) {
            shortest = norm;
            shortestEpoch = epoch;
        }
        boolean still = epoch - shortestEpoch >= Math.max(LEAST_EPOCHS, SHARE_OF_EPOCHS * epoch);
        return norm <= TINY * longest && (still || norm == 0);
    }

    void save(ImmutableMap.Builder<String, ImmutableDoubleArray> state) {
        state.put("rounding", ImmutableDoubleArray.of(longest, shortest, shortestEpoch));
    }

    void restore(Checkpoint checkpoint) {
        double[] saved = checkpoint.array("rounding", 3);
        longest = saved[0];
        shortest = saved[1];
        shortestEpoch = saved[2];
    }
}
