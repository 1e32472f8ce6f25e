package io.github.piste.optim;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.util.Optional;

/**
 * When a descent is over. Rules that are off never apply; several that are on apply whichever comes first.
 *
 * <p>Thread-safety: immutable.
 *
 * @param epochs passes over the data at most, at least 1
 * @param lossChange stop when an epoch changes the loss by at most this fraction of it; 0 is off
 * @param gradientNorm stop when the Euclidean norm of the gradient is at most this; 0 is off. Needs the exact gradient:
 *     batch mode only
 * @param patience stop when the validation loss has not improved for this many epochs, and return the best; 0 is off
 * @param timeLimit stop after this time of training; empty is off
 */
public record StopRule(
        long epochs, double lossChange, double gradientNorm, int patience, Optional<Duration> timeLimit) {
    /**
     * Checks the numbers.
     *
     * @param epochs at least 1
     * @param lossChange at least 0
     * @param gradientNorm at least 0
     * @param patience at least 0
     * @param timeLimit longer than zero
     */
    public StopRule {
        checkArgument(epochs >= 1, "epochs must be at least 1, found %s", epochs);
        checkArgument(lossChange >= 0, "loss-change must be at least 0, found %s", lossChange);
        checkArgument(gradientNorm >= 0, "gradient-norm must be at least 0, found %s", gradientNorm);
        checkArgument(patience >= 0, "patience must be at least 0, found %s", patience);
        checkArgument(
                timeLimit.isEmpty() || timeLimit.get().compareTo(Duration.ZERO) > 0,
                "time-limit must be longer than zero, found %s",
                timeLimit.orElse(null));
    }

    /**
     * Ends after a number of epochs and for no other configured reason.
     *
     * @param epochs at least 1
     * @return the rule
     */
    public static StopRule after(long epochs) {
        return new StopRule(epochs, 0, 0, 0, Optional.empty());
    }
}
