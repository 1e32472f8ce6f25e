package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is stopped or killed and continued ends where an uninterrupted one ends, to the bit. */
class ResumeIT {
    @TempDir
    private Path temp;

    private static PisteProcess resume(RunFiles run) {
        return PisteProcess.start("train", "--resume", run.path().toString());
    }

    private RunFiles running(Path folder) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> RunFiles.runsOf(folder).size() == 1);
        return RunFiles.onlyOf(folder);
    }

    private static void awaitNewCheckpoint(RunFiles run, long after) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> run.newestCheckpoint() > after);
    }

    @ParameterizedTest
    @CsvSource({
        "stochastic, 2000, sgd, 77777 steps",
        "mini-batch, 2000, adam, 7 epochs",
        "batch, 6000, momentum, 100 steps",
    })
    void run_killedAndStoppedSeveralTimes_endsAsIfNothingHadHappened(
            String mode, String epochs, String rule, String metrics) throws IOException {
        String[] settings = {
            "train.epochs=" + epochs,
            "train.rule=" + rule,
            // From the Gram matrix it would be over before anybody could interrupt it.
            "train.gradient=streaming",
            "observe.metrics.every=" + metrics,
            "observe.plots.every=500ms",
            "observe.plots.kinds=[loss, weights]"
        };
        PisteProcess.run(SyntheticJob.in(temp.resolve("whole"), mode, settings)).with(ExitCode.DONE);
        RunFiles whole = RunFiles.onlyOf(temp.resolve("whole"));

        Path folder = temp.resolve("broken");
        RunFiles run;
        try (PisteProcess first = PisteProcess.start(SyntheticJob.in(folder, mode, settings))) {
            run = running(folder);
            awaitNewCheckpoint(run, 0);
            first.signal("KILL");
            first.await().with(137);
        }
        List<String> signals = List.of("KILL", "TERM");
        int interrupted = 1;
        Set<String> stops = new HashSet<>();
        for (String signal : signals) {
            Files.writeString(run.file("plots/.loss.png.0123456789abcdef.tmp"), "left by a killed process");
            long before = run.newestCheckpoint();
            try (PisteProcess again = resume(run)) {
                awaitNewCheckpoint(run, before);
                again.signal(signal);
                PisteProcess.Ended ended = again.await();
                if (ended.code() == (signal.equals("KILL") ? 137 : ExitCode.TERMINATED)) {
                    interrupted++;
                }
                if (run.state().equals("STOPPED")) {
                    stops.add(run.json("run.json").get("steps").getAsString());
                }
            }
        }
        assertTrue(interrupted >= 2, "the job was over before it could be interrupted twice");
        try (PisteProcess last = resume(run)) {
            last.await().with(ExitCode.DONE);
        }
        assertEquals(whole.modelBits(), run.modelBits());
        assertEquals(whole.metricsWithoutTime(), without(stops, whole, run.metricsWithoutTime()));
        assertEquals("FINISHED", run.state());
        assertStepsRise(run);
        assertTrue(run.all().stream().noneMatch(file -> file.endsWith(".tmp")), run.all()::toString);
    }

    /** A stop leaves a row at the very step, which an uninterrupted run may have no reason to write. */
    private static List<List<String>> without(Set<String> stops, RunFiles whole, List<List<String>> rows) {
        Set<String> regular = whole.metrics().stream().map(row -> row.get(0)).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> regular.contains(row.get(0)) || !stops.contains(row.get(0)))
                .toList();
    }

    private static void assertStepsRise(RunFiles run) {
        long before = -1;
        double elapsed = 0;
        List<List<String>> rows = run.metrics();
        for (List<String> row : rows.subList(1, rows.size())) {
            long step = Long.parseLong(row.get(0));
            assertTrue(step > before, row::toString);
            assertTrue(Double.parseDouble(row.get(2)) >= elapsed, row::toString);
            before = step;
            elapsed = Double.parseDouble(row.get(2));
        }
    }

    @Test
    void directoryOfARunningRun_isRefusedWithItsProcess() throws IOException {
        Path folder = temp.resolve("logs");
        try (PisteProcess owner =
                PisteProcess.start(SyntheticJob.in(folder, "stochastic", "train.epochs=1000000000"))) {
            RunFiles run = running(folder);
            awaitNewCheckpoint(run, 0);
            Path link = Files.createSymbolicLink(temp.resolve("by-another-name"), run.path());
            for (Path path : List.of(run.path(), link)) {
                PisteProcess.Ended refused =
                        PisteProcess.run("train", "--resume", path.toString()).with(ExitCode.BUSY);
                assertTrue(refused.err().contains("process " + owner.pid()), refused::err);
            }
            assertTrue(owner.isAlive());
            owner.signal("TERM");
            owner.await().with(ExitCode.TERMINATED);
            assertEquals("STOPPED", run.state());
        }
    }

    @Test
    void severalResumesAtOnce_exactlyOneGoesOn() throws IOException {
        Path folder = temp.resolve("logs");
        RunFiles run;
        try (PisteProcess first =
                PisteProcess.start(SyntheticJob.in(folder, "stochastic", "train.epochs=1000000000"))) {
            run = running(folder);
            awaitNewCheckpoint(run, 0);
            first.signal("KILL");
            first.await();
        }
        List<PisteProcess> resumed = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                resumed.add(resume(run));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> resumed.stream().filter(PisteProcess::isAlive).count() == 1);
            for (PisteProcess process : resumed) {
                if (process.isAlive()) {
                    awaitNewCheckpoint(run, run.newestCheckpoint());
                    process.signal("TERM");
                    process.await().with(ExitCode.TERMINATED);
                } else {
                    process.await().with(ExitCode.BUSY);
                }
            }
        } finally {
            resumed.forEach(PisteProcess::close);
        }
        assertStepsRise(run);
    }
}
