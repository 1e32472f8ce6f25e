package io.github.piste;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real data that tests use: {@code PISTE_DATA}, else {@code ../shared/data}. */
public final class TestData {
    private TestData() {}

    /** A file of that folder; the test that asks is skipped with a message where there is none. */
    public static Path path(String first, String... more) {
        Path path = folder().resolve(Path.of(first, more));
        if (!Files.exists(path)) {
            abort("skipped for lack of test data: no " + path + " (set PISTE_DATA to the folder that has it)");
        }
        return path;
    }

    /** The folder, which may not exist. */
    public static Path folder() {
        String set = System.getenv("PISTE_DATA");
        return Path.of(set == null ? "../shared/data" : set);
    }
}
