package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions on the command line: the numbers, the lesson, the files, the exit code. */
class MinimizeIT {
    @TempDir
    private Path temp;

    private PisteProcess.Ended minimize(String... args) {
        List<String> words = new ArrayList<>(List.of("minimize"));
        words.addAll(List.of(args));
        words.addAll(List.of("--directory", temp.resolve("logs").toString()));
        return PisteProcess.run(words.toArray(String[]::new));
    }

    private static void assertSays(PisteProcess.Ended ended, String... parts) {
        for (String part : parts) {
            assertTrue(ended.out().contains(part), () -> part + " in " + ended.out());
        }
    }

    @Test
    void textbookDescent_printsItsNumbersAndWritesItsFiles() throws Exception {
        PisteProcess.Ended ended = minimize("x0^2 + x1^2", "--start", "-3,4", "--learning-rate", "0.1", "--steps", "20")
                .with(ExitCode.DONE);
        assertSays(
                ended,
                "(-6.00000000000378, 7.999999999999119)",
                "(-0.03458764513817675, 0.04611686018418694)",
                "still on its way");
        RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
        assertEquals("FINISHED", run.state());
        assertEquals(22, Files.readAllLines(run.file("path.csv")).size());
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/loss.png"))));
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/path.png"))));
        assertTrue(Files.exists(run.file("index.html")));
        PisteProcess.Ended listed =
                PisteProcess.run("runs", temp.resolve("logs").toString()).with(ExitCode.DONE);
        assertSays(listed, "minimize-", "FINISHED");
    }

    /** S06: the reference ends at a point where the difference quotient has vanished. */
    @Test
    void s06_rateTen_divergesAndSaysWhyTheNumericalGradientVanishes() {
        PisteProcess.Ended ended = minimize("x0^2 + x1^2", "--start=-3,4", "--learning-rate", "10", "--steps", "100")
                .with(ExitCode.DIVERGED);
        assertSays(
                ended,
                "too large",
                "stable below 1 ",
                "-2.5898374737328363E13, -1.2952486168965398E12",
                "the numerical gradient is 0 there",
                "are the same number",
                "to infinity");
        assertEquals("DIVERGED", RunFiles.onlyOf(temp.resolve("logs")).state());
    }

    @Test
    void severalRates_areCompared() throws Exception {
        PisteProcess.Ended ended = minimize("sphere", "--start", "3,2", "--learning-rates", "0.01,0.1,1,10")
                .with(ExitCode.DONE);
        assertSays(
                ended,
                "on the way",
                "found the minimum",
                "jumps between two points",
                "Rate 1 is exactly the stable limit",
                "too large: diverged");
        RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
        assertEquals(4, run.json("run.json").getAsJsonArray("descents").size());
        for (String rate : List.of("0.01", "0.1", "1.0", "10.0")) {
            assertTrue(Files.exists(run.file("path-" + rate + ".csv")), rate);
        }
    }

    @Test
    void rulesAndSchedules_areThoseOfTraining() {
        assertSays(
                minimize(
                                "booth",
                                "--rule",
                                "momentum",
                                "--momentum",
                                "0.5",
                                "--schedule",
                                "step",
                                "-s",
                                "train.schedule.every=50",
                                "--steps",
                                "200")
                        .with(ExitCode.DONE),
                "momentum, step schedule",
                "found the minimum (1, 3)");
    }

    @Test
    void whatCannotBeDone_isRefusedInOneLineAndWritesNothing() {
        PisteProcess.Ended ended =
                minimize("x^2", "--start", "1", "--rule", "foo").with(ExitCode.USAGE);
        assertTrue(ended.err().contains("--rule: found"), ended::err);
        assertFalse(Files.exists(temp.resolve("logs")));
    }

    /** In slow motion, ended at the keyboard in the middle of a pause. */
    @Test
    void sigintDuringAPause_stopsAndKeepsTheWay() throws Exception {
        Path logs = temp.resolve("logs");
        try (PisteProcess process = PisteProcess.startInterruptible(
                "minimize", "x^2", "--start", "3", "--pace", "1s", "--steps", "1000", "--directory", logs.toString())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(logs)
                            && RunFiles.runsOf(logs).size() == 1
                            && Files.exists(RunFiles.onlyOf(logs).file("plots/loss.png")));
            process.signal("INT");
            PisteProcess.Ended ended = process.await(Duration.ofSeconds(30)).with(ExitCode.INTERRUPTED);
            assertSays(ended, "stopped: it was asked to stop", "Look at ");
        }
        RunFiles run = RunFiles.onlyOf(logs);
        assertEquals("STOPPED", run.state());
        assertTrue(run.json("run.json").get("steps").getAsLong() < 1000);
    }

    @Test
    void checkGradient_printsValueDerivativesAndErrors() {
        PisteProcess.Ended ended =
                PisteProcess.run("check-gradient", "x0^2+x1^2", "--at", "3,4").with(ExitCode.DONE);
        assertSays(ended, "value     25.0", "(6.00000000000378, 7.999999999999119)", "d/dx0", "6.30015e-13");
        assertSays(
                PisteProcess.run("check-gradient", "abs(x) + y^2", "--at", "0,2")
                        .with(ExitCode.DONE),
                "kink",
                "left out");
        assertSays(
                PisteProcess.run("check-gradient", "config/train.conf").with(ExitCode.DONE),
                "2 weights, 272 rows",
                "worst: eruptions",
                "the gradient is right");
        PisteProcess.Ended missing =
                PisteProcess.run("check-gradient", "config/missing.conf").with(ExitCode.USAGE);
        assertTrue(missing.err().contains("config/missing.conf"), missing::err);
    }
}
