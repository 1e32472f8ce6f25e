package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A long job in a small heap with every sink on: what it holds does not grow, its files stay small, it ends clean. An hour
 * with {@code mvn -P soak verify}, other times with {@code -Dsoak.minutes=5}; what was seen is in {@code target/soak.md}.
 */
@Tag("soak")
class SoakIT {
    private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("piste.soak.minutes", 60));
    private static final Path FOLDER = Path.of("target", "soak");
    private static final int LOOKS = 60;

    private static final long MEBI = 1 << 20;

    /** What the process holds at a moment. */
    private record Look(long minutes, long liveHeap, long resident, long threads, long handles, long files) {
        static Look at(long minutes, long pid, RunFiles run) throws IOException {
            return new Look(
                    minutes,
                    Memory.liveHeap(pid),
                    Memory.resident(pid),
                    Memory.threads(pid),
                    Memory.handles(pid),
                    size(run));
        }

        private static long size(RunFiles run) throws IOException {
            long bytes = 0;
            for (String file : run.all()) {
                Path path = run.file(file);
                bytes += Files.exists(path) ? path.toFile().length() : 0;
            }
            return bytes;
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %.1f | %.0f | %d | %d | %.1f |",
                    minutes,
                    (double) liveHeap / MEBI,
                    (double) resident / MEBI,
                    threads,
                    handles,
                    (double) files / MEBI);
        }
    }

    @Test
    void longJob_inASmallHeap_holdsNoMoreAtItsEndThanAtItsBeginning() throws IOException {
        Files.createDirectories(FOLDER);
        Path folder = Files.createTempDirectory(FOLDER.toAbsolutePath(), "run-");
        List<String> words = new ArrayList<>(PisteProcess.command(SyntheticJob.in(
                folder,
                "stochastic",
                "train.epochs=2000000000",
                "train.learning-rate=1e-9",
                "train.stop.time-limit=" + LENGTH.plusMinutes(1).toMinutes() + "m",
                "observe.plots.every=1s",
                "observe.metrics.every=1 epoch",
                "observe.log.every=1s",
                "observe.checkpoint.every=1s")));
        words.set(1, "-Xmx64m");
        List<Look> looks = new ArrayList<>();
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(folder).size() == 1
                            && Files.exists(RunFiles.onlyOf(folder).file("plots/residuals.png")));
            RunFiles run = RunFiles.onlyOf(folder);
            long start = System.nanoTime();
            for (int i = 1; i < LOOKS; i++) {
                long next = start + LENGTH.toNanos() / LOOKS * i;
                await().atMost(LENGTH).pollInterval(Duration.ofSeconds(1)).until(() -> System.nanoTime() >= next);
                assertTrue(process.isAlive(), () -> process.outSoFar());
                looks.add(Look.at((System.nanoTime() - start) / 60_000_000_000L, process.pid(), run));
            }
            process.await(Duration.ofMinutes(5)).with(ExitCode.DONE);
            report(looks, run);
            assertEquals("FINISHED", run.state());
            assertTrue(run.all().stream().noneMatch(file -> file.endsWith(".tmp")), run.all()::toString);
        }
        assertFlat("live heap", looks, Look::liveHeap, 8 * MEBI);
        assertFlat("threads", looks, Look::threads, 4);
        assertFlat("file handles", looks, Look::handles, 8);
    }

    /** The most of the last quarter is not above the most of the second by more than an allowance. */
    private static void assertFlat(String what, List<Look> looks, ToLongFunction<Look> of, long allowance) {
        int quarter = looks.size() / 4;
        long early = most(looks.subList(quarter, 2 * quarter).stream(), of);
        long late = most(looks.subList(looks.size() - quarter, looks.size()).stream(), of);
        assertTrue(late <= early + allowance, what + ": at most " + early + " early, " + late + " late");
    }

    private static long most(Stream<Look> looks, ToLongFunction<Look> of) {
        return looks.mapToLong(of).max().orElseThrow();
    }

    private static void report(List<Look> looks, RunFiles run) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| minute | live heap, MiB | resident, MiB | threads | file handles | files, MiB |",
                "|--:|--:|--:|--:|--:|--:|"));
        looks.forEach(look -> lines.add(look.row()));
        lines.add("");
        lines.add(
                "steps " + run.json("run.json").get("steps") + ", state " + run.state() + ", files of at least 1 MiB:");
        for (String file : run.all()) {
            if (Files.size(run.file(file)) >= MEBI) {
                lines.add(file + " " + Files.size(run.file(file)) / MEBI + " MiB");
            }
        }
        Files.write(FOLDER.resolveSibling("soak.md"), lines);
    }
}
