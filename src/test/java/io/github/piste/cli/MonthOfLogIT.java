package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.piste.Torture;
import io.github.piste.sink.LogSink;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** F14: the line that a run logs every second, for a month. */
@Tag(Torture.TAG)
class MonthOfLogIT {
    private static final long CAP = 5 * 10L * 1024 * 1024;
    private static final long LONGEST_LINE = 1_000;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void log_ofAMonth_staysInFiveFilesOfTenMegabytes(TestInfo test) throws IOException {
        long seconds = Torture.times(3, 30) * 24L * 3600;
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        RunLog.configure(context, directory);
        Logger log = context.getLogger(LogSink.class);
        long most = 0;
        for (long second = 0; second < seconds; second++) {
            log.info(
                    "{}",
                    LogSink.line(new Scalars(second * 1000, second, second, 1.0 / (second + 3), 0.5, 1e-7 / 3, 0.01)));
            if (second % 50_000 == 0) {
                most = Math.max(most, size());
            }
        }
        context.stop();
        most = Math.max(most, size());
        assertTrue(most <= CAP + 5 * LONGEST_LINE, most + " bytes");
        List<String> last = Files.readAllLines(directory.resolve("train.log"));
        assertTrue(last.get(last.size() - 1).contains("epoch " + (seconds - 1) + " "), last.get(last.size() - 1));
        Torture.seen(
                test,
                "F14",
                "train.log: " + seconds + " lines, one for each second of " + seconds / 86_400 + " days: at most "
                        + most / 1_000_000 + " MB in 5 files");
    }

    private long size() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertTrue(all.size() <= 5, all::toString);
            for (Path file : all) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
