package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A Java program in a document of {@code src/docs}, compiled and run as it stands there. */
final class DocumentedProgram {
    private final Path document;
    private final Path folder;

    /**
     * A program.
     *
     * @param document its file name
     * @param folder where it is compiled
     */
    DocumentedProgram(String document, Path folder) {
        this.document = Path.of("src", "docs", document);
        this.folder = folder;
    }

    /** The first block of a language. */
    String block(String language) throws IOException {
        String text = Files.readString(document).replace("\r\n", "\n");
        int from = text.indexOf("```" + language + "\n") + language.length() + 4;
        return text.substring(from, text.indexOf("```\n", from));
    }

    /** Compiles and runs the class and returns what it prints. */
    List<String> run(String type, String... args) throws IOException, InterruptedException {
        compile(Files.writeString(folder.resolve(type + ".java"), block("java")));
        Path printed = folder.resolve("printed.txt");
        Path errors = folder.resolve("errors.txt");
        List<String> words = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Duser.language=en",
                                "-cp",
                                folder + File.pathSeparator + System.getProperty("java.class.path"),
                                type),
                        Stream.of(args))
                .toList();
        Process process = new ProcessBuilder(words)
                .redirectOutput(printed.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS), "the program goes on and on");
            assertEquals(0, process.exitValue(), Files.readString(errors));
            return Files.readAllLines(printed);
        } finally {
            process.destroyForcibly();
        }
    }

    private void compile(Path source) {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertEquals(0, compiled, () -> messages.toString(StandardCharsets.UTF_8));
    }
}
