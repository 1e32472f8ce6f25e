package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of three times the heap train to the bits that they have in a heap that holds them. */
class LargerThanMemoryIT {
    private static final int ROWS = 250_000;
    private static final int FEATURES = 100;

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    /** 200 MB of rows in 50 MB of text: digits, and a class that depends on some of them. */
    @BeforeAll
    static void writeCsv() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        byte[] line = new byte[2 * FEATURES + 2];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv()), 1 << 16)) {
            for (int i = 0; i < ROWS; i++) {
                long digits = 0;
                for (int j = 0; j < FEATURES; j++) {
                    digits = j % 16 == 0 ? random.nextLong() : digits >>> 4;
                    line[2 * j] = (byte) ('0' + (digits & 7));
                    line[2 * j + 1] = ',';
                }
                line[2 * FEATURES] = (byte) (line[0] + line[2] > line[4] + line[6] + random.nextInt(5) ? '1' : '0');
                line[2 * FEATURES + 1] = '\n';
                out.write(line);
            }
        }
    }

    private static Path csv() {
        return shared.resolve("rows.csv");
    }

    private static PisteProcess.Ended run(String heap, List<String> words) {
        List<String> command = new ArrayList<>(
                List.of(PisteProcess.java().toString(), "-Xmx" + heap, "-jar", PisteProcess.JAR.toString()));
        command.addAll(words);
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(command))) {
            return process.await();
        }
    }

    private List<String> train(String name, List<String> settings) {
        List<String> words = new ArrayList<>(List.of("train", "-s", "run.directory=" + temp.resolve(name)));
        settings.forEach(setting -> words.addAll(List.of("-s", setting)));
        return words;
    }

    private static List<String> job(String kind, String mode, String model) {
        List<String> settings =
                new ArrayList<>(List.of("train.mode=" + mode, "model.kind=" + model, "train.epochs=2", "run.seed=5"));
        settings.addAll(
                kind.equals("csv")
                        ? List.of("data.path=" + csv(), "data.target=" + (FEATURES + 1))
                        : List.of(
                                "data.kind=synthetic",
                                "data.synthetic.rows=" + ROWS,
                                "data.synthetic.features=" + FEATURES));
        return settings;
    }

    @ParameterizedTest
    @CsvSource({
        "csv, batch, linear, 0",
        "csv, stochastic, logistic, 0.1",
        "synthetic, mini-batch, linear, 0.1",
    })
    void rowsOfThreeTimesTheHeap_giveTheBitsOfALargeHeap(String kind, String mode, String model, String validation) {
        List<String> settings = job(kind, mode, model);
        settings.add("data.validation=" + validation);
        PisteProcess.Ended small = run("64m", train("small", settings)).with(ExitCode.DONE);
        PisteProcess.Ended large = run("1600m", train("large", settings)).with(ExitCode.DONE);
        assertTrue(small.out().contains("200 MB read from a cache in the run directory"), small::out);
        assertFalse(large.out().contains("cache"), large::out);
        RunFiles found = RunFiles.onlyOf(temp.resolve("small"));
        RunFiles expected = RunFiles.onlyOf(temp.resolve("large"));
        assertEquals(expected.modelBits(), found.modelBits());
        assertEquals(expected.metricsWithoutTime(), found.metricsWithoutTime());
        assertFalse(Files.exists(found.file("data.cache")), "the cache is gone");
        assertFalse(Files.exists(found.file("data-2.cache")), "the cache is gone");
    }

    @Test
    void resumedInASmallHeap_endsWithTheBitsOfARunWithoutABreak() {
        List<String> whole = job("synthetic", "stochastic", "linear");
        List<String> half = new ArrayList<>(whole);
        half.add("train.epochs=1");
        run("64m", train("half", half)).with(ExitCode.DONE);
        RunFiles resumed = RunFiles.onlyOf(temp.resolve("half"));
        run("64m", List.of("train", "--resume", resumed.path().toString(), "-s", "train.epochs=2"))
                .with(ExitCode.DONE);
        run("1600m", train("whole", whole)).with(ExitCode.DONE);
        assertEquals(RunFiles.onlyOf(temp.resolve("whole")).modelBits(), resumed.modelBits());
    }

    @Test
    void folds_ofRowsThatMemoryDoesNotHold_areRefusedInOneLine() {
        List<String> settings = job("synthetic", "batch", "linear");
        settings.add("data.folds=3");
        PisteProcess.Ended ended = run("64m", train("folds", settings)).with(ExitCode.DATA);
        assertTrue(ended.err().contains("data.folds = 3 needs all rows in memory"), ended::err);
    }
}
