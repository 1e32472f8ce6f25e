package io.github.piste.model;

import io.github.piste.data.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user in one line why a file is no model: its name, what was found, what is expected.
 *
 * <p>What is not printable in the message is escaped, so that a file from a stranger cannot forge lines in a log.
 */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with a file. */
    ModelFileException(String file, String what, @Nullable Throwable cause) {
        super(Quoted.escape(file + ": " + what), cause);
    }

    /** Says what is wrong with a file. */
    ModelFileException(String file, String what) {
        this(file, what, null);
    }
}
