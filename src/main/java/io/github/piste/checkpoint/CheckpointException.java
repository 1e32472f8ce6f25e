package io.github.piste.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is no usable checkpoint. The message is one line with the file's path and the reason; what is not printable
 * in it is escaped, and nothing of the file's content is repeated in it.
 */
final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    CheckpointException(Path file, String reason) {
        super(oneLine(file + ": " + reason));
    }

    CheckpointException(Path file, String reason, IOException cause) {
        super(oneLine(file + ": " + reason), cause);
    }

    private static String oneLine(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(c -> Matcher.quoteReplacement(
                        String.format("\\u%04x", c.group().codePointAt(0))));
    }
}
