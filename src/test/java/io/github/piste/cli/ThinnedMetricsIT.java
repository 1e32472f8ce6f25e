package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
    private static final int TAIL_BYTES = 1 << 25;

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
        keepRowsBefore(newest, run.file("metrics.csv"));

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

    /** As if the checkpoint were of a record that has no row: so are most of them. */
    private static void keepRowsBefore(long step, Path metrics) throws IOException {
        try (FileChannel file = FileChannel.open(metrics, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long from = Math.max(0, file.size() - TAIL_BYTES);
            ByteBuffer tail = ByteBuffer.allocate((int) (file.size() - from));
            while (tail.hasRemaining()) {
                file.read(tail, from + tail.position());
            }
            int end = tail.capacity();
            String text = StandardCharsets.US_ASCII.decode(tail.flip()).toString();
            int begin = text.lastIndexOf('\n', end - 1);
            while (begin > 0 && !isBefore(step, text.substring(begin + 1, end))) {
                end = begin + 1;
                begin = text.lastIndexOf('\n', begin - 1);
            }
            assertTrue(begin > 0, "no row before step " + step);
            file.truncate(from + end);
        }
    }

    private static boolean isBefore(long step, String line) {
        int comma = line.indexOf(',');
        return comma > 0 && !line.startsWith("#") && Long.parseLong(line.substring(0, comma)) < step;
    }
}
