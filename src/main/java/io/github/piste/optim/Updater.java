package io.github.piste.optim;

/**
 * An update rule at work: it moves the weights and remembers what its rule needs remembered.
 *
 * <p>Thread-safety: none; it belongs to the thread of its loop. Cost: O(d) an update, allocates nothing.
 */
public interface Updater {
    /**
     * Moves the weights one step downhill and applies the proximal step of the L1 penalty.
     *
     * @param w {@code [d]}, moved in place
     * @param gradient {@code [d]} of the smooth part at {@code w}; only read
     * @param rate the learning rate of this step
     */
    void update(double[] w, double[] gradient, double rate);

    /**
     * What the rule remembers, for a checkpoint: the live arrays, empty for a rule without memory. Writing into them
     * restores a state.
     *
     * @return the arrays, in an order that is fixed for the rule
     */
    double[][] memory();
}
