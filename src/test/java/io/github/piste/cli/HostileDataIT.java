package io.github.piste.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Stopwatch;
import io.github.piste.Torture;
import io.github.piste.cli.DataFixtures.DataFixture;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data of any kind given to the real program with a small heap: it trains, or says in one line where the fault is. */
@Tag(Torture.TAG)
class HostileDataIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Pattern ROWS =
            Pattern.compile("([\\d,]+) (?:rows )?read = ([\\d,]+) used \\+ ([\\d,]+) skipped");
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path temp;

    private static List<String> small(String command, Path data, String... more) {
        List<String> words = new ArrayList<>(
                List.of(PisteProcess.java().toString(), "-Xmx64m", "-jar", PisteProcess.JAR.toString(), command, "-s"));
        words.add("data.path=\"" + data + "\"");
        words.addAll(Arrays.asList(more));
        return words;
    }

    private static PisteProcess.Ended run(List<String> words) {
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            return process.await(LIMIT);
        }
    }

    private static PisteProcess.Ended dryRun(Path data, String... settings) {
        List<String> words = small("train", data, "--dry-run");
        for (String setting : settings) {
            words.addAll(List.of("-s", setting));
        }
        return run(words);
    }

    private static void assertOneLine(PisteProcess.Ended ended, String... parts) {
        ended.with(ExitCode.DATA);
        assertEquals(1, ended.err().lines().count(), ended::err);
        for (String part : parts) {
            assertTrue(ended.err().contains(part), () -> "no '" + part + "' in: " + ended.err());
        }
    }

    @Test
    void d1ToD7_everyFixture_isReadInFullOrRefusedWithItsPlace(TestInfo test) throws IOException {
        Path file = temp.resolve("data.csv");
        int refused = 0;
        int read = 0;
        long rows = 0;
        List<DataFixture> fixtures = DataFixtures.all();
        for (int i = 0; i < fixtures.size(); i += Torture.times(11, 1)) {
            DataFixture fixture = fixtures.get(i);
            Files.write(file, fixture.content().read());
            List<String> settings = new ArrayList<>(fixture.options());
            if (settings.stream().noneMatch(setting -> setting.startsWith("data.target"))) {
                settings.add("data.target=2");
            }
            PisteProcess.Ended ended = dryRun(file, settings.toArray(String[]::new));
            if (fixture.code() == ExitCode.DATA) {
                assertOneLine(ended, file.toString(), fixture.says());
                refused++;
            } else {
                ended.with(fixture.code());
                assertTrue(ended.out().contains(fixture.says()), () -> fixture + ": " + ended.out());
                rows += assertNoRowIsLost(ended.out());
                read++;
            }
        }
        Torture.seen(
                test,
                "D1 to D7",
                String.format(
                        "%d files: %d refused in one line with its place, %d read (%,d rows = used + skipped);"
                                + " 0 stack traces",
                        refused + read, refused, read, rows));
    }

    private static long assertNoRowIsLost(String report) {
        Matcher matcher = ROWS.matcher(report);
        assertTrue(matcher.find(), report);
        long[] counts = new long[3];
        Arrays.setAll(counts, i -> Long.parseLong(matcher.group(i + 1).replace(",", "")));
        assertEquals(counts[0], counts[1] + counts[2], report);
        return counts[0];
    }

    @ParameterizedTest
    @CsvSource({
        "zeros, 64m, line 1: has a NUL character",
        "digits, 64m, line 1: is longer than 2097152 characters",
        "rows, 64m, the data do not fit into memory",
        "rows, 1g, bytes of gzip unpack to more than",
    })
    void d4_gzipBomb_isRefused(String content, String heap, String says, TestInfo test) throws IOException {
        Path file = temp.resolve("bomb.csv.gz");
        byte[] mega = new byte[MEGABYTE];
        byte[] line = "1,2\n".getBytes(UTF_8);
        for (int i = 0; !content.equals("zeros") && i < mega.length; i++) {
            mega[i] = content.equals("rows") ? line[i % line.length] : (byte) '0';
        }
        int megabytes = Torture.times(100, 1_024);
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < megabytes; i++) {
                gzip.write(mega);
            }
        }
        List<String> words = small("train", file, "--dry-run", "-s", "data.target=2", "-s", "data.delimiter=\",\"");
        words.set(1, "-Xmx" + heap);
        PisteProcess.Ended ended = run(words);
        assertOneLine(ended, says);
        Torture.seen(
                test,
                "D4",
                String.format(
                        "%,d MB of %s in a gzip of %,d kB, at -Xmx%s: refused (%s)",
                        megabytes, content, Files.size(file) >> 10, heap, says));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"auto|7", ",|7", "whitespace|7", ",|\"", "auto|\""})
    void d5_endlessLineFromAPipe_isRefusedAtTheLimit(String delimiter, char letter, TestInfo test) throws Exception {
        Path pipe = pipe("endless");
        long wanted = Torture.times(100, 1_024) * (long) MEGABYTE;
        AtomicLong written = new AtomicLong();
        byte[] mega = new byte[MEGABYTE];
        Arrays.fill(mega, (byte) (letter == '"' ? '7' : letter));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write("a,b c\n1,2 3\n".getBytes(UTF_8));
                out.write(letter);
                for (long left = wanted; left > 0; left -= mega.length) {
                    out.write(mega);
                    written.addAndGet(mega.length);
                }
            } catch (IOException e) {
                // The reader has heard enough.
            }
        });
        PisteProcess.Ended ended = dryRun(pipe, "data.target=2", "data.delimiter=" + delimiter);
        writer.get();
        assertOneLine(ended, "line 3: is longer than 2097152 characters");
        assertTrue(written.get() < 16 * MEGABYTE, () -> "took " + written);
        Torture.seen(
                test,
                "D5",
                String.format(
                        "a line of %,d MB from a pipe, delimiter %s%s, at -Xmx64m: refused with its line; %d MB were taken",
                        wanted / MEGABYTE,
                        delimiter,
                        letter == '"' ? ", in an open quote" : "",
                        written.get() / MEGABYTE));
    }

    @Test
    void d5_endlessLineAtTheEndOfAFile_isRefusedAtTheLimit(TestInfo test) throws IOException {
        Path file = temp.resolve("long.csv");
        byte[] mega = new byte[MEGABYTE];
        Arrays.fill(mega, (byte) '7');
        int megabytes = Torture.times(100, 1_024);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(("a,b\n" + "1,2\n".repeat(MEGABYTE)).getBytes(UTF_8));
            out.write("3,".getBytes(UTF_8));
            for (int i = 0; i < megabytes; i++) {
                out.write(mega);
            }
        }
        PisteProcess.Ended ended = dryRun(file, "data.target=b");
        Files.delete(file);
        assertOneLine(ended, "line 1048578: is longer than 2097152 characters");
        Torture.seen(
                test,
                "D5",
                String.format("a file that ends with a line of %,d MB, at -Xmx64m: refused with its line", megabytes));
    }

    /** Rows of two features and a target, a digit each. */
    private Path writeRows(int rows) throws IOException {
        Path file = temp.resolve("rows.csv");
        SplittableRandom random = new SplittableRandom(3);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write("a,b,y\n".getBytes(UTF_8));
            for (int i = 0; i < rows; i++) {
                int a = random.nextInt(10);
                int b = random.nextInt(10);
                out.write(new byte[] {(byte) ('0' + a), ',', (byte) ('0' + b), ',', (byte) ('0' + (a + b) / 2), '\n'});
            }
        }
        return file;
    }

    private List<String> twoEpochs(Path file, String target) {
        return small(
                "train",
                file,
                "-s",
                "data.target=" + target,
                "-s",
                "train.epochs=2",
                "-s",
                "run.directory=" + temp.resolve("logs"));
    }

    @Test
    void d8_moreTargetsThanASmallHeapHolds_areRefused(TestInfo test) throws IOException {
        int rows = Torture.times(3_000_000, 10_000_000);
        assertOneLine(
                run(twoEpochs(writeRows(rows), "y")),
                "the targets of " + rows + " rows do not fit into memory",
                "-Xmx");
        Torture.seen(
                test, "D8", String.format("%,d rows at -Xmx64m, which does not hold their targets: refused", rows));
    }

    @Test
    void d8_tenMillionRows_areTrainedOnInASmallHeap(TestInfo test) throws IOException {
        int rows = Torture.times(300_000, 10_000_000);
        String heap = Torture.times(64, 512) + "m";
        List<String> words = twoEpochs(writeRows(rows), "y");
        words.set(1, "-Xmx" + heap);
        Stopwatch watch = Stopwatch.createStarted();
        PisteProcess.Ended ended = run(words);
        long seconds = watch.elapsed().toSeconds();
        ended.with(ExitCode.DONE);
        assertEquals(rows, assertNoRowIsLost(ended.out()));
        Torture.seen(
                test,
                "D8",
                String.format(
                        "%,d rows trained on at -Xmx%s in %d s, reading included; no row lost", rows, heap, seconds));
    }

    @Test
    void d8_tenThousandColumns_areReadAndTrainedOn(TestInfo test) throws IOException {
        int columns = Torture.times(2_000, 10_000);
        Path file = temp.resolve("wide.csv");
        SplittableRandom random = new SplittableRandom(3);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            StringBuilder header = new StringBuilder("c0");
            for (int j = 1; j < columns; j++) {
                header.append(",c").append(j);
            }
            out.write(header.append('\n').toString().getBytes(UTF_8));
            for (int i = 0; i < 100; i++) {
                byte[] line = new byte[2 * columns];
                for (int j = 0; j < columns; j++) {
                    line[2 * j] = (byte) ('0' + random.nextInt(10));
                    line[2 * j + 1] = ',';
                }
                line[line.length - 1] = '\n';
                out.write(line);
            }
        }
        List<String> words = twoEpochs(file, "c" + (columns - 1));
        words.set(1, "-Xmx256m");
        Stopwatch watch = Stopwatch.createStarted();
        PisteProcess.Ended ended = run(words);
        long seconds = watch.elapsed().toSeconds();
        ended.with(ExitCode.DONE);
        assertEquals(100, assertNoRowIsLost(ended.out()));
        Torture.seen(
                test,
                "D8",
                String.format("%,d columns trained on at -Xmx256m in %d s, start included", columns, seconds));
    }

    @Test
    void d8_moreCellsThanTheLimit_areRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("wider.csv"), "1" + ",1".repeat(100_000) + "\n");
        assertOneLine(dryRun(file, "data.target=2", "data.delimiter=\",\""), "line 1: has more than 100000 cells");
    }

    @Test
    void d9_pipesStandardInputAndDirectories(TestInfo test) throws Exception {
        String table = "a,b\n" + "1,2\n2,4\n3,7\n".repeat(1_000);
        Path pipe = pipe("pipe");
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, table);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        PisteProcess.Ended ended = dryRun(pipe, "data.target=b").with(ExitCode.DONE);
        writer.get();
        assertEquals(3_000, assertNoRowIsLost(ended.out()));

        Path file = Files.writeString(temp.resolve("in.csv"), table);
        List<String> words = small("train", Path.of("/dev/stdin"), "--dry-run", "-s", "data.target=b");
        try (PisteProcess process =
                PisteProcess.launch(PisteProcess.builder(words).redirectInput(file.toFile()))) {
            assertEquals(
                    3_000,
                    assertNoRowIsLost(process.await(LIMIT).with(ExitCode.DONE).out()));
        }
        List<String> piped = new ArrayList<>(List.of("sh", "-c", "cat '" + file + "' | \"$@\"", "sh"));
        piped.addAll(words);
        assertEquals(3_000, assertNoRowIsLost(run(piped).with(ExitCode.DONE).out()));

        assertOneLine(dryRun(temp, "data.target=b"), temp.toString(), "is a directory");
        assertOneLine(dryRun(Path.of("/dev/null"), "data.target=b"), "the file is empty");
        assertOneLine(dryRun(Path.of("/dev/zero"), "data.target=b"), "line 1: has a NUL character");
        Torture.seen(
                test,
                "D9",
                "a named pipe, standard input as file and as pipe: every row read; a directory, /dev/null, /dev/zero:"
                        + " refused in one line");
    }

    /** The file grows as long as it is read, so that reading cannot end before it has changed. */
    @Test
    void d9_fileThatGrowsWhileRead_isRefused() throws Exception {
        Path file = Files.writeString(temp.resolve("grows.csv"), "a,b\n" + "1,2\n".repeat(500_000));
        List<String> words = small("train", file, "--dry-run", "-s", "data.target=b");
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words));
                OutputStream out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)) {
            while (process.isAlive()) {
                out.write("3,4\n".getBytes(UTF_8));
            }
            PisteProcess.Ended ended = process.await(LIMIT);
            assertOneLine(ended, "the file changed while it was read");
        }
        assertFalse(Files.exists(temp.resolve("logs")));
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        Path pipe = temp.resolve(name);
        boolean made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            made = false;
        }
        assumeTrue(made, "skipped: no mkfifo here");
        return pipe;
    }
}
