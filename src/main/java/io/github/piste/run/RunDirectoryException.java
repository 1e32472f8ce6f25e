package io.github.piste.run;

import org.jspecify.annotations.Nullable;

/** The directory of a run cannot be made or used. The message is one line that names the path and the reason. */
public class RunDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A directory that cannot be used.
     *
     * @param message one line with path and reason
     * @param cause what failed, or null
     */
    public RunDirectoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
