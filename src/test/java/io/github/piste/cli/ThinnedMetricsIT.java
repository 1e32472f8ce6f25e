package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** F14: a run whose metrics have become too many for a row each goes on from its newest checkpoint like any other. */
@Tag(Torture.TAG)
class ThinnedMetricsIT {
    @TempDir
    private Path temp;

    @Test
    void resume_afterAMillionRows_continuesFromTheNewestCheckpoint(TestInfo test) throws IOException {
        Path logs = temp.resolve("logs");
        RunFiles run;
        try (PisteProcess process = PisteProcess.start(SyntheticJob.in(
                logs,
                "batch",
                "data.synthetic.rows=20",
                "data.synthetic.features=1",
                "data.synthetic.condition=1",
                "data.validation=0",
                "train.epochs=1000000000",
                "train.learning-rate=1e-12",
                "observe.plots.enabled=false",
                "observe.metrics.overflow=block",
                "observe.checkpoint.every=300ms"))) {
            await().atMost(Duration.ofSeconds(80)).until(() -> !process.isAlive() || newest(logs) > 1_050_000);
            assertTrue(process.isAlive(), process::errSoFar);
            process.signal("KILL");
            process.await();
            run = RunFiles.onlyOf(logs);
        }
        long newest = newest(logs);
        keepRowsUpTo(newest, run.file("metrics.csv"));

        PisteProcess.Ended ended = PisteProcess.run(
                        "train", "--resume", run.path().toString(), "-s", "train.stop.time-limit=1ms")
                .with(ExitCode.DONE);
        assertTrue(ended.out().contains(String.format(Locale.ROOT, "continues from step %,d", newest)), ended::out);
        Torture.seen(test, "F14", "resume of a run with more than a million rows: from its newest checkpoint");
    }

    private static long newest(Path logs) throws IOException {
        long newest = -1;
        for (Path run : RunFiles.runsOf(logs)) {
            for (long step : new RunFiles(run).checkpointSteps()) {
                newest = Math.max(newest, step);
            }
        }
        return newest;
    }

    /** As if the process had been killed right after the checkpoint, whose own record has a row or, like every other, none. */
    private static void keepRowsUpTo(long step, Path metrics) throws IOException {
        long end = 0;
        try (BufferedReader rows = Files.newBufferedReader(metrics, StandardCharsets.US_ASCII)) {
            String row = rows.readLine();
            while (row != null && isUpTo(step, row)) {
                end += row.length() + 1;
                row = rows.readLine();
            }
        }
        assertTrue(end > 0, "no row up to step " + step);
        try (FileChannel file = FileChannel.open(metrics, StandardOpenOption.WRITE)) {
            file.truncate(end);
        }
    }

    /** Whether a line does not stand behind the row of a step; the header and remarks do not. */
    private static boolean isUpTo(long step, String line) {
        return !Character.isDigit(line.charAt(0)) || Long.parseLong(line.substring(0, line.indexOf(','))) <= step;
    }
}
