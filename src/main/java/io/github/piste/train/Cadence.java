package io.github.piste.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * How often something is to be seen. The first and the last moment of a descent are always seen.
 *
 * <p>Thread-safety: all implementations are immutable.
 */
public sealed interface Cadence {
    /**
     * At wall-clock intervals; when exactly depends on the machine, so no result may depend on it.
     *
     * @param interval time from one to the next, above zero
     */
    record Every(Duration interval) implements Cadence {
        /**
         * Checks the interval.
         *
         * @param interval above zero
         */
        public Every {
            checkArgument(
                    interval.compareTo(Duration.ZERO) > 0, "a cadence must be longer than zero, found %s", interval);
        }
    }

    /**
     * At the end of every {@code count}-th epoch.
     *
     * @param count at least 1
     */
    record Epochs(long count) implements Cadence {
        /**
         * Checks the count.
         *
         * @param count at least 1
         */
        public Epochs {
            checkArgument(count >= 1, "a cadence must be at least 1 epoch, found %s", count);
        }
    }

    /**
     * At every step that is a multiple of {@code count}.
     *
     * @param count at least 1
     */
    record Steps(long count) implements Cadence {
        /**
         * Checks the count.
         *
         * @param count at least 1
         */
        public Steps {
            checkArgument(count >= 1, "a cadence must be at least 1 step, found %s", count);
        }
    }
}
