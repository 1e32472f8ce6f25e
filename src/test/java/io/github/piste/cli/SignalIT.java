package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM and SIGINT, whenever they come. */
class SignalIT {
    private static final String[] ENDLESS = {"train.epochs=1000000000", "observe.plots.every=200ms"};

    @TempDir
    private Path temp;

    /** From Java's own start over loading and the first step to the middle of the descent. */
    @RepeatedTest(10)
    void sigterm_atARandomTime_endsWithinTheLimitAndKeepsWhatItSays(RepetitionInfo repetition) throws IOException {
        int round = repetition.getCurrentRepetition();
        long micros = (round - 1) * 150_000L + new Random(round).nextInt(150_000);
        Path logs = temp.resolve("logs");
        try (PisteProcess process = PisteProcess.start(SyntheticJob.in(
                logs,
                "stochastic",
                "train.epochs=1000000000",
                "data.synthetic.rows=200000",
                "observe.plots.every=200ms",
                "observe.drain-limit=5s"))) {
            LockSupport.parkNanos(micros * 1000);
            long sent = System.nanoTime();
            process.signal("TERM");
            process.await(Duration.ofSeconds(6)).with(ExitCode.TERMINATED);
            assertTrue(Duration.ofNanos(System.nanoTime() - sent).toMillis() < 6_000);
        }
        for (Path path : RunFiles.runsOf(logs)) {
            RunFiles run = new RunFiles(path);
            if (Files.exists(run.file("run.json"))) {
                assertEquals("STOPPED", run.state());
                List<Long> checkpoints = run.checkpointSteps();
                assertEquals(
                        run.json("run.json").get("steps").getAsLong(),
                        checkpoints.get(checkpoints.size() - 1),
                        checkpoints::toString);
            }
        }
    }

    @Test
    void sigint_stopsAndSaves() throws IOException {
        Path logs = temp.resolve("logs");
        try (PisteProcess process = PisteProcess.startInterruptible(SyntheticJob.in(logs, "mini-batch", ENDLESS))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(logs).size() == 1
                            && Files.exists(RunFiles.onlyOf(logs).file("plots/loss.png")));
            process.signal("INT");
            PisteProcess.Ended ended = process.await(Duration.ofSeconds(11)).with(ExitCode.INTERRUPTED);
            assertTrue(ended.out().contains("stopped"), ended::out);
            assertTrue(ended.out().contains("Look at "), ended::out);
        }
        RunFiles run = RunFiles.onlyOf(logs);
        assertEquals("STOPPED", run.state());
        assertEquals(
                run.json("run.json").get("steps").getAsLong(),
                run.checkpointSteps().get(run.checkpointSteps().size() - 1));
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/loss.png"))));
    }

    /** A step that never ends: the first signal has to wait for it, the second does not. */
    @Test
    void secondSigint_haltsAtOnce() {
        try (PisteProcess process = inAnEndlessStep("PT1M")) {
            process.signal("INT");
            await().until(() -> process.isAlive() && Files.exists(temp.resolve("asked")));
            process.signal("INT");
            process.await(Duration.ofSeconds(10)).with(ExitCode.INTERRUPTED);
        }
    }

    @Test
    void stepThatDoesNotEnd_isGivenUpWhenPatienceEnds() {
        try (PisteProcess process = inAnEndlessStep("PT2S")) {
            process.signal("TERM");
            PisteProcess.Ended ended = process.await(Duration.ofSeconds(4)).with(ExitCode.TERMINATED);
            assertTrue(ended.err().contains("did not end in time"), ended::err);
        }
    }

    private PisteProcess inAnEndlessStep(String patience) {
        PisteProcess process = PisteProcess.launch(PisteProcess.builder(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessStep.class.getName(),
                patience,
                temp.toString())));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(temp.resolve("descending")));
        return process;
    }

    /** The summary of the run waits for a reader that never comes; the signal still gets through. */
    @Test
    void sigterm_whileNobodyReadsTheOutput_endsWithinTheLimit() throws IOException {
        Path logs = temp.resolve("logs");
        Process process = PisteProcess.bare(PisteProcess.command(SyntheticJob.in(logs, "stochastic", ENDLESS)));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(logs).size() == 1
                            && Files.exists(RunFiles.onlyOf(logs).file("plots/loss.png")));
            process.destroy();
            await().atMost(Duration.ofSeconds(11)).until(() -> !process.isAlive());
            assertEquals(ExitCode.TERMINATED, process.exitValue());
            assertEquals("STOPPED", RunFiles.onlyOf(logs).state());
        } finally {
            process.destroyForcibly();
        }
    }
}
