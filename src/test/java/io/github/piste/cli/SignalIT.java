package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM and SIGINT, whenever they come. */
@Tag(Torture.TAG)
class SignalIT {
    /** Of observe.drain-limit, plus a second. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration ALLOWANCE = Duration.ofSeconds(2);
    private static final String[] ENDLESS = {"train.epochs=1000000000", "observe.plots.every=200ms"};

    @TempDir
    private Path temp;

    /** Some seconds of loading, descending and drawing. */
    private String[] job(Path folder) {
        List<String> words = new ArrayList<>(List.of("train"));
        for (String setting : List.of(
                "run.directory=" + folder,
                "data.path=" + temp.resolve("rows.csv"),
                "data.target=y",
                "data.validation=0.1",
                "train.mode=mini-batch",
                "train.rule=adam",
                "train.learning-rate=1e-6",
                "train.epochs=200",
                "observe.checkpoint.every=100ms",
                "observe.metrics.every=7 epochs",
                "observe.plots.every=200ms",
                "observe.plots.kinds=[loss, weights]",
                "observe.drain-limit=3s")) {
            words.addAll(List.of("-s", setting));
        }
        return words.toArray(String[]::new);
    }

    private void writeRows() throws IOException {
        Random random = new Random(7);
        try (Writer out = Files.newBufferedWriter(temp.resolve("rows.csv"))) {
            out.write("a,b,c,y\n");
            for (int i = 0; i < 60_000; i++) {
                double a = random.nextGaussian();
                double b = random.nextGaussian();
                double c = random.nextGaussian();
                out.write(a + "," + b + "," + c + "," + (1 + 2 * a - b + c / 2 + random.nextGaussian()) + "\n");
            }
        }
    }

    /** What a signal found a run doing. */
    private enum Found {
        NOTHING_WRITTEN,
        BEFORE_THE_FIRST_STEP,
        LOADING_AGAIN,
        DESCENDING,
        DRAINING,
    }

    /** From Java's own start over loading and the first step to the drawing of the last pictures. */
    @Test
    void sigterm_atARandomTime_endsWithinTheLimitAndKeepsWhatItSays(TestInfo test) throws IOException {
        int wanted = Torture.times(4, 50);
        writeRows();
        RunFiles whole = Chain.whole(temp.resolve("whole"), this::job);
        Random random = new Random(1);
        Map<Found, Integer> found = new EnumMap<>(Found.class);
        int signals = 0;
        int chains = 0;
        while (signals < wanted) {
            Chain chain = new Chain(temp.resolve("chain-" + chains++), this::job);
            boolean over = false;
            while (!over && signals < wanted) {
                try (PisteProcess process = chain.next()) {
                    awaitOneOf(process, chain, signals % 4, random);
                    Optional<Found> state = terminate(process, chain);
                    state.ifPresent(what -> found.merge(what, 1, Integer::sum));
                    over = state.isEmpty() || state.get() == Found.DRAINING;
                    signals += state.isPresent() ? 1 : 0;
                }
            }
            chain.toTheEnd().assertEndedLike(whole);
        }
        Torture.seen(
                test,
                "P1",
                signals + " SIGTERM over " + chains + " runs, found " + found + ": exit 143 within the drain limit plus"
                        + " 1 s, the reported step is the checkpoint's, all final weights equal to the bit");
    }

    private static void awaitOneOf(PisteProcess process, Chain chain, int moment, Random random) {
        switch (moment) {
            case 0 -> LockSupport.parkNanos(random.nextInt(1_500_000_000));
            case 1 -> // before the first step
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !process.isAlive() || chain.run().isPresent());
            case 2 -> {
                long before = step(chain);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !process.isAlive() || chain.newestCheckpoint() > before);
                LockSupport.parkNanos(random.nextInt(200_000_000));
            }
            default -> { // the model is written when the descent is over, and before the last pictures
                long before = modelTime(chain);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !process.isAlive() || modelTime(chain) > before);
            }
        }
    }

    private static long step(Chain chain) {
        try {
            return chain.newestCheckpoint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long modelTime(Chain chain) {
        return chain.run()
                .map(run -> run.file("model.json").toFile().lastModified())
                .orElse(0L);
    }

    /** Sends the signal and says what it found; empty if the process had ended by itself. */
    private static Optional<Found> terminate(PisteProcess process, Chain chain) throws IOException {
        long sent = System.nanoTime();
        process.signal("TERM");
        PisteProcess.Ended ended = process.await(LIMIT.plus(ALLOWANCE));
        if (ended.code() == ExitCode.DONE) {
            return Optional.empty();
        }
        ended.with(ExitCode.TERMINATED);
        assertTrue(System.nanoTime() - sent < LIMIT.plus(ALLOWANCE).toNanos());
        assertFalse(ended.err().contains("did not end in time"), ended::err);
        if (chain.run().isEmpty()) {
            return Optional.of(Found.NOTHING_WRITTEN);
        }
        RunFiles run = chain.run().get();
        if (!Files.exists(run.file("run.json"))) {
            return Optional.of(Found.BEFORE_THE_FIRST_STEP);
        }
        long steps = run.json("run.json").get("steps").getAsLong();
        assertEquals(run.newestCheckpoint(), steps, () -> "said " + steps + "\n" + ended.out());
        boolean told = ended.out().contains("Look at ");
        if (run.state().equals("FINISHED")) {
            return Optional.of(Found.DRAINING);
        }
        assertEquals("STOPPED", run.state());
        if (!told) {
            return Optional.of(Found.LOADING_AGAIN);
        }
        return Optional.of(steps == 0 ? Found.BEFORE_THE_FIRST_STEP : Found.DESCENDING);
    }

    @Test
    void sigint_stopsAndSaves(TestInfo test) throws IOException {
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
        Torture.seen(test, "P2", "SIGINT: exit 130, the reported step is the checkpoint's, the last picture is whole");
    }

    /** A step that never ends: the first signal has to wait for it, the second does not. */
    @Test
    void secondSigint_haltsAtOnce(TestInfo test) {
        try (PisteProcess process = inAnEndlessStep("PT1M")) {
            process.signal("INT");
            await().until(() -> process.isAlive() && Files.exists(temp.resolve("asked")));
            long sent = System.nanoTime();
            process.signal("INT");
            process.await(Duration.ofSeconds(10)).with(ExitCode.INTERRUPTED);
            long millis = Duration.ofNanos(System.nanoTime() - sent).toMillis();
            Torture.seen(
                    test,
                    "P2",
                    "second SIGINT in a step that never ends: exit 130 after " + millis + " ms, patience 60 s");
        }
    }

    @Test
    void stepThatDoesNotEnd_isGivenUpWhenPatienceEnds(TestInfo test) {
        try (PisteProcess process = inAnEndlessStep("PT2S")) {
            process.signal("TERM");
            PisteProcess.Ended ended = process.await(Duration.ofSeconds(4)).with(ExitCode.TERMINATED);
            assertTrue(ended.err().contains("did not end in time"), ended::err);
            Torture.seen(test, "P3", "a step that never ends: given up with exit 143 when the patience of 2 s is over");
        }
    }

    private PisteProcess inAnEndlessStep(String patience) {
        PisteProcess process = PisteProcess.startProgram(EndlessStep.class, patience, temp.toString());
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
