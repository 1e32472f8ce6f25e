package io.github.piste;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.TestInfo;

/**
 * How often a test of reliability repeats itself: a few times in every build, as often as was promised with
 * {@code mvn -P torture verify}, which also writes what was seen to {@code target/torture.md}.
 */
public final class Torture {
    /** The tag of the tests that the profile runs. */
    public static final String TAG = "torture";

    private static final boolean FULL = Boolean.getBoolean("piste.torture");
    private static final Path TABLE = Path.of("target", "torture.md");

    private Torture() {}

    /** How many times: {@code quick} in every build, {@code full} in the profile. */
    public static int times(int quick, int full) {
        return FULL ? full : quick;
    }

    /** Writes a row of the table: the row of the fault table or the promise, the test, and what it saw. */
    public static void seen(TestInfo test, String row, String what) {
        if (!FULL) {
            return;
        }
        String name = test.getTestClass().orElseThrow().getSimpleName() + "."
                + test.getTestMethod().orElseThrow().getName();
        String line = "| " + row + " | " + what + " | `" + name + "` |\n";
        try {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(
                    TABLE, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
