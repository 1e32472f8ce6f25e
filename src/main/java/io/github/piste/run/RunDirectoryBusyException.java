package io.github.piste.run;

/** Another run uses the directory. The message names its process. */
public final class RunDirectoryBusyException extends RunDirectoryException {
    private static final long serialVersionUID = 1L;

    RunDirectoryBusyException(String message) {
        super(message, null);
    }
}
