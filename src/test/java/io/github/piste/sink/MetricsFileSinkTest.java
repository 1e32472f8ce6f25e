package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.files.WatchedFiles;
import io.github.piste.queue.TaskQueue;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileSinkTest {
    private static final Cadence EPOCH = new Cadence.Epochs(1);
    private static final String HEADER = MetricsRow.HEADER.strip();

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("metrics.csv");
    }

    private static Scalars record(long step) {
        return new Scalars(step, step, 0.5, 0.1 + step, Double.NaN, 0.25, 0.01);
    }

    private List<String> lines() throws IOException {
        String text = Files.readString(file());
        assertTrue(text.isEmpty() || text.endsWith("\n"), "whole lines only: " + text);
        return text.lines().toList();
    }

    private List<String> firstCells() throws IOException {
        return lines().stream().map(line -> line.replaceAll(",.*", "")).toList();
    }

    @Test
    void rows_haveFullPrecision_andEmptyCellsForWhatDoesNotExist() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        assertEquals(List.of(HEADER), lines(), "a reader finds the header at once");
        sink.accept(new Scalars(0, 0, 0.001, 1.0 / 3, Double.NaN, Double.NaN, 1e-300), 0);
        sink.accept(new Scalars(3_000_000_000L, 2.5, 1e9, 1e16, 4.9e-324, Double.POSITIVE_INFINITY, 0.1), 0);
        sink.flush();
        assertEquals(
                List.of(
                        HEADER,
                        "0,0,0.001,0.3333333333333333,,,1.0E-300",
                        "3000000000,2.5,1000000000,1.0E16,4.9E-324,Infinity,0.1"),
                lines());
        for (String line : lines()) {
            assertEquals(7, line.split(",", -1).length);
        }
        assertEquals("metrics", sink.name());
        assertEquals(EPOCH, sink.cadence());
        assertEquals(Optional.empty(), sink.degraded());
        sink.close();
    }

    @Test
    void everyNumber_isReadBackToTheBit() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        double[] values = {Math.PI, -1e-17, 123456789.125, 1e15, -1e15 + 1, 2.2250738585072014E-308, 1 / 49.0};
        for (int i = 0; i < values.length; i++) {
            sink.accept(new Scalars(i, 0, 0, values[i], 0, 0, 0), 0);
        }
        sink.close();
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], Double.parseDouble(lines().get(i + 1).split(",", -1)[3]));
        }
    }

    @Test
    void lostRecords_areNotedAtTheirPlace() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        sink.accept(record(0), 0);
        sink.accept(record(6), 5);
        sink.accept(record(7), 0);
        sink.close();
        assertEquals(List.of("step", "0", "# 5 records are missing here", "6", "7"), firstCells());
    }

    @Test
    void cadence_doublesAfterSoManyRows_andTheFileSaysSo() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false, 4);
        for (int step = 0; step < 30; step++) {
            sink.accept(record(step), 0);
        }
        sink.close();
        assertEquals(
                List.of(
                        "step",
                        "0",
                        "1",
                        "2",
                        "3",
                        "# from here on only one of 2 records is written",
                        "4",
                        "6",
                        "8",
                        "10",
                        "# from here on only one of 4 records is written",
                        "12",
                        "16",
                        "20",
                        "24",
                        "# from here on only one of 8 records is written"),
                firstCells());
    }

    @Test
    void resume_removesRowsAfterTheStep_andATornLastLine() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        for (int step = 0; step <= 9; step++) {
            sink.accept(record(step), step == 5 ? 2 : 0);
        }
        sink.close();
        String whole = Files.readString(file());
        Files.writeString(file(), whole.substring(0, whole.length() - 4));
        assertEquals(8, MetricsFileSink.lastStep(file()), "the torn row does not count");

        MetricsFileSink resumed = MetricsFileSink.resume(file(), EPOCH, false, 7);
        assertEquals(
                List.of("step", "0", "1", "2", "3", "4", "# 2 records are missing here", "5", "6", "7"), firstCells());
        resumed.accept(record(8), 0);
        resumed.close();
        assertEquals("8", firstCells().get(10));
        assertEquals(8, MetricsFileSink.lastStep(file()));
    }

    @Test
    void resume_atEveryLengthOfAKilledFile_givesWholeLines() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        for (int step = 0; step <= 4; step++) {
            sink.accept(record(step), step == 2 ? 1 : 0);
        }
        sink.close();
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            long last = MetricsFileSink.lastStep(file());
            MetricsFileSink resumed = MetricsFileSink.resume(file(), EPOCH, false, 3);
            resumed.accept(record(10), 0);
            resumed.close();
            List<String> cells = firstCells();
            assertEquals("step", cells.get(0), "cut to " + length);
            assertEquals("10", cells.get(cells.size() - 1));
            assertEquals(
                    Math.min(last, 3) + 1,
                    cells.stream().filter(c -> !c.startsWith("#")).count() - 2);
            for (String line : lines()) {
                assertTrue(line.startsWith("#") || line.split(",", -1).length == 7, line);
            }
        }
    }

    @Test
    void stopAtAMomentThatHasItsRow_addsNone_alsoAfterAResume() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        sink.accept(record(0), 0);
        sink.accept(record(1), 0);
        sink.accept(record(1), 0);
        sink.close();
        MetricsFileSink resumed = MetricsFileSink.resume(file(), EPOCH, false, 1);
        resumed.accept(record(1), 0);
        resumed.accept(record(2), 0);
        resumed.close();
        assertEquals(List.of("step", "0", "1", "2"), firstCells());
    }

    @Test
    void resume_withoutAFile_beginsOne() throws IOException {
        assertEquals(-1, MetricsFileSink.lastStep(file()));
        MetricsFileSink.resume(file(), EPOCH, true, 5).close();
        assertEquals(List.of(HEADER), lines());
        assertEquals(-1, MetricsFileSink.lastStep(file()));
    }

    @Test
    void create_replacesWhatWasThere_andNeedsItsFolder() throws IOException {
        Files.writeString(file(), "x".repeat(1000) + "\n");
        MetricsFileSink.create(file(), EPOCH, true).close();
        assertEquals(List.of(HEADER), lines());
        Path nowhere = folder.resolve("none").resolve("metrics.csv");
        assertThrows(IOException.class, () -> MetricsFileSink.create(nowhere, EPOCH, true));
    }

    @Test
    void fullDisk_isReported_andTheFileSaysWhatIsMissing_onceThereIsRoom() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "skipped: no " + full + " on this system");
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        sink.accept(record(0), 0);
        sink.flush();

        // The interrupt closes the file; while it is opened again another one is in its place, on a full disk.
        sink.accept(record(1), 0);
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, sink::flush);
        assertTrue(Thread.interrupted());
        Path aside = folder.resolve("aside.csv");
        Files.move(file(), aside);
        Files.createSymbolicLink(file(), full);
        for (int step = 2; step <= 4; step++) {
            sink.accept(record(step), 0);
        }
        IOException e = assertThrows(IOException.class, sink::flush);
        String degraded = sink.degraded().orElseThrow();
        assertTrue(degraded.startsWith("4 rows could not be written: "), degraded);
        assertTrue(degraded.endsWith(String.valueOf(e.getMessage())), degraded);
        sink.flush(); // nothing to write: nothing happens
        sink.accept(record(5), 0);
        assertThrows(IOException.class, sink::flush);

        Files.delete(file());
        Files.move(aside, file());
        Thread.currentThread().interrupt();
        sink.accept(record(6), 0);
        assertThrows(IOException.class, sink::flush);
        assertTrue(Thread.interrupted());
        sink.accept(record(7), 0);
        sink.close();
        assertEquals(List.of("step", "0", "# 6 records are missing here", "7"), firstCells());
        assertTrue(sink.degraded().orElseThrow().startsWith("6 rows "), sink.degraded()::toString);
    }

    /** A disk that fills up takes the beginning of a write; the file ends with a whole line all the same. */
    @Test
    void writeThatIsTornByAFullDisk_leavesWholeLines_andTheEndSaysWhatIsMissing() throws IOException {
        AtomicInteger writes = new AtomicInteger();
        Path watched = WatchedFiles.watched(file(), operation -> {
            if (operation.kind() == WatchedFiles.Kind.WRITE && writes.incrementAndGet() == 3) {
                byte[] part = Arrays.copyOf(operation.bytes(), operation.bytes().length / 2);
                Files.write(file(), part, StandardOpenOption.APPEND);
                throw new IOException("No space left on device");
            }
        });
        MetricsFileSink sink = MetricsFileSink.create(watched, EPOCH, false);
        sink.accept(record(0), 0);
        sink.flush();
        sink.accept(record(1), 0);
        sink.accept(record(2), 0);
        assertThrows(IOException.class, sink::flush);
        assertEquals(List.of("step", "0"), firstCells());
        sink.close();
        assertEquals(List.of("step", "0", "# 2 records are missing here"), firstCells());
    }

    @Test
    void recordsPerRow_isOneUntilTheFileThinsItself() throws IOException {
        assertEquals(1, MetricsFileSink.recordsPerRow(file()));
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        sink.accept(record(0), 0);
        sink.close();
        assertEquals(1, MetricsFileSink.recordsPerRow(file()));
        Files.writeString(file(), HEADER + "\n" + "1,1,,,,,\n".repeat(2 * MetricsFileSink.ROWS_BEFORE_DOUBLING));
        assertEquals(4, MetricsFileSink.recordsPerRow(file()));
    }

    @Test
    void close_writesWhatIsWaiting_andEndsTheFile() throws IOException {
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        sink.accept(record(0), 0);
        sink.close();
        assertEquals(List.of("step", "0"), firstCells());
    }

    @Test
    void aRunThroughTheDispatcher_hasOneRowAnEpoch() throws IOException {
        Control control = new Control();
        SinkDispatcher dispatcher =
                new SinkDispatcher(TaskQueue.builder("metrics").start(), control, Duration.ofSeconds(20));
        MetricsFileSink sink = MetricsFileSink.create(file(), EPOCH, false);
        dispatcher.add(sink);
        Descents.trainer(12, dispatcher, control).run();
        dispatcher.close();
        assertEquals(14, lines().size());
        assertEquals(240, MetricsFileSink.lastStep(file()));
    }
}
