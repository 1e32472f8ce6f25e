package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F4, S5: places where a run may be told to write, and what its files let others do. RefusalIT and DegradedIT have more. */
@Tag(Torture.TAG)
class OutputPlaceIT {
    private static final String[] NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

    @TempDir
    private Path temp;

    private static String[] job(Path logs, String... settings) {
        List<String> all = new ArrayList<>(List.of("data.synthetic.rows=500", "train.epochs=5"));
        all.addAll(List.of(settings));
        return SyntheticJob.in(logs, "batch", all.toArray(String[]::new));
    }

    private static List<String> words(String[] first, String... command) {
        List<String> words = new ArrayList<>(List.of(first));
        words.addAll(PisteProcess.command(command));
        return words;
    }

    private static PisteProcess.Ended run(List<String> words, String... environment) {
        ProcessBuilder builder = PisteProcess.builder(words);
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        try (PisteProcess process = PisteProcess.launch(builder)) {
            return process.await();
        }
    }

    /** Skips where nobody cannot be asked to run anything, or root is not at work. */
    private void assumeNobodyRuns() {
        List<String> words = new ArrayList<>(List.of(NOBODY));
        words.addAll(List.of("test", "-r", PisteProcess.JAR.toString()));
        try {
            assumeTrue(
                    new ProcessBuilder(words).start().waitFor() == 0,
                    "skipped: only root can run a process as nobody, who must be able to read the jar");
            Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            assumeTrue(false, "skipped: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void allow(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void readOnlyFolder_isRefusedWithPathAndReason() throws IOException {
        assumeNobodyRuns();
        Path folder = Files.createDirectory(temp.resolve("read-only"));
        allow(folder, "r-xr-xr-x");
        PisteProcess.Ended ended = run(words(NOBODY, job(folder))).with(ExitCode.USAGE);
        assertEquals(
                "piste: " + folder + ": cannot make a run directory there: permission denied",
                ended.err().strip());
        PisteProcess.Ended below =
                run(words(NOBODY, job(folder.resolve("below")))).with(ExitCode.USAGE);
        assertTrue(below.err().contains(folder.resolve("below") + ":")
                && below.err().contains("permission denied"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void folderThatBecomesReadOnly_endsAsDegraded(TestInfo test) throws IOException {
        assumeNobodyRuns();
        Path folder = Files.createDirectory(temp.resolve("logs"));
        allow(folder, "rwxrwxrwx");
        String[] job = job(folder, "train.epochs=1000000000", "train.stop.time-limit=8s", "observe.plots.every=100ms");
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words(NOBODY, job)))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(folder).size() == 1
                            && Files.exists(RunFiles.onlyOf(folder).file("plots/loss.png"))
                            && !RunFiles.onlyOf(folder).checkpointSteps().isEmpty());
            RunFiles run = RunFiles.onlyOf(folder);
            for (String name : List.of("plots", "checkpoints", "")) {
                allow(run.file(name), "r-xr-xr-x");
            }
            PisteProcess.Ended ended = process.await().with(ExitCode.DEGRADED);
            assertTrue(ended.out().contains("plot-loss") && ended.out().contains("permission denied"), ended::out);
            assertTrue(ended.out().contains("model.json"), ended::out);
            assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/loss.png"))));
            assertFalse(run.checkpointSteps().isEmpty());
            Torture.seen(test, "F4", "folders made read-only during a run: exit 5, old files whole");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing/and below", "ünï-日本-😀", " two  blanks", "255"})
    void oddFolder_isUsed(String name) {
        Path logs = temp.resolve(name.equals("255") ? "n".repeat(255) : name);
        run(words(new String[0], job(logs)), "LC_ALL", "C.UTF-8").with(ExitCode.DONE);
        assertEquals("FINISHED", RunFiles.onlyOf(logs).state());
        assertFalse(RunFiles.onlyOf(logs).modelBits().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"run.name, at most 64 letters", "run.directory, File name too long"})
    void nameThatIsTooLong_isRefusedWithItsReason(String key, String reason) {
        String name = "n".repeat(key.equals("run.name") ? 255 : 256);
        Path logs = temp.resolve("logs");
        String value = key.equals("run.name") ? name : temp.resolve(name).toString();
        PisteProcess.Ended ended =
                run(words(new String[0], job(logs, key + "=" + value))).with(ExitCode.USAGE);
        assertTrue(ended.err().contains(reason) && ended.err().contains("nnnn"), ended::err);
        assertEquals(1, ended.err().lines().count(), ended::err);
    }

    /** Java cannot say such a name to a system without an encoding for it. */
    @Test
    void nonAsciiFolder_whereTheSystemHasNoLetters_isRefusedOrUsed() {
        Path logs = temp.resolve("ünï");
        PisteProcess.Ended ended = run(words(new String[0], job(logs)), "LC_ALL", "C");
        ended.with(ended.code() == ExitCode.DONE ? ExitCode.DONE : ExitCode.USAGE);
        assertTrue(ended.code() == ExitCode.DONE || ended.err().contains("run.directory"), ended::err);
    }

    /** What a process without an umask makes may be read by everybody, but written by its owner and group only. */
    @Test
    void filesOfAProcessWithoutUmask_cannotBeWrittenByStrangers(TestInfo test) throws IOException {
        Path logs = temp.resolve("logs");
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        List<String> words = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"));
        words.addAll(List.of(PisteProcess.java().toString(), "-Djava.io.tmpdir=" + elsewhere));
        words.addAll(List.of("-jar", PisteProcess.JAR.toString()));
        words.addAll(List.of(job(logs)));
        run(words).with(ExitCode.DONE);
        int files = 0;
        try (Stream<Path> all = Files.walk(logs)) {
            for (Path file : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                assertFalse(permissions.contains(PosixFilePermission.OTHERS_WRITE), file + " " + permissions);
                assertTrue(permissions.contains(PosixFilePermission.OTHERS_READ), file + " " + permissions);
                files++;
            }
        }
        try (Stream<Path> others = Files.list(elsewhere)) {
            assertEquals(List.of(), others.toList(), "temporaries in a folder that is shared");
        }
        assertTrue(files > 10);
        Torture.seen(
                test,
                "S5",
                files
                        + " files and folders of a run with umask 000: 0 that strangers may write, 0 temporaries elsewhere");
    }
}
