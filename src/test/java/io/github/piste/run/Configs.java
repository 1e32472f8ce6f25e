package io.github.piste.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short ways to read configurations in tests. */
final class Configs {
    /** What a configuration needs to be complete. */
    static final String SYNTHETIC = "data.kind=synthetic";

    private Configs() {}

    static LoadedConfig read(String... options) {
        return new ConfigReader(Map.of()).read(Optional.empty(), List.of(options));
    }

    static LoadedConfig readFile(Path folder, String text, String... options) {
        return new ConfigReader(Map.of()).read(Optional.of(file(folder, text)), List.of(options));
    }

    static List<String> problems(String... options) {
        return problems(() -> read(options));
    }

    static List<String> fileProblems(Path folder, String text, String... options) {
        return problems(() -> readFile(folder, text, options));
    }

    static List<String> problems(Runnable reading) {
        try {
            reading.run();
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems();
        }
    }

    static Path file(Path folder, String text) {
        try {
            return Files.writeString(folder.resolve("a.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
