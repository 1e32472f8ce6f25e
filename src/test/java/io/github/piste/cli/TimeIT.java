package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that jump, and processes that stand still for a while. */
@Tag(Torture.TAG)
class TimeIT {
    private static final Duration STOPPED = Duration.ofSeconds(Torture.times(2, 30));
    private static final Duration PLOTS_EVERY = Duration.ofMillis(50);

    @TempDir
    private Path temp;

    /** Preloaded, it lets a file tell the wall clock; the clock for intervals goes on. */
    private static Path fakeTime() {
        List<Path> places = Stream.of(
                        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/lib64")
                .map(folder -> Path.of(folder, "faketime", "libfaketime.so.1"))
                .filter(Files::exists)
                .toList();
        Assumptions.assumeFalse(places.isEmpty(), "skipped: libfaketime is not installed");
        return places.get(0);
    }

    private static Instant updated(RunFiles run) {
        return Instant.parse(run.json("run.json").get("updated").getAsString());
    }

    @Test
    void wallClockThatJumps_changesNeitherStepsNorElapsedTimeNorABit(TestInfo test) throws IOException {
        Path library = fakeTime();
        String[] words = {
            "train",
            "config/train.conf",
            "--pace",
            "5ms",
            "-s",
            "run.directory=" + temp.resolve("logs"),
            "-s",
            "observe.checkpoint.every=100ms",
            "-s",
            "observe.plots.kinds=[loss]",
        };
        RunFiles whole = Chain.whole(temp.resolve("whole"), folder ->
                new String[] {"train", "config/train.conf", "-s", "run.directory=" + folder});
        Path clock = Files.writeString(temp.resolve("clock"), "+0\n");
        ProcessBuilder builder = PisteProcess.builder(PisteProcess.command(words));
        builder.environment()
                .putAll(Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                        "FAKETIME_NO_CACHE", "1",
                        "DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        int jumps = 0;
        try (PisteProcess process = PisteProcess.launch(builder)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(temp.resolve("logs")).size() == 1
                            && RunFiles.onlyOf(temp.resolve("logs")).newestCheckpoint() >= 0);
            RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
            for (String offset : List.of("-3600", "+31536000")) {
                Files.writeString(clock, offset + "\n");
                long seconds = Long.parseLong(offset);
                await("the clock jumps by " + offset)
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> {
                            long away = Duration.between(Instant.now(), updated(run))
                                            .toSeconds()
                                    - seconds;
                            return Math.abs(away) < 60;
                        });
                long checkpoint = run.newestCheckpoint();
                await().atMost(Duration.ofSeconds(30)).until(() -> run.newestCheckpoint() > checkpoint);
                jumps++;
            }
            process.await().with(ExitCode.DONE);
            run.assertEndedLike(whole);
            double before = 0;
            List<List<String>> rows = run.metrics();
            for (List<String> row : rows.subList(1, rows.size())) {
                double elapsed = Double.parseDouble(row.get(2));
                assertTrue(elapsed >= before && elapsed < 120, row::toString);
                before = elapsed;
            }
            Torture.seen(
                    test,
                    "P6",
                    jumps + " jumps of the wall clock, back an hour and forward a year: elapsed time of "
                            + (rows.size() - 1) + " rows rises, same bits");
        }
    }

    @Test
    void processThatStandsStill_goesOnWithoutAlarmAndWithoutABurst(TestInfo test) throws IOException {
        Path logs = temp.resolve("logs");
        try (PisteProcess process = PisteProcess.start(SyntheticJob.in(
                logs,
                "stochastic",
                "train.epochs=1000000000",
                "observe.plots.every=" + PLOTS_EVERY.toMillis() + "ms",
                "observe.plots.kinds=[loss]",
                "observe.drain-limit=5s"))) {
            long start = System.nanoTime();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(logs).size() == 1
                            && Files.exists(RunFiles.onlyOf(logs).file("plots/loss.png")));
            RunFiles run = RunFiles.onlyOf(logs);
            process.signal("STOP");
            long stop = System.nanoTime();
            while (System.nanoTime() - stop < STOPPED.toNanos()) {
                LockSupport.parkNanos(STOPPED.toNanos());
            }
            process.signal("CONT");
            Duration still = Duration.ofNanos(System.nanoTime() - stop);
            long checkpoint = run.newestCheckpoint();
            await().atMost(Duration.ofSeconds(30)).until(() -> run.newestCheckpoint() > checkpoint);
            process.signal("TERM");
            process.await(Duration.ofSeconds(8)).with(ExitCode.TERMINATED);
            Duration awake = Duration.ofNanos(System.nanoTime() - start).minus(still);

            JsonObject json = run.json("run.json");
            assertEquals("STOPPED", run.state());
            assertEquals(0, json.getAsJsonArray("degraded").size(), json::toString);
            long posted = -1;
            for (JsonElement sink : json.getAsJsonArray("sinks")) {
                JsonObject counters = sink.getAsJsonObject();
                assertEquals("ACTIVE", counters.get("state").getAsString(), counters::toString);
                assertEquals(0, counters.get("failed").getAsLong(), counters::toString);
                if (counters.get("name").getAsString().equals("plot-loss")) {
                    posted = counters.get("posted").getAsLong();
                }
            }
            long most = awake.toMillis() / PLOTS_EVERY.toMillis() + 5;
            assertTrue(posted > 0 && posted <= most, posted + " pictures were due, at most " + most);
            assertFalse(Files.readString(run.file("train.log")).contains("stuck"));
            Torture.seen(
                    test,
                    "P10",
                    "stood still for " + still.toMillis() + " ms: " + posted + " pictures due in " + awake.toMillis()
                            + " ms awake at one in " + PLOTS_EVERY.toMillis() + " ms, no sink stuck, state saved");
        }
    }
}
