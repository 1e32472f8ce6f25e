package io.github.piste.objective;

/**
 * A text that is not an expression. The message is one line: where in the text, what was found there, what is allowed.
 *
 * <p>Thread-safety: immutable.
 */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}
