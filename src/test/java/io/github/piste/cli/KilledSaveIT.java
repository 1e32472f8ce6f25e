package io.github.piste.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ObjectArrays;
import io.github.piste.Torture;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.LatestCheckpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at each system call of one save. Needs strace, which has to be allowed to attach. */
@Tag(Torture.TAG)
class KilledSaveIT {
    private static final List<String> CALLS =
            List.of("openat", "write,pwrite64", "fsync", "close", "rename", "getdents64", "unlink");

    private static final int MOST_TIMES = Torture.times(1, 60);

    @TempDir
    private Path temp;

    @BeforeEach
    void needsStrace() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace")));
        Assumptions.assumeTrue(there, "skipped: strace is not installed");
    }

    private static String[] smallJob(Path folder) {
        return new String[] {
            "train",
            "config/train.conf",
            "--pace",
            "2ms",
            "-s",
            "run.directory=" + folder,
            "-s",
            "observe.checkpoint.every=50 steps",
            "-s",
            "observe.checkpoint.keep=50",
            "-s",
            "observe.plots.enabled=false",
        };
    }

    private static String[] largeJob(Path folder) {
        return ObjectArrays.concat(
                SyntheticJob.in(
                        folder,
                        "mini-batch",
                        "model.kind=mlp",
                        "model.hidden=100",
                        "data.synthetic.features=300",
                        "data.synthetic.rows=400",
                        "train.rule=adam",
                        "train.epochs=60",
                        "observe.checkpoint.every=100 steps",
                        "observe.checkpoint.keep=50",
                        "observe.plots.enabled=false"),
                new String[] {"--pace", "2ms"},
                String.class);
    }

    /** A run with two checkpoints, the one that comes next, and how it all ends. */
    private record Interrupted(RunFiles whole, List<Long> steps, Path next) {
        long last() {
            return steps.get(1);
        }

        Path checkpoint(long step) {
            return whole.file(String.format("checkpoints/step-%019d.ckpt", step));
        }

        /** The run as it was before its third save. */
        RunFiles copy(Path folder) throws IOException {
            Files.createDirectories(folder.resolve("checkpoints"));
            Files.copy(whole.file("config.conf"), folder.resolve("config.conf"));
            Files.copy(whole.file("metrics.csv"), folder.resolve("metrics.csv"));
            for (long step : steps.subList(0, 2)) {
                Files.copy(
                        checkpoint(step),
                        folder.resolve("checkpoints")
                                .resolve(checkpoint(step).getFileName().toString()));
            }
            return new RunFiles(folder);
        }
    }

    private Interrupted interrupted(Function<Path, String[]> job) throws IOException {
        RunFiles whole = Chain.whole(temp.resolve("whole"), job);
        List<Long> steps = whole.checkpointSteps();
        assertTrue(steps.size() > 3, steps::toString);
        Path next = Files.createDirectories(temp.resolve("next"));
        Interrupted run = new Interrupted(whole, steps, next);
        Path third = run.checkpoint(steps.get(2));
        Files.createDirectories(next.resolve("checkpoints"));
        Files.copy(
                third, next.resolve("checkpoints").resolve(third.getFileName().toString()));
        Files.createDirectories(temp.resolve("practice"));
        return run;
    }

    @Test
    void killedAtEachCallOfASmallSave_resumesToTheSameBits(TestInfo test) throws Exception {
        killAtEachCall(KilledSaveIT::smallJob, CALLS, test);
    }

    @Test
    void killedAtEachCallOfALargeSave_resumesToTheSameBits(TestInfo test) throws Exception {
        killAtEachCall(KilledSaveIT::largeJob, CALLS.subList(0, Torture.times(2, CALLS.size())), test);
    }

    private void killAtEachCall(Function<Path, String[]> job, List<String> calls, TestInfo test) throws Exception {
        Interrupted run = interrupted(job);
        int tried = 0;
        int old = 0;
        TreeMap<String, Integer> kills = new TreeMap<>();
        for (String call : calls) {
            boolean clean = false;
            for (int n = 1; n <= MOST_TIMES && !clean; n++) {
                RunFiles copy = run.copy(temp.resolve("copy-" + tried++));
                clean = save(run, copy, "-e", "inject=" + call + ":signal=SIGKILL:when=" + n) == 0;
                long found = assertReadable(copy, temp.resolve("look-" + tried));
                assertTrue(found == run.last() || found == run.steps().get(2), "found step " + found);
                old += found == run.last() ? 1 : 0;
                kills.merge(call, clean ? 0 : 1, Integer::sum);
                PisteProcess.run("train", "--resume", copy.path().toString()).with(ExitCode.DONE);
                copy.assertEndedLike(run.whole());
            }
            assertTrue(clean || MOST_TIMES == 1, () -> call + " was never passed");
        }
        assertTrue(kills.values().stream().noneMatch(count -> count == 0), kills::toString);
        Torture.seen(
                test,
                "F2",
                "killed at each system call of a save of " + Files.size(run.checkpoint(run.last())) + " bytes: " + kills
                        + "; the older checkpoint was the newest " + old
                        + " times; 0 unreadable, all final weights equal"
                        + " to the bit");
    }

    private static long assertReadable(RunFiles run, Path look) throws IOException {
        Files.createDirectories(look.resolve("checkpoints"));
        for (long step : run.checkpointSteps()) {
            String name = String.format("step-%019d.ckpt", step);
            Files.copy(
                    run.file("checkpoints/" + name), look.resolve("checkpoints").resolve(name));
        }
        LatestCheckpoint latest = CheckpointStore.open(look, 2).latest();
        assertEquals(List.of(), latest.refused());
        return latest.found().orElseThrow().checkpoint().step();
    }

    /** What a power cut may lose is decided by the order in which things reach the disk. */
    @Test
    void oneSave_reachesTheDiskInOrder(TestInfo test) throws Exception {
        Interrupted run = interrupted(KilledSaveIT::smallJob);
        RunFiles copy = run.copy(temp.resolve("copy"));
        assertEquals(0, save(run, copy, "-y"));
        List<String> calls = Files.readAllLines(temp.resolve("strace.txt"));
        String folder = Pattern.quote(copy.file("checkpoints").toRealPath().toString());
        List<String> order = List.of(
                "openat\\(.*\\.tmp\", .*O_EXCL.*",
                "p?write(64)?\\(\\d+<" + folder + "/\\.step-.*\\.tmp>.*",
                "fsync\\(\\d+<" + folder + "/\\.step-.*\\.tmp>.*",
                "rename\\(\"" + folder + "/\\.step-.*\\.tmp\", \"" + folder + "/step-\\d+\\.ckpt\".*",
                "fsync\\(\\d+<" + folder + ">.*",
                "unlink\\(\"" + folder + "/step-\\d+\\.ckpt\".*");
        List<Integer> places = order.stream().map(call -> placeOf(call, calls)).toList();
        assertEquals(places.stream().sorted().toList(), places, () -> String.join("\n", calls));
        Torture.seen(
                test,
                "F10",
                places.size() + " calls of one save in order: create exclusively, write, fsync of the file, rename,"
                        + " fsync of the directory, and only then unlink of the oldest");
    }

    private static int placeOf(String call, List<String> calls) {
        Pattern pattern = Pattern.compile("^\\d+\\s+" + call);
        return IntStream.range(0, calls.size())
                .filter(i -> pattern.matcher(calls.get(i)).find())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + call + " in\n" + String.join("\n", calls)));
    }

    /** Saves the next checkpoint in a process that strace watches from right before; the process' exit code. */
    private int save(Interrupted run, RunFiles target, String... options) throws Exception {
        Process saver = PisteProcess.bare(PisteProcess.programWords(
                SaveOnce.class,
                run.next().toString(),
                temp.resolve("practice").toString(),
                target.path().toString()));
        try (BufferedReader out = new BufferedReader(new InputStreamReader(saver.getInputStream(), UTF_8))) {
            assertEquals("ready", out.readLine());
            List<String> words = new ArrayList<>(List.of(
                    "strace",
                    "-f",
                    "-qq",
                    "-o",
                    temp.resolve("strace.txt").toString(),
                    "-e",
                    "trace=" + String.join(",", CALLS)));
            words.addAll(List.of(options));
            words.addAll(List.of("-p", Long.toString(saver.pid())));
            Process strace = PisteProcess.bare(words);
            try {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(3))
                        .until(() -> !strace.isAlive() || isTraced(saver.pid()));
                Assumptions.assumeTrue(strace.isAlive(), () -> "skipped: strace could not attach: " + text(strace));
                saver.getOutputStream().write('\n');
                saver.getOutputStream().flush();
                int code = saver.waitFor();
                strace.waitFor();
                return code;
            } finally {
                strace.destroyForcibly();
            }
        } finally {
            saver.destroyForcibly();
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether every thread of a process is. */
    private static boolean isTraced(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readAllLines(thread.resolve("status")).stream().anyMatch("TracerPid:\t0"::equals)) {
                    return false;
                }
            }
            return true;
        }
    }
}
