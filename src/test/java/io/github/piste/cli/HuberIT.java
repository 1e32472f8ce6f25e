package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Huber loss and a weight column from the command line. */
class HuberIT {
    @TempDir
    private Path temp;

    /** The line {@code t = 4 u + 1} with errors of 0.1 or -0.1; every eighth row is grossly wrong. */
    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("u,trust,t\n");
        for (int i = 0; i < 80; i++) {
            boolean wrong = i % 8 == 3;
            double t = 4 * i + 1 + (i % 2 == 0 ? 0.1 : -0.1) + (wrong ? 50 * i : 0);
            text.append(i)
                    .append(',')
                    .append(wrong ? 0 : 1)
                    .append(',')
                    .append(t)
                    .append('\n');
        }
        return Files.writeString(temp.resolve("wrong.csv"), text);
    }

    private RunFiles train(String name, String... settings) throws IOException {
        Path folder = temp.resolve(name);
        String[] fixed = {
            "train",
            "-s",
            "data.path=" + table(),
            "-s",
            "data.target=t",
            "-s",
            "run.directory=" + folder,
            "-s",
            "data.features=[u]"
        };
        String[] words = Arrays.copyOf(fixed, fixed.length + 2 * settings.length);
        for (int i = 0; i < settings.length; i++) {
            words[fixed.length + 2 * i] = "-s";
            words[fixed.length + 2 * i + 1] = settings[i];
        }
        PisteProcess.run(words).with(ExitCode.DONE);
        return RunFiles.onlyOf(folder);
    }

    private static double slope(RunFiles run) {
        JsonObject model = run.json("model.json");
        return model.getAsJsonObject("coefficients").get("u").getAsDouble();
    }

    @Test
    void grossErrors_areOutvoted_byTheLossOrByWeights() throws IOException {
        RunFiles huber = train("huber", "model.loss=huber", "model.huber-delta=1");
        assertEquals(4, slope(huber), 0.05);
        assertTrue(Files.exists(huber.file("plots/path.png")), "the path is drawn, without contours");
        assertTrue(Files.readString(huber.file("config.conf")).contains("huber"));

        assertEquals(4, slope(train("weights", "data.weight=trust")), 0.001);
        assertTrue(slope(train("squared")) > 6);
    }

    @Test
    void killedRun_continuesToTheSameBits() throws IOException {
        String[] settings = {
            "model.loss=huber", "model.huber-delta=0.05", "train.epochs=1500", "observe.plots.enabled=false"
        };
        PisteProcess.run(SyntheticJob.in(temp.resolve("whole"), "stochastic", settings))
                .with(ExitCode.DONE);
        Path folder = temp.resolve("broken");
        RunFiles run;
        try (PisteProcess first = PisteProcess.start(SyntheticJob.in(folder, "stochastic", settings))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(folder).size() == 1);
            run = RunFiles.onlyOf(folder);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !run.checkpointSteps().isEmpty());
            first.signal("KILL");
            first.await().with(137);
        }
        PisteProcess.run("train", "--resume", run.path().toString()).with(ExitCode.DONE);
        assertEquals(RunFiles.onlyOf(temp.resolve("whole")).modelBits(), run.modelBits());
    }
}
