package io.github.piste.train;

/** A checkpoint that no descent of this kind can have made. The message says in one line what is wrong with it. */
public final class UnusableCheckpointException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnusableCheckpointException(String message) {
        super(message);
    }
}
