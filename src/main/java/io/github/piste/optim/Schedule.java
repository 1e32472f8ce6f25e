package io.github.piste.optim;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How the learning rate changes along the way: a factor on the base rate as a function of the epochs made so far, which
 * may be fractional.
 *
 * <p>Thread-safety: immutable. Cost: O(1), allocates nothing. Computed with {@link StrictMath}: the same bits on every
 * platform.
 */
public sealed interface Schedule {
    /**
     * The factor on the base rate.
     *
     * @param epoch epochs made so far, at least 0
     * @param epochs epochs planned in all
     * @return the factor, at least 0
     */
    double factor(double epoch, double epochs);

    /** The base rate all the way. */
    record Constant() implements Schedule {
        @Override
        public double factor(double epoch, double epochs) {
            return 1;
        }
    }

    /**
     * The rate times {@code factor} at the end of every {@code every} epochs.
     *
     * @param every epochs between the drops, above 0
     * @param factor above 0, at most 1
     */
    record Step(double every, double factor) implements Schedule {
        /**
         * Checks the numbers.
         *
         * @param every above 0
         * @param factor above 0, at most 1
         */
        public Step {
            checkArgument(every > 0, "a step schedule needs epochs above 0 between its drops, found %s", every);
            checkArgument(factor > 0 && factor <= 1, "the factor must be above 0 and at most 1, found %s", factor);
        }

        @Override
        public double factor(double epoch, double epochs) {
            return StrictMath.pow(factor, Math.floor(epoch / every));
        }
    }

    /**
     * {@code exp(-decay epoch)}.
     *
     * @param decay per epoch, at least 0
     */
    record Exponential(double decay) implements Schedule {
        /**
         * Checks the decay.
         *
         * @param decay at least 0
         */
        public Exponential {
            checkArgument(decay >= 0, "decay must be at least 0, found %s", decay);
        }

        @Override
        public double factor(double epoch, double epochs) {
            return StrictMath.exp(-decay * epoch);
        }
    }

    /**
     * {@code 1 / (1 + decay epoch)} (Robbins and Monro 1951).
     *
     * @param decay per epoch, at least 0
     */
    record InverseTime(double decay) implements Schedule {
        /**
         * Checks the decay.
         *
         * @param decay at least 0
         */
        public InverseTime {
            checkArgument(decay >= 0, "decay must be at least 0, found %s", decay);
        }

        @Override
        public double factor(double epoch, double epochs) {
            return 1 / (1 + decay * epoch);
        }
    }

    /**
     * Half a cosine from 1 down to {@code floor} over all planned epochs (Loshchilov and Hutter 2017, without
     * restarts).
     *
     * @param floor from 0 to 1
     */
    record Cosine(double floor) implements Schedule {
        /**
         * Checks the floor.
         *
         * @param floor from 0 to 1
         */
        public Cosine {
            checkArgument(floor >= 0 && floor <= 1, "the floor must be from 0 to 1, found %s", floor);
        }

        @Override
        public double factor(double epoch, double epochs) {
            double done = Math.min(epoch / epochs, 1);
            return floor + (1 - floor) * (1 + StrictMath.cos(Math.PI * done)) / 2;
        }
    }

    /**
     * A straight ramp from nothing to the base rate, then the base rate (Goyal et al. 2017).
     *
     * @param epochs length of the ramp, above 0
     */
    record WarmUp(double epochs) implements Schedule {
        /** Where on the ramp the first step stands, so that it moves at all: a hundredth of the base rate. */
        private static final double FIRST = 0.01;

        /**
         * Checks the length.
         *
         * @param epochs above 0
         */
        public WarmUp {
            checkArgument(epochs > 0, "the warm-up must be longer than 0 epochs, found %s", epochs);
        }

        @Override
        public double factor(double epoch, double epochsInAll) {
            return Math.min(1, FIRST + (1 - FIRST) * epoch / epochs);
        }
    }
}
