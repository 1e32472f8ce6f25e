package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Output that nobody takes: the training goes on. */
@Tag(Torture.TAG)
class StandardOutputIT {
    @TempDir
    private Path temp;

    private String[] job(String... more) {
        List<String> words = new ArrayList<>(
                List.of("train", "config/train.conf", "-s", "run.directory=" + temp.resolve("logs"), "--pace", "2ms"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void readerThatLeavesAfterTheFirstLine_changesNothing(TestInfo test) throws Exception {
        Process process = PisteProcess.bare(PisteProcess.command(job()));
        try {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertNotNull(reader.readLine());
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(ExitCode.DONE, process.exitValue());
            assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
        assertFinished(test, "the reader leaves after the first line");
    }

    @Test
    void outputThatIsClosed_changesNothing(TestInfo test) {
        shell("exec \"$@\" >&-").with(ExitCode.DONE);
        assertFinished(test, "stdout closed");
    }

    @Test
    void outputThatIsFull_changesNothing(TestInfo test) {
        shell("exec \"$@\" >/dev/full").with(ExitCode.DONE);
        assertFinished(test, "stdout full");
    }

    /** The pipe is full before the first word, and nobody will ever read it. */
    @Test
    void pipeThatNobodyReads_doesNotHoldUpTheTraining(TestInfo test) {
        String fifo = temp.resolve("pipe").toString();
        shell("mkfifo '" + fifo + "'; exec 3<>'" + fifo + "';"
                        + " dd if=/dev/zero bs=4096 count=16 oflag=nonblock >&3 2>/dev/null; exec \"$@\" >'" + fifo
                        + "'")
                .with(ExitCode.DONE);
        assertFinished(test, "a full pipe that nobody reads");
    }

    private PisteProcess.Ended shell(String script) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        words.addAll(PisteProcess.command(job()));
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            return process.await();
        }
    }

    private void assertFinished(TestInfo test, String what) {
        RunFiles run = RunFiles.onlyOf(temp.resolve("logs"));
        assertEquals("FINISHED", run.state());
        long steps = run.json("run.json").get("steps").getAsLong();
        assertEquals(600, steps);
        Torture.seen(test, "P9", what + ": all " + steps + " steps made, exit 0");
        assertEquals(602, run.metrics().size());
    }

    @Test
    void colours_areNeverSentToWhatIsNoTerminal() throws IOException {
        for (String variable : List.of("FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR")) {
            ProcessBuilder builder = PisteProcess.builder(PisteProcess.command("train", "--help"));
            builder.environment().put("NO_COLOR", "1");
            builder.environment().put(variable, "1");
            try (PisteProcess process = PisteProcess.launch(builder)) {
                assertEquals(-1, process.await().with(ExitCode.DONE).out().indexOf('\u001b'));
            }
        }
    }
}
