package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.piste.Torture;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.LatestCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random moments, again and again, with small and with large checkpoints. */
@Tag(Torture.TAG)
class KillIT {
    private static final int KILLS = Torture.times(6, 200);
    private static final String[] OBSERVED = {
        "observe.checkpoint.every=20ms",
        "observe.log.every=50ms",
        "observe.plots.every=100ms",
        "observe.plots.kinds=[loss, weights]",
    };

    @TempDir
    private Path temp;

    private static Function<Path, String[]> job(String mode, String... settings) {
        List<String> all = new ArrayList<>(List.of(OBSERVED));
        all.addAll(List.of(settings));
        return folder -> SyntheticJob.in(folder, mode, all.toArray(String[]::new));
    }

    private static List<Function<Path, String[]>> smallJobs() {
        return List.of(
                job("mini-batch", "train.epochs=1500", "train.rule=adam", "observe.metrics.every=7 epochs"),
                job("stochastic", "train.epochs=1500", "observe.metrics.every=77777 steps"),
                job(
                        "batch",
                        "train.epochs=5000",
                        "train.rule=momentum",
                        "train.gradient=streaming",
                        "observe.metrics.every=100 steps"));
    }

    private static List<Function<Path, String[]>> largeJobs() {
        return List.of(job(
                "mini-batch",
                "model.kind=mlp",
                "model.hidden=100",
                "data.synthetic.features=300",
                "data.synthetic.rows=400",
                "train.batch-size=8",
                "train.rule=adam",
                "train.epochs=20",
                "observe.metrics.every=1 epochs"));
    }

    @Test
    void killedAtRandomMoments_endsWithTheBitsOfARunThatNeverWas(TestInfo test) throws Exception {
        Lane small = new Lane("small", smallJobs(), KILLS / 2, 1);
        Lane large = new Lane("large", largeJobs(), KILLS - KILLS / 2, 2);
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            for (Future<Lane> lane : both.invokeAll(List.of(small, large))) {
                lane.get();
            }
        } finally {
            both.shutdownNow();
            assertTrue(both.awaitTermination(1, TimeUnit.MINUTES));
        }
        Torture.seen(
                test,
                "F1",
                (small.kills + large.kills) + " kills over " + (small.chains + large.chains) + " runs, " + small.resumed
                        + " with checkpoints of up to " + small.largest + " bytes and " + large.resumed + " of up to "
                        + large.largest + " were there after a kill: 0 unreadable, all final weights equal to the bit,"
                        + " rows of metrics.csv as without a kill");
    }

    /** Runs that are killed one after the other. */
    private final class Lane implements Callable<Lane> {
        private final Path folder;
        private final List<Function<Path, String[]>> jobs;
        private final int wanted;
        private final Random random;
        private int kills;
        private int chains;
        private int resumed;
        private long largest;

        Lane(String name, List<Function<Path, String[]>> jobs, int wanted, long seed) {
            this.folder = temp.resolve(name);
            this.jobs = jobs;
            this.wanted = wanted;
            this.random = new Random(seed);
        }

        @Override
        public Lane call() throws IOException {
            List<RunFiles> wholes = new ArrayList<>();
            while (kills < wanted) {
                int job = chains % jobs.size();
                if (wholes.size() == job) {
                    wholes.add(Chain.whole(folder.resolve("whole-" + job), jobs.get(job)));
                }
                Path place = folder.resolve("chain-" + chains);
                chains++;
                RunFiles run = killed(new Chain(place, jobs.get(job)));
                run.assertEndedLike(wholes.get(job));
                assertEquals(wholes.get(job).metricsWithoutTime(), run.metricsWithoutTime());
            }
            return this;
        }

        /** Kills a run until it has ended all the same, or enough is enough. */
        private RunFiles killed(Chain chain) throws IOException {
            boolean over = false;
            while (!over && kills < wanted) {
                long before = chain.newestCheckpoint();
                try (PisteProcess process = chain.next()) {
                    letRun(chain, process, before);
                    process.signal("KILL");
                    PisteProcess.Ended ended = process.await();
                    over = ended.code() == ExitCode.DONE;
                    if (!over) {
                        ended.with(137);
                        kills++;
                    }
                    assertFalse(before >= 0 && ended.out().contains("no checkpoint to continue from"), ended::out);
                }
                if (chain.run().isPresent()) {
                    inspect(chain.run().get());
                }
            }
            return chain.toTheEnd();
        }

        /** For any time from Java's own start on, or for any time after the next checkpoint. */
        private void letRun(Chain chain, PisteProcess process, long before) {
            if (random.nextInt(3) > 0) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(3))
                        .until(() -> !process.isAlive() || chain.newestCheckpoint() > before);
                LockSupport.parkNanos(random.nextInt(300_000_000));
            } else {
                LockSupport.parkNanos(random.nextInt(1_200_000_000));
            }
        }

        private void inspect(RunFiles run) throws IOException {
            Path copy = Files.createDirectories(folder.resolve("look").resolve("checkpoints"));
            List<Long> steps = run.checkpointSteps();
            for (long step : steps) {
                String name = String.format("step-%019d.ckpt", step);
                largest = Math.max(largest, Files.size(run.file("checkpoints/" + name)));
                Files.copy(run.file("checkpoints/" + name), copy.resolve(name));
            }
            LatestCheckpoint latest =
                    CheckpointStore.open(folder.resolve("look"), 2).latest();
            assertEquals(List.of(), latest.refused());
            assertEquals(steps.isEmpty(), latest.found().isEmpty());
            resumed += steps.isEmpty() ? 0 : 1;
            MoreFiles.deleteRecursively(folder.resolve("look"), RecursiveDeleteOption.ALLOW_INSECURE);
            if (Files.exists(run.file("metrics.csv"))) {
                assertWholeLines(Files.readString(run.file("metrics.csv")));
            }
        }

        private static void assertWholeLines(String metrics) {
            long before = -1;
            String whole = metrics.substring(0, metrics.lastIndexOf('\n') + 1);
            for (String line : whole.lines().skip(1).toList()) {
                String[] cells = line.split(",", -1);
                assertEquals(7, cells.length, line);
                assertTrue(Long.parseLong(cells[0]) > before, line);
                before = Long.parseLong(cells[0]);
            }
        }
    }
}
