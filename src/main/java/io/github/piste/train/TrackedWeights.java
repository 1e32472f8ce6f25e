package io.github.piste.train;

/**
 * The weights that a history keeps, in the units that people are to see.
 *
 * <p>Thread-safety: called on the training thread only.
 */
public interface TrackedWeights {
    /**
     * How many weights are kept.
     *
     * @return at least 0, always the same
     */
    int size();

    /**
     * Reads them off the loop's weights.
     *
     * @param w {@code [d]} the loop's weights; only read
     * @param tracked {@code [size]} receives the kept ones
     */
    void read(double[] w, double[] tracked);

    /**
     * The first weights, as the loop has them.
     *
     * @param count how many
     * @return those weights
     */
    static TrackedWeights first(int count) {
        return new TrackedWeights() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public void read(double[] w, double[] tracked) {
                System.arraycopy(w, 0, tracked, 0, count);
            }
        };
    }
}
