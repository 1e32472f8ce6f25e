package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong from the start: the exit code says what kind of mistake, one line says which, and nothing is written. */
class RefusalIT {
    @TempDir
    private Path temp;

    private PisteProcess.Ended train(String... more) {
        List<String> words =
                new ArrayList<>(List.of("train", "config/train.conf", "-s", "run.directory=" + temp.resolve("logs")));
        words.addAll(Arrays.asList(more));
        return PisteProcess.run(words.toArray(String[]::new));
    }

    private void assertNothingWritten() {
        assertFalse(Files.exists(temp.resolve("logs")), "a directory was made");
    }

    private static void assertSays(PisteProcess.Ended ended, String... parts) {
        for (String part : parts) {
            assertTrue(ended.err().contains(part), () -> "no '" + part + "' in: " + ended.err());
        }
    }

    @Test
    void unknownKeys_areAllNamedWithFileLineAndNearest() throws IOException {
        Path file = Files.writeString(
                temp.resolve("typo.conf"),
                "data { path = a.csv, target = y }\ntrain { epoch = 3\n learning_rate = 1 }\nobserve.workers = 0\n");
        PisteProcess.Ended ended =
                PisteProcess.run("train", file.toString(), "-s", "run.directory=" + temp.resolve("logs"));
        ended.with(ExitCode.USAGE);
        assertSays(ended, "typo.conf", "train.epoch", "train.epochs", "train.learning-rate", "observe.workers");
        assertEquals(3, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().lines().anyMatch(line -> line.contains("typo.conf") && line.contains("2")), ended::err);
        assertTrue(ended.err().lines().anyMatch(line -> line.contains("typo.conf") && line.contains("4")), ended::err);
        assertNothingWritten();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.epochs|0",
                "train.epochs|-3",
                "train.epochs|9223372036854775808",
                "train.epochs|0x10",
                "train.learning-rate|0,1",
                "train.learning-rate|NaN",
                "train.learning-rate|Infinity",
                "train.mode|Batchh",
                "data.validation|1",
                "observe.plots.every|fast",
            })
    void badValue_isNamedWithWhatIsAllowed(String key, String value) {
        PisteProcess.Ended ended = train("-s", key + "=" + value).with(ExitCode.USAGE);
        assertSays(ended, key, value.split(",", -1)[0]);
        assertNothingWritten();
    }

    @Test
    void configurationThatIsMissing_isNamed() {
        Path missing = temp.resolve("nowhere.conf");
        assertSays(PisteProcess.run("train", missing.toString()).with(ExitCode.USAGE), missing.toString());
    }

    @Test
    void configurationAndResume_excludeEachOther() {
        assertSays(train("--resume", temp.toString()).with(ExitCode.USAGE), "--resume", "config/train.conf");
        assertNothingWritten();
    }

    @Test
    void resumeOfWhatIsNoRun_isRefused() {
        assertSays(
                PisteProcess.run("train", "--resume", temp.toString()).with(ExitCode.USAGE),
                temp.toString(),
                "config.conf");
        assertEquals(List.of(), List.of(temp.toFile().list()));
    }

    @ParameterizedTest
    @CsvSource({"file", "file/below", "dangling"})
    void runDirectoryThatCannotBe_isNamedWithTheReason(String where) throws IOException {
        Files.writeString(temp.resolve("file"), "in the way");
        Files.createSymbolicLink(temp.resolve("dangling"), temp.resolve("nothing/there"));
        String directory = temp.resolve(where).toString();
        PisteProcess.Ended ended = train("-s", "run.directory=" + directory).with(ExitCode.USAGE);
        assertSays(ended, directory, "cannot make a run directory");
        assertEquals("in the way", Files.readString(temp.resolve("file")));
    }

    @ParameterizedTest
    @CsvSource({"../escape", "a/b", "''", "."})
    void runName_neverEscapesItsFolder(String name) {
        assertSays(train("-s", "run.name=" + name).with(ExitCode.USAGE), "run.name");
        assertNothingWritten();
    }

    @ParameterizedTest
    @CsvSource({"--nonsense", "--pace=soon"})
    void badOption_isNamed(String option) {
        assertSays(train(option).with(ExitCode.USAGE), option.substring(0, 5), "--help");
        assertNothingWritten();
    }

    @Test
    void noCommand_showsTheUsage() {
        assertSays(PisteProcess.run().with(ExitCode.USAGE), "Usage: piste");
    }

    @Test
    void dataFileThatIsMissing_isADataError() {
        Path missing = temp.resolve("nowhere.csv");
        assertSays(train("-s", "data.path=" + missing).with(ExitCode.DATA), missing.toString());
        assertNothingWritten();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2;3,x4|line 3, column 2|x4",
                "1,2;NaN,4|line 3, column 1|NaN",
                "1,2;3,Infinity|line 3, column 2|Infinity",
                "1,Infinity;3,4|target|Infinity",
                "1,2;3,|line 3, column 2|missing",
                "1,2;3,1d|line 3, column 2|1d",
                "1,2;3,4,5|line 3|3",
            })
    void badCell_isNamedWithFileLineAndColumn(String rows, String place, String found) throws IOException {
        Path data = Files.writeString(temp.resolve("bad.csv"), "a,b\n" + rows.replace(";", "\n") + "\n");
        PisteProcess.Ended ended =
                train("-s", "data.path=" + data, "-s", "data.target=b").with(ExitCode.DATA);
        assertSays(ended, data.toString(), place, found);
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertNothingWritten();
    }

    @Test
    void targetThatIsNoColumn_isADataError() {
        PisteProcess.Ended ended = train("-s", "data.target=wating");
        assertTrue(ended.code() == ExitCode.DATA || ended.code() == ExitCode.USAGE, ended::err);
        ended.with(ended.code());
        assertSays(ended, "wating", "waiting");
        assertNothingWritten();
    }

    @Test
    void modelThatIsNone_isADataError() throws IOException {
        Path model = Files.writeString(temp.resolve("model.json"), "{\"format\": 1, \"kind\"");
        String data = "config/samples/old-faithful.csv";
        assertSays(PisteProcess.run("evaluate", model.toString(), data).with(ExitCode.DATA), model.toString());
        assertSays(
                PisteProcess.run("predict", model.toString(), data, "--out", "-")
                        .with(ExitCode.DATA),
                model.toString());
    }

    @Test
    void hostileNames_reachTheTerminalEscaped() throws IOException {
        Path data = Files.write(
                temp.resolve("esc.csv"), "a\u001b[31m,b\n1,2\n3,x\u001b[31m4\n".getBytes(StandardCharsets.UTF_8));
        PisteProcess.Ended ended =
                train("-s", "data.path=" + data, "-s", "data.target=2").with(ExitCode.DATA);
        assertEquals(-1, ended.err().indexOf('\u001b'), ended::err);
    }

    @Test
    void learningRateTooLarge_divergesWithAPictureAndAFiniteModel() throws IOException {
        PisteProcess.Ended ended = train("-s", "train.learning-rate=1e3").with(ExitCode.DIVERGED);
        assertTrue(ended.err().contains("stable limit"), ended::err);
        assertTrue(ended.out().contains("diverged"), ended::out);
        RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
        assertEquals("DIVERGED", run.state());
        JsonObject model = run.json("model.json");
        assertTrue(Double.isFinite(model.get("intercept").getAsDouble()));
        assertTrue(Double.isFinite(
                model.getAsJsonObject("coefficients").get("eruptions").getAsDouble()));
        assertTrue(
                RunFiles.decode(Files.readAllBytes(run.file("plots/loss.png"))).getWidth() > 0);
        assertTrue(Files.readString(run.file("index.html")).contains("loss.png"));
    }

    @Test
    void divergedStochasticRun_keepsNoWeightsThatAreNotFinite() {
        train("-s", "train.learning-rate=50", "-s", "train.mode=stochastic", "-s", "observe.plots.enabled=false")
                .with(ExitCode.DIVERGED);
        RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
        assertEquals("DIVERGED", run.state());
        assertTrue(run.modelBits().values().stream().allMatch(bits -> Double.isFinite(Double.longBitsToDouble(bits))));
    }
}
