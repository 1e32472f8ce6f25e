package io.github.piste.objective;

/**
 * The arrays that steps of single rows work on, see {@link RowSteps#steps}. All but {@code shares} have one value per weight.
 *
 * <p>Thread-safety: none; whoever makes the steps owns the arrays, which nobody copies.
 *
 * @param w {@code [p]}: the point; moved by every step
 * @param before {@code [p]}: where the point was before the first step of a pair that a call has left half done; the call
 *     that makes the other half finds it there. Whoever saves the point at such a place saves this too
 * @param gradient {@code [p]}: receives the gradient of the last step
 * @param mean {@code [p]} or empty: a mean of the iterates, {@code mean <- mean + shares[k] (w - mean)} after step {@code
 *     k} of a call, counted from 0
 * @param shares at least as many as the steps of a call; not looked at if the mean is empty
 */
@SuppressWarnings("ArrayRecordComponent") // they are places, not values
public record Iterates(double[] w, double[] before, double[] gradient, double[] mean, double[] shares) {
    /** Whether a mean goes with the point. */
    boolean averaging() {
        return mean.length > 0;
    }
}
