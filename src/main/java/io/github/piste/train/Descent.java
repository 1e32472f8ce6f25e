package io.github.piste.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;

/**
 * How to go downhill: everything that, together with an objective, decides every bit of the way.
 *
 * <p>Thread-safety: immutable.
 *
 * @param batching rows a step and their order
 * @param rule how a gradient becomes a step
 * @param learningRate the base rate, finite and above 0
 * @param schedule how the rate changes along the way
 * @param penalty what large weights cost
 * @param averaging whether the mean of the iterates is the result; in batch mode it never is
 * @param stop when it is over
 * @param seed of the order of rows
 */
public record Descent(
        Batching batching,
        UpdateRule rule,
        double learningRate,
        Schedule schedule,
        Penalty penalty,
        boolean averaging,
        StopRule stop,
        long seed) {
    /**
     * Checks the rate.
     *
     * @param batching rows a step and their order
     * @param rule how a gradient becomes a step
     * @param learningRate the base rate
     * @param schedule how the rate changes
     * @param penalty what large weights cost
     * @param averaging whether the mean of the iterates is the result
     * @param stop when it is over
     * @param seed of the order of rows
     */
    public Descent {
        checkArgument(
                learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
                "the learning rate must be finite and above 0, found %s",
                learningRate);
    }

    /**
     * Plain descent over all rows at a constant rate.
     *
     * @param learningRate the rate
     * @param epochs how many steps
     * @return the description
     */
    public static Descent batch(double learningRate, long epochs) {
        return plain(Batching.batch(), learningRate, epochs);
    }

    /**
     * Plain descent at a constant rate, without penalty or averaging.
     *
     * @param batching rows a step and their order
     * @param learningRate the rate
     * @param epochs how many passes over the data
     * @return the description
     */
    public static Descent plain(Batching batching, double learningRate, long epochs) {
        return new Descent(
                batching,
                new UpdateRule.Sgd(),
                learningRate,
                new Schedule.Constant(),
                Penalty.NONE,
                false,
                StopRule.after(epochs),
                1);
    }

    /** Whether the loss of a healthy descent of this kind never grows. */
    boolean monotone() {
        return batching.mode() == Batching.Mode.BATCH
                && rule instanceof UpdateRule.Sgd
                && schedule instanceof Schedule.Constant;
    }

    /** A start of zeros. */
    static ImmutableDoubleArray zeros(int d) {
        return ImmutableDoubleArray.copyOf(new double[d]);
    }
}
