package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that break while a run goes on: it ends with its result, and says what is missing. */
@Tag(Torture.TAG)
class DegradedIT {
    @TempDir
    private Path temp;

    private Path logs() {
        return temp.resolve("logs");
    }

    private PisteProcess start(String... settings) {
        String[] all = new String[settings.length + 3];
        all[0] = "train.epochs=1000000000";
        all[1] = "train.stop.time-limit=3s";
        all[2] = "observe.plots.every=100ms";
        System.arraycopy(settings, 0, all, 3, settings.length);
        PisteProcess process = PisteProcess.start(SyntheticJob.in(logs(), "stochastic", all));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> RunFiles.runsOf(logs()).size() == 1
                        && Files.exists(RunFiles.onlyOf(logs()).file("plots/loss.png")));
        return process;
    }

    private static void delete(Path path) throws IOException {
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }

    @Test
    void fileInTheWayOfThePlots_endsAsDegradedWithTheModel() throws IOException {
        try (PisteProcess process = start("observe.plots.kinds=[loss]")) {
            RunFiles run = RunFiles.onlyOf(logs());
            // A worker may be writing: until the folder stays away.
            await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> {
                delete(run.file("plots"));
                return true;
            });
            Files.writeString(run.file("plots"), "in the way");
            PisteProcess.Ended ended = process.await().with(ExitCode.DEGRADED);
            assertTrue(ended.out().contains("degraded"), ended::out);
            assertTrue(ended.out().contains("plot-loss"), ended::out);
            assertEquals("FINISHED", run.state());
            assertTrue(
                    run.json("run.json").getAsJsonArray("degraded").toString().contains("plot-loss"));
            assertFalse(run.modelBits().isEmpty());
        }
    }

    @Test
    void runDirectoryThatIsDeleted_endsAsDegradedAndSaysSo(TestInfo test) throws IOException {
        try (PisteProcess process = start("train.stop.time-limit=6s")) {
            Path path = RunFiles.onlyOf(logs()).path();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                delete(path);
                return true;
            });
            PisteProcess.Ended ended = process.await().with(ExitCode.DEGRADED);
            assertTrue(ended.out().contains("model.json"), ended::out);
            assertTrue(ended.out().contains("model      y = "), "the model itself is still told: " + ended.out());
            Torture.seen(test, "F4", "run directory deleted during the run: exit 5, the model told on the terminal");
        }
    }

    @Test
    void logThatCannotBeWritten_endsAsDegraded(TestInfo test) throws IOException {
        try (PisteProcess process = start()) {
            process.signal("KILL");
            process.await();
        }
        RunFiles run = RunFiles.onlyOf(logs());
        Files.delete(run.file("train.log"));
        Files.createSymbolicLink(run.file("train.log"), Path.of("/dev/full"));
        PisteProcess.Ended ended = PisteProcess.run(
                        "train", "--resume", run.path().toString(), "-s", "observe.log.every=100ms")
                .with(ExitCode.DEGRADED);
        assertTrue(ended.out().contains("train.log"), ended::out);
        assertEquals("FINISHED", run.state());
        Torture.seen(test, "F3", "`/dev/full` as train.log: exit 5, which names it");
    }

    @Test
    void directoryInTheWayOfThePage_endsAsDegraded() throws IOException {
        try (PisteProcess process = start()) {
            RunFiles run = RunFiles.onlyOf(logs());
            await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> {
                Files.deleteIfExists(run.file("index.html"));
                Files.createDirectory(run.file("index.html"));
                return true;
            });
            PisteProcess.Ended ended = process.await().with(ExitCode.DEGRADED);
            assertTrue(ended.out().contains("page"), ended::out);
            assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/loss.png"))));
        }
    }
}
