package io.github.piste.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process whose system calls are written down, a file for each thread, and may fail or take long as a test wants. */
final class Strace {
    private final Path folder;

    /** Skips the test where strace is missing or not allowed. */
    Strace(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        assumeTrue(works(), "skipped: strace is not installed, or this system does not let it trace");
    }

    private static boolean works() {
        try {
            return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command; the calls are comma-separated, the injection as strace wants it, none if empty. */
    PisteProcess.Ended run(String calls, String injection, List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-ff",
                "-qq",
                "-y",
                "--seccomp-bpf",
                "-s",
                "0",
                "-o",
                folder.resolve("calls").toString(),
                "-e",
                "trace=" + calls));
        if (!injection.isEmpty()) {
            words.addAll(List.of("-e", "inject=" + injection));
        }
        words.addAll(command);
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            return process.await();
        }
    }

    /** What each thread called, in its order. */
    List<List<String>> threads() {
        try (Stream<Path> files = Files.list(folder)) {
            List<List<String>> threads = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                threads.add(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            }
            return threads;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The calls that were made to fail. */
    List<String> injected() {
        return threads().stream()
                .flatMap(List::stream)
                .filter(line -> line.contains("(INJECTED)"))
                .toList();
    }
}
