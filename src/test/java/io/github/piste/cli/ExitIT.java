package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** System.exit from anywhere ends the process, and what was saved before can be resumed. */
@Tag(Torture.TAG)
class ExitIT {
    private static final Duration WATCHDOG = Duration.ofSeconds(20);

    @TempDir
    private Path temp;

    private String[] job;

    @BeforeEach
    void prepare() {
        job = SyntheticJob.in(temp.resolve("whole"), "mini-batch", "train.epochs=1500", "observe.plots.kinds=[loss]");
    }

    @ParameterizedTest
    @EnumSource(
            value = Exits.From.class,
            names = {"A_SINK", "THE_TRAINING_THREAD", "A_HOOK_THAT_STOPS_A_SERVICE"})
    void exitWithinATraining_isNoDeadlock_andTheRunGoesOnFromItsLastCheckpoint(Exits.From from, TestInfo test)
            throws IOException {
        RunFiles whole = Chain.whole(temp.resolve("whole"), folder -> job);
        Path directory = temp.resolve("run");
        try (PisteProcess process = PisteProcess.startProgram(
                Exits.class, from.name(), whole.file("config.conf").toString(), directory.toString())) {
            PisteProcess.Ended ended = process.await(WATCHDOG).with(Exits.CODE);
            assertEquals("", ended.err());
        }
        RunFiles run = new RunFiles(directory);
        if (from == Exits.From.A_HOOK_THAT_STOPS_A_SERVICE) {
            assertEquals("STOPPED", run.state());
        }
        PisteProcess.run("train", "--resume", directory.toString()).with(ExitCode.DONE);
        run.assertEndedLike(whole);
        Torture.seen(test, "P4", "System.exit from " + from + ": the process ends, resumed to the same bits");
    }

    @Test
    void exitInAHook_afterARunThatEnds_isNoDeadlock(TestInfo test) throws IOException {
        List<String> words = new ArrayList<>(List.of(Exits.From.A_HOOK_OF_THE_COMMAND_LINE.name()));
        words.addAll(List.of("train", "config/train.conf", "-s", "run.directory=" + temp.resolve("logs")));
        try (PisteProcess process = PisteProcess.startProgram(Exits.class, words.toArray(String[]::new))) {
            process.await(WATCHDOG).with(ExitCode.DONE);
        }
        assertEquals("FINISHED", RunFiles.onlyOf(temp.resolve("logs")).state());
        Torture.seen(test, "P4", "System.exit from a hook after a run that ends: given up, exit 0");
    }

    @Test
    void exitInAHook_afterASignal_isNoDeadlock(TestInfo test) throws IOException {
        Path logs = temp.resolve("logs");
        List<String> words = new ArrayList<>(List.of(Exits.From.A_HOOK_OF_THE_COMMAND_LINE.name()));
        words.addAll(Arrays.asList(SyntheticJob.in(
                logs,
                "stochastic",
                "train.epochs=1000000000",
                "observe.drain-limit=2s",
                "observe.plots.kinds=[loss]")));
        try (PisteProcess process = PisteProcess.startProgram(Exits.class, words.toArray(String[]::new))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !RunFiles.runsOf(logs).isEmpty()
                            && !RunFiles.onlyOf(logs).checkpointSteps().isEmpty());
            process.signal("TERM");
            process.await(WATCHDOG).with(ExitCode.TERMINATED);
        }
        RunFiles run = RunFiles.onlyOf(logs);
        assertEquals("STOPPED", run.state());
        assertEquals(run.json("run.json").get("steps").getAsLong(), run.newestCheckpoint());
        assertTrue(Files.exists(run.file("model.json")));
        Torture.seen(test, "P4", "System.exit from a hook after SIGTERM: given up, exit 143, the state is saved");
    }
}
