package io.github.piste.run;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.Penalty;

/**
 * Block {@code model}: what is trained.
 *
 * <p>Thread-safety: immutable.
 *
 * @param kind which model
 * @param loss how the linear model counts errors
 * @param huberDelta error from which {@link Loss#HUBER} grows linearly, in units of the target, above 0
 * @param intercept whether a constant is fitted
 * @param initial where the descent starts; empty: zeros
 * @param penalty what large coefficients cost
 * @param hidden hidden units of {@link Kind#MLP}, at least 1
 */
public record ModelConfig(
        Kind kind,
        Loss loss,
        double huberDelta,
        boolean intercept,
        ImmutableDoubleArray initial,
        Penalty penalty,
        int hidden) {

    /** Which model. */
    public enum Kind {
        /** A number as a weighted sum of features. */
        LINEAR,
        /** The probability of one of two classes. */
        LOGISTIC,
        /** The probabilities of several classes. */
        SOFTMAX,
        /** A network with one hidden layer. */
        MLP
    }

    /** How the linear model counts errors. */
    public enum Loss {
        /** The square of the error. */
        SQUARED,
        /** The square of small errors, linear in large ones (Huber 1964). */
        HUBER
    }
}
