package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons and sweeps on the command line: tables, files, refusals, exit codes. */
class ExperimentIT {
    @TempDir
    private Path temp;

    private Path logs() {
        return temp.resolve("logs");
    }

    private String[] words(String... args) {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        words.addAll(List.of("-s", "run.directory=" + logs()));
        return words.toArray(String[]::new);
    }

    private PisteProcess.Ended piste(String... args) {
        return PisteProcess.run(words(args));
    }

    private RunFiles complete() {
        RunFiles run = RunFiles.onlyOf(logs());
        for (String name : List.of("run.json", "config.conf", "train.log")) {
            assertTrue(Files.exists(run.file(name)), name);
        }
        return run;
    }

    private static List<String> states(RunFiles run) {
        return StreamSupport.stream(
                        run.json("run.json").getAsJsonArray("results").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(result -> result.get("value").getAsString() + " "
                        + result.get("state").getAsString())
                .toList();
    }

    private static void assertSays(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + " in " + text);
        }
    }

    @Test
    void compare_threeModes_writesTableFilesAndState() throws Exception {
        PisteProcess.Ended ended = piste(
                        "compare",
                        "config/train.conf",
                        "train.mode=batch,mini-batch,stochastic",
                        "-s",
                        "train.epochs=5")
                .with(ExitCode.DONE);
        assertSays(ended.out(), "batch ", "mini-batch ", "stochastic ", "gap to the optimum", "Look at ");
        RunFiles run = complete();
        assertEquals("FINISHED", run.state());
        assertEquals(List.of("batch FINISHED", "mini-batch FINISHED", "stochastic FINISHED"), states(run));
        JsonObject status = run.json("run.json");
        assertEquals(272, status.get("rows_used").getAsLong());
        assertEquals("compare", status.getAsJsonArray("command").get(1).getAsString());
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/loss.png"))));
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/path.png"))));
        assertTrue(Files.exists(run.file("index.html")));
        assertSays(
                PisteProcess.run("runs", logs().toString()).with(ExitCode.DONE).out(), "compare-", "FINISHED");
    }

    @Test
    void compare_oneRateOfThreeDiverges_isNoFailure() {
        piste("compare", "config/train.conf", "train.learning-rate=0.05,0.4,3", "-s", "train.epochs=100")
                .with(ExitCode.DONE);
        List<String> states = states(complete());
        assertEquals("3 DIVERGED", states.get(2));
        assertFalse(states.get(0).endsWith("DIVERGED"));
    }

    @Test
    void compare_allRatesDiverge_is4() {
        piste("compare", "config/train.conf", "train.learning-rate=3,4").with(ExitCode.DIVERGED);
        assertEquals("DIVERGED", complete().state());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "data.path=config/samples/old-faithful.csv,nope.csv; 3; nope.csv",
                "model.kind=linear,logistic; 3; logistic regression takes two",
                "model.kind=linear,foo; 2; model.kind",
                "train.mode=batch; 2; at least two values",
                "train.mode=batch,batch; 2; the same descent twice",
                "train.learning-rate=0.1,0.10; 2; the same descent twice",
                "data.folds=2,3; 2; no different descents",
                "run.name=a,b; 2; no different descents",
                "train.mode=batch,stochastic -s data.folds=3; 2; no cross-validation",
            })
    void compare_whatCannotBeDone_isRefusedBeforeTheFirstStep(String args, int code, String words) {
        List<String> all = new ArrayList<>(List.of("compare", "config/train.conf"));
        all.addAll(List.of(args.split(" ")));
        PisteProcess.Ended ended = piste(all.toArray(String[]::new)).with(code);
        assertSays(ended.err(), words);
        assertFalse(Files.exists(logs()));
    }

    @Test
    void compare_aKeyWithoutEffect_isSaid() {
        PisteProcess.Ended batches =
                piste("compare", "config/train.conf", "train.batch-size=8,16").with(ExitCode.USAGE);
        assertSays(batches.err(), "train.batch-size", "has no effect", "the same descent twice");
        PisteProcess.Ended modes = piste(
                        "compare",
                        "config/train.conf",
                        "train.mode=batch,stochastic",
                        "-s",
                        "train.batch-size=8",
                        "-s",
                        "train.epochs=3")
                .with(ExitCode.DONE);
        assertSays(modes.err(), "train.batch-size", "has no effect");
    }

    @Test
    void sweep_overOneWeight_findsItsMinimum() throws Exception {
        PisteProcess.Ended ended = piste(
                        "sweep",
                        "config/train.conf",
                        "--parameter",
                        "eruptions",
                        "--from",
                        "5",
                        "--to",
                        "15",
                        "--step",
                        "0.5")
                .with(ExitCode.DONE);
        assertSays(ended.out(), "21 places", "minimum    eruptions = ", "descent at eruptions = ");
        assertFalse(ended.out().contains("edge"));
        RunFiles run = complete();
        assertEquals("FINISHED", run.state());
        assertEquals(22, Files.readAllLines(run.file("sweep.csv")).size());
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/sweep.png"))));
        JsonObject sweep = run.json("run.json").getAsJsonObject("sweep");
        assertEquals(21, sweep.get("places").getAsLong());
        assertSays(
                PisteProcess.run("runs", logs().toString()).with(ExitCode.DONE).out(), "sweep-", "FINISHED");
    }

    @Test
    void sweep_overTwoWeightsOfSoftmax_namesTheEdge() throws Exception {
        PisteProcess.Ended ended = piste(
                        "sweep",
                        "config/softmax.conf",
                        "-s",
                        "train.epochs=50",
                        "--parameter",
                        "red: north",
                        "--from",
                        "50",
                        "--to",
                        "60",
                        "--step",
                        "5",
                        "--parameter",
                        "red: intercept",
                        "--from",
                        "-40",
                        "--to",
                        "40",
                        "--step",
                        "1")
                .with(ExitCode.DONE);
        assertSays(ended.out(), "243 places", "at the edge of the range of red: north");
        assertEquals(
                "red: north,red: intercept,loss",
                Files.readAllLines(complete().file("sweep.csv")).get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--parameter foo --from 0 --to 1 --step 1; it has eruptions, intercept",
                "--parameter eruption --from 0 --to 1 --step 1; nearest: eruptions",
                "--parameter eruptions --from 2 --to 1 --step 1; exchange them",
                "--parameter eruptions --from 1 --to 2 --step 0; above 0",
            })
    void sweep_whatCannotBeDone_isRefusedBeforeTheDescent(String args, String words) {
        List<String> all = new ArrayList<>(List.of("sweep", "config/train.conf"));
        all.addAll(List.of(args.split(" ")));
        PisteProcess.Ended ended = piste(all.toArray(String[]::new)).with(ExitCode.USAGE);
        assertSays(ended.err(), words);
        assertFalse(ended.out().contains("old-faithful:"));
        assertFalse(Files.exists(logs()));
    }

    @Test
    void sweep_whoseTableCannotBePrinted_isDegraded() {
        List<String> all = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
        all.addAll(PisteProcess.command(words(
                "sweep", "config/train.conf", "--parameter", "eruptions", "--from", "5", "--to", "15", "--step", "1")));
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(all))) {
            process.await().with(ExitCode.DEGRADED);
        }
        assertEquals("FINISHED", complete().state());
    }

    /** Once its log says that it has come so far. */
    private void interruptAfter(String said, String... args) {
        try (PisteProcess process = PisteProcess.startInterruptible(words(args))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(logs()).size() == 1
                            && Files.exists(RunFiles.onlyOf(logs()).file("train.log"))
                            && Files.readString(RunFiles.onlyOf(logs()).file("train.log"))
                                    .contains(said));
            process.signal("INT");
            process.await(Duration.ofSeconds(11)).with(ExitCode.INTERRUPTED);
        }
        assertEquals("STOPPED", complete().state());
    }

    @Test
    void sigintInACompare_leavesWhatThereIs() {
        interruptAfter(
                "epoch 0",
                "compare",
                "config/train.conf",
                "train.mode=batch,stochastic",
                "--pace",
                "20ms",
                "-s",
                "train.epochs=100000");
        assertEquals(List.of("batch STOPPED"), states(complete()));
        assertTrue(Files.exists(complete().file("plots/loss.png")));
    }

    @Test
    void sigintInASweep_leavesWhatThereIs() throws Exception {
        interruptAfter(
                "searching",
                "sweep",
                "config/softmax.conf",
                "-s",
                "train.epochs=1",
                "--parameter",
                "red: north",
                "--from",
                "0",
                "--to",
                "1",
                "--step",
                "0.0012",
                "--parameter",
                "red: east",
                "--from",
                "0",
                "--to",
                "1",
                "--step",
                "0.0012");
        List<String> rows = Files.readAllLines(complete().file("sweep.csv"));
        assertTrue(rows.get(rows.size() - 1).endsWith("NaN"), rows.get(rows.size() - 1));
        assertFalse(rows.get(1).endsWith("NaN"), rows.get(1));
    }
}
