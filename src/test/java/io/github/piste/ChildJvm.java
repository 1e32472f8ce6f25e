package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own for a main class of the tests, or of the product, with all that the tests have. */
public final class ChildJvm {
    private ChildJvm() {}

    /** What a process printed, and how it ended. */
    public record Ended(int code, String out, String err) {}

    /** Runs a main class in a heap of so many megabytes until it ends. */
    public static Ended run(Path scratch, Duration limit, int megabytes, Class<?> main, String... args) {
        return run(scratch, limit, List.of("-Xmx" + megabytes + "m"), main, args);
    }

    /** Runs a main class with options of the JVM until it ends. */
    public static Ended run(Path scratch, Duration limit, List<String> options, Class<?> main, String... args) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(args));
        Path out = scratch.resolve("out.txt");
        Path err = scratch.resolve("err.txt");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                assertTrue(
                        process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS),
                        () -> words + " still runs after " + limit);
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
