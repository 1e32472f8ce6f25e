package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code src/docs/wine.md} compiles as it stands there and prints what stands there. */
class WineDocumentTest {
    @TempDir
    private Path temp = Path.of("");

    private static double published(String quantity) throws IOException {
        return Files.readAllLines(TestData.path("published-results.csv")).stream()
                .filter(line -> line.startsWith("wine-tutorial," + quantity + ","))
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[3]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Timeout(120)
    void program_printsThePublishedErrors() throws IOException, InterruptedException {
        Path data = TestData.path("wine-quality", "winequality-white.csv");
        DocumentedProgram program = new DocumentedProgram("wine.md", temp);
        List<String> lines =
                program.run("WineTutorial", data.resolveSibling(".").toString());
        assertEquals(program.block("text").lines().toList(), lines);
        assertTrue(lines.contains(String.format(Locale.ROOT, "mean RMSE    %.5f", published("mean_rmse"))));
        assertTrue(lines.contains(String.format(Locale.ROOT, "baseline     %.5f", published("zero_rule_rmse"))));
        assertTrue(
                lines.contains(String.format(Locale.ROOT, "closed form  %.5f", published("ols_same_folds_mean_rmse"))));
    }
}
