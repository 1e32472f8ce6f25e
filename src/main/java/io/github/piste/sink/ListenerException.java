package io.github.piste.sink;

/** Ends a run whose owner asked for that when a listener on the training thread fails. */
public final class ListenerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenerException(String message, Throwable cause) {
        super(message, cause);
    }
}
