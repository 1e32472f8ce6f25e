package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job: Old Faithful, as the first command of the README runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleRunIT {
    private static final double INTERCEPT = 33.474397022753365;
    private static final double SLOPE = 10.729641395133521;
    private static final List<String> PLOTS = List.of("fit", "gradient-norm", "loss", "path", "residuals", "weights");

    private final Path logs;
    private final PisteProcess.Ended ended;
    private final RunFiles run;

    SampleRunIT(@TempDir Path temp) {
        logs = temp.resolve("logs");
        ended = PisteProcess.run("train", "config/train.conf", "-s", "run.directory=" + logs);
        run = RunFiles.onlyOf(logs);
    }

    @BeforeAll
    void endsWell() {
        ended.with(ExitCode.DONE);
        assertEquals("", ended.err());
    }

    @Test
    void report_saysWhatWasFoundAndWhereToLook() {
        assertTrue(ended.out().contains("272 rows read = 272 used + 0 skipped"), ended::out);
        assertTrue(ended.out().contains("waiting = 33.4744 + 10.7296 eruptions"), ended::out);
        assertTrue(ended.out().contains("Look at " + run.file("index.html")), ended::out);
    }

    @Test
    void output_ofNoTerminal_hasNoEscapesAndNoCarriageReturns() {
        assertEquals(-1, ended.out().indexOf('\u001b'), ended::out);
        assertEquals(-1, ended.out().indexOf('\r'), ended::out);
    }

    @Test
    void directory_holdsEveryFileOfTheContractAndNoTemporary() throws IOException {
        List<String> expected = new ArrayList<>(List.of(
                ".lock",
                "checkpoints/step-0000000000000000600.ckpt",
                "config.conf",
                "history.bin",
                "index.html",
                "metrics.csv",
                "model.json",
                "model.onnx",
                "run.json",
                "train.log"));
        PLOTS.forEach(plot -> expected.add("plots/" + plot + ".png"));
        assertEquals(expected.stream().sorted().toList(), run.all());
        assertTrue(
                run.path().getFileName().toString().matches("old-faithful-\\d{8}-\\d{6}-\\d{3}"), run.path()::toString);
    }

    @Test
    void pictures_areWholeAndNotEmpty() throws IOException {
        for (String plot : PLOTS) {
            BufferedImage image = RunFiles.decode(Files.readAllBytes(run.file("plots/" + plot + ".png")));
            Set<Integer> colours = new HashSet<>();
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight(); y++) {
                    colours.add(image.getRGB(x, y));
                }
            }
            assertTrue(colours.size() > 10, plot + " has " + colours.size() + " colours");
        }
    }

    @Test
    void page_showsAllPicturesAndNeedsNoNetwork() throws IOException {
        String page = Files.readString(run.file("index.html"));
        PLOTS.forEach(plot -> assertTrue(page.contains("plots/" + plot + ".png"), plot));
        assertFalse(page.contains("http://") || page.contains("https://"));
        assertTrue(page.strip().endsWith("</html>"));
    }

    @Test
    void model_hasTheCoefficientsOfLeastSquares() {
        JsonObject model = run.json("model.json");
        assertEquals(INTERCEPT, model.get("intercept").getAsDouble(), 1e-6 * INTERCEPT);
        assertEquals(Set.of("eruptions"), model.getAsJsonObject("coefficients").keySet());
        assertEquals(
                SLOPE, model.getAsJsonObject("coefficients").get("eruptions").getAsDouble(), 1e-6 * SLOPE);
        assertEquals("waiting", model.get("target").getAsString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss",
                "start_loss",
                "best_loss",
                "best_epoch",
                "gradient_norm",
                "seconds",
                "learning_rate",
                "stable_limit",
                "condition_number",
                "steps",
                "epochs",
                "rows_read",
                "rows_used",
                "rows_skipped",
                "seed",
                "pid",
                "cores"
            })
    void runJson_numbersAreNumbers(String field) {
        JsonElement value = run.json("run.json").get(field);
        assertTrue(value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber(), () -> field + ": " + value);
        assertTrue(Double.isFinite(value.getAsDouble()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "reason",
                "name",
                "started",
                "updated",
                "mode",
                "rule",
                "data",
                "data_fingerprint",
                "config_fingerprint",
                "version",
                "jvm",
                "cpu",
                "kernel",
                "gradient",
                "target"
            })
    void runJson_textsAreTexts(String field) {
        JsonElement value = run.json("run.json").get(field);
        assertTrue(value.isJsonPrimitive() && value.getAsJsonPrimitive().isString(), () -> field + ": " + value);
        assertFalse(value.getAsString().isBlank());
    }

    @Test
    void runJson_tellsHowTheRunWent() {
        JsonObject status = run.json("run.json");
        assertEquals("FINISHED", run.state());
        assertEquals(600, status.get("steps").getAsLong());
        assertEquals(600, status.get("epochs").getAsDouble());
        assertTrue(status.get("validation_loss").isJsonNull());
        assertEquals(
                status.get("rows_read").getAsLong(),
                status.get("rows_used").getAsLong() + status.get("rows_skipped").getAsLong());
        assertEquals(0, status.getAsJsonArray("degraded").size());
        assertEquals("train", status.getAsJsonArray("command").get(1).getAsString());
    }

    @Test
    void runJson_countersOfEverySinkAddUp() {
        List<String> names = new ArrayList<>();
        for (JsonElement element : run.json("run.json").getAsJsonArray("sinks")) {
            JsonObject sink = element.getAsJsonObject();
            names.add(sink.get("name").getAsString());
            long accounted = Stream.of("handled", "failed", "dropped", "conflated", "pending", "running")
                    .mapToLong(name -> sink.get(name).getAsLong())
                    .sum();
            assertEquals(sink.get("posted").getAsLong(), accounted, sink::toString);
            assertEquals(0, sink.get("failed").getAsLong(), sink::toString);
        }
        assertTrue(names.containsAll(List.of("metrics", "checkpoint", "plot-loss", "log", "page")), names::toString);
    }

    @Test
    void metrics_haveARowAnEpochInFullPrecision() {
        List<List<String>> rows = run.metrics();
        assertEquals(
                List.of(
                        "step",
                        "epoch",
                        "elapsed_seconds",
                        "loss",
                        "validation_loss",
                        "gradient_norm",
                        "learning_rate"),
                rows.get(0));
        assertEquals(602, rows.size());
        double before = -1;
        double elapsed = 0;
        for (int i = 1; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            assertEquals(i - 1, Long.parseLong(row.get(0)));
            assertEquals(i - 1, Double.parseDouble(row.get(1)));
            assertTrue(Double.parseDouble(row.get(2)) >= elapsed, row::toString);
            elapsed = Double.parseDouble(row.get(2));
            double loss = Double.parseDouble(row.get(3));
            assertEquals(Double.toString(loss), row.get(3));
            assertTrue(before < 0 || loss <= before * (1 + 1e-12), "loss rises at " + row);
            before = loss;
            assertEquals("", row.get(4));
        }
        JsonObject status = run.json("run.json");
        assertEquals(
                status.get("start_loss").getAsDouble(),
                Double.parseDouble(rows.get(1).get(3)));
        assertEquals(status.get("loss").getAsDouble(), before);
    }

    @Test
    void log_isOfThisRun() throws IOException {
        List<String> lines = Files.readAllLines(run.file("train.log"));
        assertTrue(lines.get(0).matches(".* kernel (vector|scalar).*, gradient streaming, threads 1"), lines::toString);
        assertTrue(lines.get(1).contains("epoch 0"), lines::toString);
        assertTrue(lines.get(lines.size() - 1).contains("epoch 600"), lines::toString);
    }

    @Test
    void latest_isALinkToTheRun() throws IOException {
        Path link = logs.resolve("latest");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(run.path().getFileName(), Files.readSymbolicLink(link));
    }

    @Test
    void configOfTheRun_repeatsItToTheBit(@TempDir Path again) {
        PisteProcess.run("train", run.file("config.conf").toString(), "-s", "run.directory=" + again)
                .with(ExitCode.DONE);
        RunFiles repeated = RunFiles.onlyOf(again);
        assertEquals(run.modelBits(), repeated.modelBits());
        assertEquals(run.metricsWithoutTime(), repeated.metricsWithoutTime());
    }

    @Test
    void runs_startedTogether_haveDirectoriesOfTheirOwn(@TempDir Path together) throws IOException {
        List<PisteProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(PisteProcess.start("train", "config/train.conf", "-s", "run.directory=" + together));
            }
            processes.forEach(process -> process.await().with(ExitCode.DONE));
        } finally {
            processes.forEach(PisteProcess::close);
        }
        List<Path> runs = RunFiles.runsOf(together);
        assertEquals(3, runs.size());
        for (Path path : runs) {
            assertEquals(run.modelBits(), new RunFiles(path).modelBits());
            assertEquals(run.all(), new RunFiles(path).all());
        }
        assertTrue(runs.contains(together.resolve(Files.readSymbolicLink(together.resolve("latest")))));
        try (Stream<Path> entries = Files.list(together)) {
            assertEquals(4, entries.count(), "three runs, a link and nothing else");
        }
        assertNotEquals(runs.get(0), runs.get(1));
    }

    @Test
    void commandsOnTheModel_evaluate(@TempDir Path folder) {
        PisteProcess.Ended evaluated = PisteProcess.run(
                        "evaluate", run.file("model.json").toString(), "config/samples/old-faithful.csv")
                .with(ExitCode.DONE);
        assertTrue(evaluated.out().contains("272 used, 0 skipped"), evaluated::out);
        double rmse = numberAfter(evaluated.out(), "RMSE");
        assertEquals(Math.sqrt(run.json("run.json").get("loss").getAsDouble()), rmse, 1e-4);
        assertEquals(0.811461, numberAfter(evaluated.out(), "R2"), 1e-5);
    }

    private static double numberAfter(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(label.length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void commandsOnTheModel_predictToAFileAndToStandardOutput(@TempDir Path folder) throws IOException {
        Path data = Files.writeString(folder.resolve("new.csv"), "id,eruptions\na,2\nb,4.5\n");
        Path out = folder.resolve("out.csv");
        String model = run.file("model.json").toString();
        PisteProcess.run("predict", model, data.toString(), "--keep", "--out", out.toString())
                .with(ExitCode.DONE);
        List<String> kept = Files.readAllLines(out);
        assertEquals("id,eruptions,prediction", kept.get(0));
        assertTrue(kept.get(1).startsWith("a,2,"), kept::toString);
        assertEquals(INTERCEPT + 2 * SLOPE, Double.parseDouble(kept.get(1).split(",", -1)[2]), 1e-6);

        PisteProcess.Ended piped = PisteProcess.run("predict", model, data.toString(), "--out", "-")
                .with(ExitCode.DONE);
        List<String> lines = piped.out().lines().toList();
        assertEquals(3, lines.size(), piped::out);
        assertEquals("prediction", lines.get(0));
        assertEquals(INTERCEPT + 4.5 * SLOPE, Double.parseDouble(lines.get(2)), 1e-6);
    }

    @Test
    void commandsOnTheFolder_runsListsStateAndLoss() {
        PisteProcess.Ended listed = PisteProcess.run("runs", logs.toString()).with(ExitCode.DONE);
        List<String> lines = listed.out().lines().toList();
        assertEquals(2, lines.size(), listed::out);
        assertTrue(lines.get(0).matches("RUN +STATE +LOSS +EPOCHS +TIME"), listed::out);
        assertTrue(lines.get(1).matches(run.path().getFileName() + " +FINISHED +34\\.7183 +600 .*"), listed::out);
    }

    @Test
    void resume_ofAFinishedRun_saysSoAndChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(run.file("run.json"));
        PisteProcess.Ended resumed =
                PisteProcess.run("train", "--resume", run.path().toString()).with(ExitCode.DONE);
        assertTrue(resumed.out().contains("has ended"), resumed::out);
        assertEquals(
                new String(before, java.nio.charset.StandardCharsets.UTF_8), Files.readString(run.file("run.json")));
    }
}
