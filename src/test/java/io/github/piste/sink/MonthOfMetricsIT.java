package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.train.Cadence;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** F14: a thousand records a second for a month. */
@Tag(Torture.TAG)
class MonthOfMetricsIT {
    /** A hundredth of what a real file has before its cadence doubles. */
    private static final int ROWS = MetricsFileSink.ROWS_BEFORE_DOUBLING / 100;

    private static final int LONGEST_ROW = 7 * 25;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void metrics_ofAMonth_growByTheLogarithmOfItsRecords(TestInfo test) throws IOException {
        long seconds = 30L * 24 * 3600;
        long records = seconds * Torture.times(10, 1_000);
        Path file = folder.resolve("metrics.csv");
        MetricsFileSink sink = MetricsFileSink.create(file, new Cadence.Epochs(1), false, ROWS);
        Scalars[] some = new Scalars[1000];
        Arrays.setAll(
                some,
                k -> new Scalars(
                        records - k, records - k, k * 1e-3, 1.0 / (k + 3), Math.sqrt(k + 3), 1.0 / (k + 7), 1e-3 / 3));
        for (long k = 0; k < records; k++) {
            sink.accept(some[(int) (k % some.length)], 0);
        }
        sink.close();
        long rows = MetricsTail.whole(file).rows();
        double doublings = Math.log((double) records / ROWS) / Math.log(2);
        assertTrue(rows >= ROWS * (doublings - 1) && rows <= ROWS * (doublings + 2), rows + " rows");
        long bytes = Files.size(file);
        assertTrue(bytes <= rows * LONGEST_ROW, bytes + " bytes");
        assertEquals(rows / ROWS, notes(file));
        Torture.seen(
                test,
                "F14",
                "metrics.csv: " + records + " records of a simulated month at a hundredth of the real threshold: "
                        + rows + " rows, " + bytes / 1_000_000 + " MB");
    }

    private static long notes(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("# from here on")).count();
        }
    }
}
