package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of model, stopped in the middle and resumed, ends where an uninterrupted run ends, to the bit. */
class ModelKindsIT {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({
        "logistic, stochastic, 300, 1e-3, 1ms",
        "softmax, batch, 3000, auto, 50ms",
        "wave, mini-batch, 300, auto, 1ms",
        "network, batch, 3000, 1e-3, 1ms",
    })
    void run_stoppedAndResumed_endsAsIfNothingHadHappened(
            String name, String mode, String epochs, String rate, String pace) throws IOException {
        PisteProcess.run(words(name, "whole", mode, epochs, rate)).with(ExitCode.DONE);
        RunFiles whole = RunFiles.onlyOf(temp.resolve("whole"));

        Path folder = temp.resolve("broken");
        List<String> slow = new ArrayList<>(List.of(words(name, "broken", mode, epochs, rate)));
        slow.add("--pace");
        slow.add(pace);
        RunFiles run;
        try (PisteProcess first = PisteProcess.start(slow.toArray(String[]::new))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(folder).size() == 1);
            run = RunFiles.onlyOf(folder);
            RunFiles begun = run;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !begun.checkpointSteps().isEmpty());
            first.signal("TERM");
            first.await().with(ExitCode.TERMINATED);
        }
        assertEquals("STOPPED", run.state());
        PisteProcess.run("train", "--resume", run.path().toString()).with(ExitCode.DONE);

        assertEquals(whole.state(), run.state());
        assertEquals(whole.model(), run.model());
        JsonObject json = run.json("run.json");
        assertEquals(whole.json("run.json").get("loss"), json.get("loss"));
        assertTrue(json.get("steps").getAsLong() > 0);
    }

    private String[] words(String name, String folder, String mode, String epochs, String rate) {
        return new String[] {
            "train",
            "config/" + name + ".conf",
            "-s",
            "run.directory=" + temp.resolve(folder),
            "-s",
            "train.mode=" + mode,
            "-s",
            "train.epochs=" + epochs,
            "-s",
            "train.learning-rate=" + rate,
            "-s",
            "observe.checkpoint.every=100ms",
        };
    }
}
