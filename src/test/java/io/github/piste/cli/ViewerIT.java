package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.piste.plot.HistoryFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A viewer that looks as often as it can while everything is being replaced. */
class ViewerIT {
    @TempDir
    private Path temp;

    /** How to tell a whole file from half of one. */
    private interface Check {
        void isWhole(Path file, byte[] content) throws IOException;
    }

    private static final Map<String, Check> FILES = Map.of(
            "run.json",
                    (file, content) -> assertTrue(JsonParser.parseString(text(content))
                            .getAsJsonObject()
                            .has("sinks")),
            "index.html", (file, content) -> assertTrue(text(content).strip().endsWith("</html>")),
            "history.bin", (file, content) -> HistoryFile.decode(file),
            "config.conf", (file, content) -> assertTrue(text(content).strip().endsWith("}")));

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Test
    void viewer_neverSeesHalfAFile() throws IOException {
        Path logs = temp.resolve("logs");
        Map<String, byte[]> last = new HashMap<>();
        long reads = 0;
        long replaced = 0;
        try (PisteProcess process = PisteProcess.start(SyntheticJob.in(
                logs,
                "mini-batch",
                "train.epochs=1000000000",
                "train.stop.time-limit=10s",
                "observe.workers=2",
                "observe.plots.every=100ms"))) {
            while (process.isAlive()) {
                LockSupport.parkNanos(1_000_000);
                List<Path> runs = RunFiles.runsOf(logs);
                if (runs.isEmpty()) {
                    continue;
                }
                Path run = runs.get(0);
                for (String name : FILES.keySet()) {
                    Path file = run.resolve(name);
                    byte[] content = read(file, last.containsKey(name));
                    if (content == null) {
                        continue;
                    }
                    reads++;
                    FILES.get(name).isWhole(file, content);
                    replaced += Arrays.equals(last.put(name, content), content) ? 0 : 1;
                }
                for (String plot : List.of("loss", "fit", "weights", "gradient-norm", "residuals")) {
                    byte[] content = read(run.resolve("plots/" + plot + ".png"), last.containsKey(plot));
                    if (content == null) {
                        continue;
                    }
                    reads++;
                    assertTrue(RunFiles.isWholePng(content), plot + " of " + content.length + " bytes");
                    byte[] before = last.put(plot, content);
                    if (!Arrays.equals(before, content)) {
                        replaced++;
                        RunFiles.decode(content);
                    }
                }
            }
            process.await().with(ExitCode.DONE);
        }
        assertTrue(reads > 3000, reads + " reads");
        assertTrue(replaced > 30, replaced + " replacements");
        assertEquals("FINISHED", RunFiles.onlyOf(logs).state());
    }

    /** A file that was there once is there for ever. */
    private static byte @Nullable [] read(Path file, boolean known) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            if (known) {
                throw e;
            }
            return null;
        }
    }
}
