package io.github.piste.plot;

import java.io.IOException;

/** A {@code history.bin} that cannot be read: its message names the file and what is wrong with it. */
public final class HistoryFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    HistoryFormatException(String file, String reason) {
        super(file + ": not a readable history: " + reason);
    }
}
