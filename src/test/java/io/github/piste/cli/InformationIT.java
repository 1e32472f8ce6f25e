package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line tells without training, and the options that show more of a training. */
class InformationIT {
    @TempDir
    private Path temp;

    private String logs() {
        return "run.directory=" + temp.resolve("logs");
    }

    @Test
    void help_listsCommandsAndExitCodes() {
        PisteProcess.Ended help = PisteProcess.run("--help").with(ExitCode.DONE);
        for (String word : List.of("train", "evaluate", "predict", "runs", "--version", "Exit codes")) {
            assertTrue(help.out().contains(word), word);
        }
        assertEquals(-1, help.out().indexOf('\u001b'));
    }

    @Test
    void helpOfTrain_listsItsOptions() {
        PisteProcess.Ended help = PisteProcess.run("train", "--help").with(ExitCode.DONE);
        for (String word :
                List.of("-s", "--resume", "--dry-run", "--print-config", "--curve", "--pace", "CONFIG", "RUN_DIR")) {
            assertTrue(help.out().contains(word), word);
        }
    }

    @Test
    void version_namesPisteAndJava() {
        PisteProcess.Ended version = PisteProcess.run("--version").with(ExitCode.DONE);
        assertTrue(version.out().matches("(?s)piste \\d+\\.\\d+\\.\\d+.*"), version::out);
        assertTrue(version.out().contains(System.getProperty("java.vm.version")), version::out);
    }

    @Test
    void dryRun_tellsRowsColumnsScalesAndMemoryAndWritesNothing() {
        PisteProcess.Ended dry = PisteProcess.run("train", "config/train.conf", "-s", logs(), "--dry-run")
                .with(ExitCode.DONE);
        for (String word :
                List.of("272 read = 272 used + 0 skipped", "waiting", "eruptions", "scale 1.13927", "memory")) {
            assertTrue(dry.out().contains(word), () -> word + " in " + dry.out());
        }
        assertFalse(Files.exists(temp.resolve("logs")));
    }

    @Test
    void printConfig_tellsWhereEachValueComesFromAndWritesNothing() throws Exception {
        ProcessBuilder builder = PisteProcess.builder(PisteProcess.command(
                "train", "config/train.conf", "-s", logs(), "-s", "train.epochs=7", "--print-config"));
        builder.environment().put("PISTE_TRAIN_EPOCHS", "5");
        builder.environment().put("PISTE_RUN_SEED", "9");
        try (PisteProcess process = PisteProcess.launch(builder)) {
            PisteProcess.Ended printed = process.await().with(ExitCode.DONE);
            assertTrue(printed.out().lines().anyMatch(l -> l.matches("train\\.epochs = 7 +# .*-s.*")), printed::out);
            assertTrue(
                    printed.out().lines().anyMatch(l -> l.matches("run\\.seed = 9 +# .*PISTE_RUN_SEED.*")),
                    printed::out);
            assertTrue(
                    printed.out()
                            .lines()
                            .anyMatch(l -> l.matches("train\\.learning-rate = 0\\.02 +# .*train\\.conf:\\d+")),
                    printed::out);
            assertTrue(printed.out().lines().anyMatch(l -> l.matches("train\\.mode = batch +# default")), printed::out);
        }
        assertFalse(Files.exists(temp.resolve("logs")));
    }

    @Test
    void printedConfig_isAConfiguration() throws Exception {
        PisteProcess.Ended printed = PisteProcess.run("train", "config/train.conf", "-s", logs(), "--print-config")
                .with(ExitCode.DONE);
        Path file = Files.writeString(temp.resolve("printed.conf"), printed.out());
        PisteProcess.run("train", file.toString(), "--dry-run").with(ExitCode.DONE);
    }

    @Test
    void curve_isDrawnInCharacters() {
        PisteProcess.Ended drawn = PisteProcess.run(
                        "train", "config/train.conf", "-s", logs(), "-s", "observe.plots.enabled=false", "--curve")
                .with(ExitCode.DONE);
        assertTrue(drawn.out().chars().filter(c -> c == '*').count() >= 72, drawn::out);
        assertTrue(drawn.out().contains("600 epochs"), drawn::out);
    }

    @Test
    void pace_slowsEachStepDown() {
        PisteProcess.run(
                        "train",
                        "config/train.conf",
                        "-s",
                        logs(),
                        "-s",
                        "train.epochs=20",
                        "-s",
                        "observe.plots.enabled=false",
                        "--pace",
                        "50ms")
                .with(ExitCode.DONE);
        RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
        assertTrue(run.json("run.json").get("seconds").getAsDouble() >= 20 * 0.05);
        assertEquals(20, run.json("run.json").get("steps").getAsLong());
    }

    @Test
    void runs_ofAFolderWithoutRuns_saysSo() {
        PisteProcess.Ended listed = PisteProcess.run("runs", temp.toString()).with(ExitCode.DONE);
        assertTrue(listed.out().contains("no runs"), listed::out);
        PisteProcess.Ended missing =
                PisteProcess.run("runs", temp.resolve("nowhere").toString()).with(ExitCode.USAGE);
        assertTrue(missing.err().contains("nowhere"), missing::err);
    }
}
