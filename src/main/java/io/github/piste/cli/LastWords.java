package io.github.piste.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a process says that has no memory left: made in time, so that saying it takes none. */
final class LastWords {
    private static final String OUT_OF_MEMORY = OutOfMemoryError.class.getName();

    private final byte[] words = ("piste: out of memory; give Java more with -Xmx, or train on fewer rows or columns"
                    + System.lineSeparator())
            .getBytes(StandardCharsets.US_ASCII);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);

    /** Whether a failure comes from a lack of memory; closing what is open may have wrapped it. */
    boolean fit(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || isOfClassWithoutMemory(cause)) {
                return true;
            }
        }
        return false;
    }

    /** A class that once found no memory to begin with is of no use ever after; Java keeps that error's name only. */
    private static boolean isOfClassWithoutMemory(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof ExceptionInInitializerError && message != null && message.contains(OUT_OF_MEMORY);
    }

    /** Says it and ends the process at once: even a thread for the usual end would need memory. */
    void end() {
        try {
            err.write(words);
        } catch (IOException e) {
            // nobody listens; the exit code tells
        } finally {
            Runtime.getRuntime().halt(ExitCode.INTERNAL);
        }
    }
}
