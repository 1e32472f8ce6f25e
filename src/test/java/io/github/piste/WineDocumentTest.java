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
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code src/docs/wine.md} compiles as it stands there and prints what stands there. */
class WineDocumentTest {
    private static final Path DOCUMENT = Path.of("src", "docs", "wine.md");

    @TempDir
    private Path temp = Path.of("");

    private static String block(String language) throws IOException {
        String text = Files.readString(DOCUMENT).replace("\r\n", "\n");
        int from = text.indexOf("```" + language + "\n") + language.length() + 4;
        return text.substring(from, text.indexOf("```\n", from));
    }

    private static double published(String quantity) throws IOException {
        return Files.readAllLines(TestData.path("published-results.csv")).stream()
                .filter(line -> line.startsWith("wine-tutorial," + quantity + ","))
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[3]))
                .findFirst()
                .orElseThrow();
    }

    private void compile(String program) throws IOException {
        Path source = Files.writeString(temp.resolve("WineTutorial.java"), program);
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
                        temp.toString(),
                        source.toString());
        assertEquals(0, compiled, () -> messages.toString(StandardCharsets.UTF_8));
    }

    private List<String> run(Path folder) throws IOException, InterruptedException {
        Path printed = temp.resolve("printed.txt");
        Path errors = temp.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=en",
                        "-cp",
                        temp + File.pathSeparator + System.getProperty("java.class.path"),
                        "WineTutorial",
                        folder.toString())
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

    @Test
    @Timeout(120)
    void program_printsThePublishedErrors() throws IOException, InterruptedException {
        Path data = TestData.path("wine-quality", "winequality-white.csv");
        compile(block("java"));
        List<String> lines = run(data.resolveSibling("."));
        assertEquals(block("text").lines().toList(), lines);
        assertTrue(lines.contains(String.format(Locale.ROOT, "mean RMSE    %.5f", published("mean_rmse"))));
        assertTrue(lines.contains(String.format(Locale.ROOT, "baseline     %.5f", published("zero_rule_rmse"))));
        assertTrue(
                lines.contains(String.format(Locale.ROOT, "closed form  %.5f", published("ols_same_folds_mean_rmse"))));
    }
}
