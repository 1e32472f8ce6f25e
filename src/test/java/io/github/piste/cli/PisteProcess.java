package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real process of the jar, with what it prints; destroyed when it is closed, whatever happened. */
final class PisteProcess implements AutoCloseable {
    /** The jar that the build has made. */
    static final Path JAR =
            Path.of(System.getProperty("piste.jar", "target/piste.jar")).toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Collector out;
    private final Collector err;

    private PisteProcess(Process process) {
        this.process = process;
        this.out = new Collector(process.getInputStream());
        this.err = new Collector(process.getErrorStream());
    }

    /** What a process printed, and how it ended. */
    record Ended(int code, String out, String err) {
        /** The same, if it ended like this and with no word of Java's own about it. */
        Ended with(int expected) {
            String all = "stdout:\n" + out + "\nstderr:\n" + err;
            assertEquals(expected, code, all);
            assertFalse(out.contains("\tat ") || err.contains("\tat "), () -> "a stack trace: " + all);
            return this;
        }
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The words that start the jar. */
    static List<String> command(String... args) {
        List<String> words = new ArrayList<>(List.of(java().toString(), "-Xmx1g", "-jar", JAR.toString()));
        words.addAll(List.of(args));
        return words;
    }

    static PisteProcess start(String... args) {
        return launch(builder(command(args)));
    }

    /** Starts with SIGINT as it is at a terminal; a background job of a shell would have it ignored for ever. */
    static PisteProcess startInterruptible(String... args) {
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
        words.addAll(command(args));
        return launch(builder(words));
    }

    /** Starts a program of the tests, with SIGINT as it is at a terminal. */
    static PisteProcess startProgram(Class<?> program, String... args) {
        return launch(builder(programWords(program, args)));
    }

    /** The words that start a program of the tests. */
    static List<String> programWords(Class<?> program, String... args) {
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT", java().toString(), "-Xmx64m"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        words.addAll(List.of(args));
        return words;
    }

    static PisteProcess launch(ProcessBuilder builder) {
        try {
            return new PisteProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the project's root, with nothing in the environment that could change a run. */
    static ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith("PISTE_"));
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS"));
        return builder;
    }

    static Ended run(String... args) {
        try (PisteProcess process = start(args)) {
            return process.await();
        }
    }

    Ended await() {
        return await(PATIENCE);
    }

    Ended await(Duration limit) {
        try {
            assertTrue(
                    process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS),
                    () -> "still running after " + limit + "\n" + out.text() + "\n" + err.text());
            return new Ended(process.exitValue(), out.whole(), err.whole());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Such as TERM, INT or KILL. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String outSoFar() {
        return out.text();
    }

    String errSoFar() {
        return err.text();
    }

    /** For a test that reads by itself, or does not. */
    static Process bare(List<String> words) throws IOException {
        return builder(words).start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a stream to its end, so that the process never waits for its reader. */
    private static final class Collector {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;

        Collector(InputStream in) {
            thread = new Thread(() -> {
                try (in) {
                    in.transferTo(bytes);
                } catch (IOException e) {
                    // The process is gone; what it said before stays.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        String whole() throws InterruptedException {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            return text();
        }
    }
}
