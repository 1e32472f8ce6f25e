package io.github.piste.run;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.Penalty;

/**
 * Block {@code model}: what is trained.
 *
 * <p>Thread-safety: immutable.
 *
 * @param kind which model
 * @param loss how errors are counted; a network on a target of text counts cross-entropy, whatever this says
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

    /** How errors are counted. */
    public enum Loss {
        /** The square of the error. */
        SQUARED,
        /** The square of small errors, linear in large ones (Huber 1964). */
        HUBER,
        /** The negative logarithm of the probability that the model gives to the true class. */
        CROSS_ENTROPY
    }

    /**
     * Whether the target is a class.
     *
     * @param text whether its values are texts
     * @return true for logistic and softmax regression, and for a network with cross-entropy or a target of text
     */
    public boolean classifies(boolean text) {
        return kind == Kind.LOGISTIC
                || kind == Kind.SOFTMAX
                || (kind == Kind.MLP && (text || loss == Loss.CROSS_ENTROPY));
    }
}
