package io.github.piste.optim;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How a gradient becomes a step. A rule is only a description; the {@link Updater} made from it holds the state.
 *
 * <p>Thread-safety: all rules are immutable.
 */
public sealed interface UpdateRule {
    /**
     * A fresh updater for {@code d} weights.
     *
     * @param d number of weights
     * @param count how many of them, from the first, the L1 penalty shrinks
     * @param l1 strength of the L1 penalty
     * @return an updater at rest
     */
    Updater updater(int d, int count, double l1);

    /**
     * The name that the configuration uses.
     *
     * @return lower case
     */
    String label();

    /** Plain gradient descent: {@code w <- w - r g}. */
    record Sgd() implements UpdateRule {
        @Override
        public Updater updater(int d, int count, double l1) {
            return new SgdUpdater(count, l1);
        }

        @Override
        public String label() {
            return "sgd";
        }
    }

    /**
     * Heavy ball: {@code v <- m v - r g; w <- w + v} (Polyak 1964).
     *
     * @param momentum {@code m}, from 0 to below 1
     */
    record Momentum(double momentum) implements UpdateRule {
        /**
         * Checks the momentum.
         *
         * @param momentum from 0 to below 1
         */
        public Momentum {
            checkFraction("momentum", momentum);
        }

        @Override
        public Updater updater(int d, int count, double l1) {
            return new MomentumUpdater(momentum, d, count, l1);
        }

        @Override
        public String label() {
            return "momentum";
        }
    }

    /**
     * Accelerated gradient: {@code x' = w - r g; w <- x' + m (x' - x)} (Nesterov 1983); the gradient is taken at the
     * point that momentum has already reached, and that point is {@code w}.
     *
     * @param momentum {@code m}, from 0 to below 1
     */
    record Nesterov(double momentum) implements UpdateRule {
        /**
         * Checks the momentum.
         *
         * @param momentum from 0 to below 1
         */
        public Nesterov {
            checkFraction("momentum", momentum);
        }

        @Override
        public Updater updater(int d, int count, double l1) {
            return new NesterovUpdater(momentum, d, count, l1);
        }

        @Override
        public String label() {
            return "nesterov";
        }
    }

    /**
     * Heavy ball whose momentum and rate grow as the nu-method prescribes, which lowers a quadratic loss as fast as any
     * method that sees gradients alone, until they reach the constants that are best for a known condition number:
     * {@code m = ((sqrt(c) - 1) / (sqrt(c) + 1))^2} and {@code 4 c / (sqrt(c) + 1)^2} times the rate (Polyak 1964). The
     * rate to give is one over the largest curvature (Brakhage 1987; Engl, Hanke and Neubauer, "Regularization of Inverse
     * Problems", 1996, section 6.3).
     *
     * @param conditionNumber {@code c}, at least 1, finite
     */
    record Accelerated(double conditionNumber) implements UpdateRule {
        /**
         * Checks the condition number.
         *
         * @param conditionNumber at least 1, finite
         */
        public Accelerated {
            checkArgument(
                    conditionNumber >= 1 && conditionNumber < Double.POSITIVE_INFINITY,
                    "the condition number must be finite and at least 1, found %s",
                    conditionNumber);
        }

        /**
         * The momentum it reaches.
         *
         * @return from 0 to below 1
         */
        public double momentum() {
            double root = Math.sqrt(conditionNumber);
            double fraction = (root - 1) / (root + 1);
            return fraction * fraction;
        }

        /**
         * What it multiplies the rate with in the end.
         *
         * @return from 1 to below 4
         */
        public double rateFactor() {
            double root = Math.sqrt(conditionNumber) + 1;
            return 4 * conditionNumber / (root * root);
        }

        @Override
        public Updater updater(int d, int count, double l1) {
            return new AcceleratedUpdater(this, d, count, l1);
        }

        @Override
        public String label() {
            return "accelerated";
        }
    }

    /**
     * Accelerated gradient for convex losses that are not quadratic, over all rows: Nesterov's rule whose momentum grows
     * as {@code (t_k - 1) / t_(k+1)}, {@code t_(k+1) = (1 + sqrt(1 + 4 t_k^2)) / 2}, and starts again from none as soon as
     * the step downhill and the way lead apart, {@code (w - x') (x' - x) > 0} (Beck and Teboulle 2009; O'Donoghue and
     * Candès, "Adaptive restart for accelerated gradient schemes", 2015). It needs no condition number.
     *
     * <p>The rate to give is one over the largest curvature anywhere. Where the loss bends less, as a logistic loss does
     * far out, steps grow by up to a tenth each, to half of {@code (dw dg) / |dg|^2}, the change of weights and gradient
     * since the last step (Barzilai and Borwein, "Two-point step size gradient methods", 1988); they are never shorter than
     * the rate. That costs no gradient more. The loss may rise now and then on the way.
     */
    record Restarted() implements UpdateRule {
        @Override
        public Updater updater(int d, int count, double l1) {
            return new RestartedUpdater(d, count, l1);
        }

        @Override
        public String label() {
            return "accelerated";
        }
    }

    /**
     * Steps that shrink where gradients have been large: {@code s <- s + g^2; w <- w - r g / (sqrt(s) + e)} (Duchi,
     * Hazan and Singer 2011).
     *
     * @param epsilon {@code e}, above 0
     */
    record AdaGrad(double epsilon) implements UpdateRule {
        /**
         * Checks the epsilon.
         *
         * @param epsilon above 0
         */
        public AdaGrad {
            checkPositive("epsilon", epsilon);
        }

        @Override
        public Updater updater(int d, int count, double l1) {
            return new AdaptiveUpdater(1, 1, epsilon, d, count, l1);
        }

        @Override
        public String label() {
            return "adagrad";
        }
    }

    /**
     * AdaGrad that forgets: {@code s <- b s + (1 - b) g^2; w <- w - r g / (sqrt(s) + e)} (Tieleman and Hinton 2012).
     *
     * @param decay {@code b}, from 0 to below 1
     * @param epsilon {@code e}, above 0
     */
    record RmsProp(double decay, double epsilon) implements UpdateRule {
        /**
         * Checks the numbers.
         *
         * @param decay from 0 to below 1
         * @param epsilon above 0
         */
        public RmsProp {
            checkFraction("decay", decay);
            checkPositive("epsilon", epsilon);
        }

        @Override
        public Updater updater(int d, int count, double l1) {
            return new AdaptiveUpdater(decay, 1 - decay, epsilon, d, count, l1);
        }

        @Override
        public String label() {
            return "rmsprop";
        }
    }

    /**
     * Momentum over RMSProp with both averages corrected for their start at zero (Kingma and Ba 2015, algorithm 1).
     *
     * @param beta1 decay of the mean of gradients, from 0 to below 1
     * @param beta2 decay of the mean of squared gradients, from 0 to below 1
     * @param epsilon above 0
     */
    record Adam(double beta1, double beta2, double epsilon) implements UpdateRule {
        /**
         * Checks the numbers.
         *
         * @param beta1 from 0 to below 1
         * @param beta2 from 0 to below 1
         * @param epsilon above 0
         */
        public Adam {
            checkFraction("beta1", beta1);
            checkFraction("beta2", beta2);
            checkPositive("epsilon", epsilon);
        }

        @Override
        public Updater updater(int d, int count, double l1) {
            return new AdamUpdater(this, d, count, l1);
        }

        @Override
        public String label() {
            return "adam";
        }
    }

    private static void checkFraction(String name, double value) {
        checkArgument(value >= 0 && value < 1, "%s must be at least 0 and below 1, found %s", name, value);
    }

    private static void checkPositive(String name, double value) {
        checkArgument(
                value > 0 && value < Double.POSITIVE_INFINITY, "%s must be finite and above 0, found %s", name, value);
    }
}
