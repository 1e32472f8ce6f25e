package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program outside the project, with the jar and what an embedder inherits, and nothing of the command line. */
class OutsiderIT {
    private static final String PROGRAM = """
            import io.github.piste.Training;
            import io.github.piste.TrainingResult;
            import io.github.piste.TrainingService;
            import java.util.concurrent.atomic.AtomicInteger;

            public class Outsider {
                public static void main(String[] args) {
                    double[][] x = {{1}, {2}, {3}, {4}};
                    double[] y = {5, 7, 9, 11};
                    AtomicInteger seen = new AtomicInteger();
                    TrainingResult result = Training.on(x, y).listener(snapshot -> seen.incrementAndGet()).run();
                    System.out.printf("f(5) = %.6f, seen %b%n", result.model().predict(5), seen.get() >= 1);
                    TrainingService service = Training.on(x, y).set("train.mode", "stochastic")
                            .set("train.learning-rate", 1e-9).set("train.epochs", 1_000_000_000).service();
                    service.startAsync().awaitRunning();
                    while (service.latest().isEmpty()) Thread.onSpinWait();
                    service.stopAsync().awaitTerminated();
                    System.out.println(service.state() + " " + service.result().orElseThrow().state());
                }
            }
            """;

    private static final List<String> OF_THE_COMMAND_LINE = List.of("logback", "picocli", "progressbar", "jline");

    @TempDir
    private Path temp;

    /** The jar without its neighbours, so that its manifest leads nowhere, and the libraries that an embedder inherits. */
    private String classPath() throws IOException {
        Path jar = Files.copy(PisteProcess.JAR, temp.resolve("piste.jar"));
        try (Stream<Path> libraries = Files.list(PisteProcess.JAR.resolveSibling("lib"))) {
            return Stream.concat(Stream.of(jar, temp), libraries.filter(library -> OF_THE_COMMAND_LINE.stream()
                            .noneMatch(library.getFileName().toString()::startsWith)))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    @Test
    void program_compilesTrainsListensAndEmbeds() throws IOException {
        assertTrue(PROGRAM.lines().count() <= 23, "20 lines and the imports");
        String classPath = classPath();
        Path source = Files.writeString(temp.resolve("Outsider.java"), PROGRAM);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "--release",
                        "17",
                        "-cp",
                        classPath,
                        "-d",
                        temp.toString(),
                        source.toString());
        assertEquals(0, compiled, () -> messages.toString(StandardCharsets.UTF_8));

        List<String> words = List.of(PisteProcess.java().toString(), "-cp", classPath, "Outsider");
        ProcessBuilder builder = PisteProcess.builder(words).directory(temp.toFile());
        try (PisteProcess process = PisteProcess.launch(builder)) {
            PisteProcess.Ended ended = process.await().with(0);
            List<String> lines = ended.out().lines().toList();
            assertEquals(List.of("f(5) = 13.000000, seen true", "TERMINATED STOPPED"), lines, ended::err);
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(
                    List.of("Outsider.class", "Outsider.java", "piste.jar"),
                    left.map(file -> file.getFileName().toString()).sorted().toList(),
                    "an embedded training writes nothing");
        }
    }
}
