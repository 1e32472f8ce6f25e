package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** P7: a machine without a display whose font folders are empty. */
@Tag(Torture.TAG)
class NoFontsIT {
    /** Empties the folders for what is run after it, and for nobody else. */
    private static final String EMPTIED = "for folder in /usr/share/fonts /usr/local/share/fonts \"$HOME/.fonts\""
            + " \"$HOME/.local/share/fonts\" \"$0/lib/fonts\"; do"
            + " if [ -d \"$folder\" ]; then mount -t tmpfs none \"$folder\" || exit 99; fi; done; exec \"$@\"";

    @TempDir
    private Path temp;

    private static List<String> withoutFonts(List<String> command) {
        List<String> words =
                new ArrayList<>(List.of("unshare", "-m", "sh", "-c", EMPTIED, System.getProperty("java.home")));
        words.addAll(command);
        return words;
    }

    @Test
    void noFonts_pictureIsOffWithOneMessage_runSucceedsWithCode5(TestInfo test) throws Exception {
        try {
            assumeTrue(
                    new ProcessBuilder(withoutFonts(List.of("true"))).start().waitFor() == 0,
                    "skipped: this system lets nobody mount an empty folder over the fonts");
        } catch (IOException e) {
            assumeTrue(false, "skipped: unshare is not installed");
        }
        Path logs = temp.resolve("logs");
        ProcessBuilder builder = PisteProcess.builder(withoutFonts(PisteProcess.command(
                "train", "config/train.conf", "-s", "run.directory=" + logs, "-s", "observe.plots.every=20ms")));
        builder.environment().remove("DISPLAY");
        PisteProcess.Ended ended;
        try (PisteProcess process = PisteProcess.launch(builder)) {
            ended = process.await().with(ExitCode.DEGRADED);
        }
        List<String> said = ended.err()
                .lines()
                .filter(line -> line.contains("plots are off"))
                .toList();
        assertEquals(1, said.size(), ended::err);
        assertTrue(said.get(0).contains("install fonts"), ended::err);
        assertTrue(ended.out().contains("degraded   plots: plots are off"), ended::out);
        assertTrue(ended.out().contains("waiting = 33.4744 + 10.7296 eruptions"), ended::out);
        RunFiles run = RunFiles.onlyOf(logs);
        assertFalse(Files.exists(run.file("plots/loss.png")));
        assertTrue(run.json("run.json").getAsJsonArray("degraded").toString().contains("plots are off"));
        assertTrue(Files.size(run.file("index.html")) > 0 && Files.size(run.file("history.bin")) > 0);
        Torture.seen(test, "P7", "font folders empty, no display: exit 5, one message, model as ever");
    }
}
