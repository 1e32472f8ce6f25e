package io.github.piste.train;

/** Tells weights from what is left of them when a step went beyond the numbers. Allocates nothing. */
final class Finite {
    private Finite() {}

    /** Whether none is NaN or infinite: O(d), with no branch a weight. */
    static boolean all(double[] w) {
        double zero = 0;
        for (double weight : w) {
            zero += weight * 0; // NaN for all that is not finite, and NaN stays
        }
        return zero == 0;
    }
}
