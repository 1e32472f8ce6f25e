package io.github.piste.data;

import static io.github.piste.data.Fixture.csv;
import static io.github.piste.data.Fixture.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of large tables of plain numbers gives what the general reader gives, or nothing. */
class NumericTableTest {
    private static final PieceSize SMALL = new PieceSize(3, 64, 0);
    private static final PieceSize MEDIUM = new PieceSize(2, 4096, 0);

    private static final List<MissingPolicy> MISSING = List.of(MissingPolicy.values());
    private static final List<HeaderRule> HEADERS = List.of(HeaderRule.values());

    @TempDir
    Path folder;

    /** Everything that loading gives, bit by bit, or its error. */
    private static String outcome(CsvOptions options, PieceSize size) {
        try {
            LoadedData loaded = new CsvSource(options, size).load();
            Dataset data = loaded.dataset();
            return String.join(
                    "\n",
                    data.fingerprint(),
                    data.toString(),
                    Arrays.hashCode(data.x()) + " " + Arrays.hashCode(data.y()) + " " + data.x().length,
                    data.weights() == null ? "no weights" : "weights " + Arrays.hashCode(data.weights()),
                    loaded.rowsRead() + " " + loaded.rowsUsed() + " " + loaded.rowsSkipped(),
                    loaded.imputedCells() + " " + loaded.headerUsed() + " " + loaded.delimiter(),
                    loaded.columnsLeftOut() + " " + loaded.categories() + " " + loaded.source());
        } catch (DataException e) {
            return "error: " + e.getMessage();
        }
    }

    /** What the reader of numbers alone gives; null if it gives up. */
    private static @Nullable LoadedData numbers(CsvOptions options, PieceSize size, LongConsumer progress) {
        try (CsvRows rows = CsvRows.open(options)) {
            RowCollector collected = new RowCollector(rows, options);
            collected.begin();
            return new NumericTable(rows, collected, size, progress, DataCache.NONE).load();
        }
    }

    private static boolean isPlain(CsvOptions options, PieceSize size) {
        try {
            return numbers(options, size, bytes -> {}) != null;
        } catch (DataException e) {
            return false;
        }
    }

    private static void assertSame(CsvOptions options, PieceSize size, String what) {
        assertEquals(outcome(options, PieceSize.never()), outcome(options, size), what);
    }

    private static String number(Random random) {
        return switch (random.nextInt(18)) {
            case 0 -> Integer.toString(random.nextInt(2000) - 1000);
            case 1 -> Long.toString(random.nextLong());
            case 2 -> Long.toUnsignedString(random.nextLong()) + random.nextInt(100);
            case 3 -> "+" + random.nextInt(50) + ".";
            case 4 -> "-." + random.nextInt(1_000_000);
            case 5 -> "0.000" + random.nextInt(1000) + Long.toUnsignedString(random.nextLong());
            case 6 -> random.nextInt(10) + "." + (random.nextLong() >>> 1) + (random.nextLong() >>> 1);
            case 7 -> String.format("%.18e", random.nextGaussian());
            case 8 -> random.nextInt(100) + (random.nextBoolean() ? "e" : "E+") + random.nextInt(200);
            case 9 -> random.nextGaussian() + "e-" + random.nextInt(300);
            case 10 -> "00" + random.nextInt(100) + ".50";
            case 11 -> random.nextBoolean() ? "-0" : "-0.0";
            case 12 -> "-12345678".substring(random.nextInt(2)) + "." + "87654321".substring(random.nextInt(8));
            case 15 ->
                (random.nextBoolean() ? "-" : "") + "12345678".substring(random.nextInt(8)) + "."
                        + "87654321".substring(random.nextInt(8));
            case 13 -> Float.toString(random.nextFloat());
            case 14 -> random.nextInt(10_000_000) / 100.0 + (random.nextBoolean() ? "e" : "E-") + random.nextInt(9);
            default -> Double.toString(random.nextGaussian());
        };
    }

    /** A table of one style: some plain, some with what is rarer. */
    private static String table(Random random, char delimiter) {
        int columns = 2 + random.nextInt(6);
        int rows = 1 + random.nextInt(60);
        String lineEnd = random.nextInt(3) == 0 ? "\r\n" : "\n";
        boolean padded = random.nextInt(4) == 0;
        int dates = random.nextInt(4) == 0 ? random.nextInt(columns) : -1;
        StringBuilder out = new StringBuilder(random.nextInt(6) == 0 ? "\uFEFF" : "");
        out.append(random.nextInt(6) == 0 ? "a remark" + lineEnd : "");
        if (random.nextBoolean()) {
            for (int j = 0; j < columns; j++) {
                out.append(j == 0 ? "" : delimiter).append(random.nextInt(5) == 0 ? "\"col " + j + "\"" : "c" + j);
            }
            out.append(lineEnd);
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out.append(j == 0 ? "" : delimiter);
                String cell = j == dates ? "2011-01-" + (10 + i % 20) : number(random);
                out.append(padded ? " ".repeat(random.nextInt(3)) + cell + " ".repeat(random.nextInt(2)) : cell);
            }
            out.append(i < rows - 1 || random.nextBoolean() ? lineEnd : "");
        }
        return out.append(random.nextInt(5) == 0 ? lineEnd.repeat(random.nextInt(4)) : "")
                .toString();
    }

    private static CsvOptions options(Path file, Random random, char delimiter) {
        CsvOptions options = CsvOptions.of(file)
                .withMissing(MISSING.get(random.nextInt(3)))
                .withHeader(HEADERS.get(random.nextInt(4) == 0 ? random.nextInt(3) : 0))
                .withSkipLines(random.nextInt(4) == 0 ? 1 : 0);
        options = random.nextBoolean() ? options.withDelimiter(Delimiter.of(delimiter)) : options;
        options = random.nextInt(3) == 0 ? options.withTarget("1") : options;
        options = random.nextInt(5) == 0 ? options.withFeatures(List.of("2")) : options;
        return random.nextInt(8) == 0 ? options.withWeight("2") : options;
    }

    @Test
    void load_generatedTables_isTheGeneralReadersResultOrError() {
        Random random = new Random(5);
        int plain = 0;
        for (int i = 0; i < 1_500; i++) {
            char delimiter = ",;\t|, ".charAt(random.nextInt(6));
            String table = table(random, delimiter);
            CsvOptions options = options(write(folder, table.getBytes(UTF_8)), random, delimiter);
            PieceSize size = new PieceSize(1 + i % 4, 100 << random.nextInt(5), 0);
            assertSame(options, size, options + "\n" + table);
            plain += isPlain(options, size) ? 1 : 0;
        }
        int count = plain;
        assertTrue(count > 500, () -> "only " + count + " were plain");
    }

    @Test
    void load_damagedTables_isTheGeneralReadersResultOrError() {
        byte[] pieces = "0123456789,;\t \"\r\n.-+eENA\0xd".getBytes(UTF_8);
        Random random = new Random(6);
        int plain = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = table(random, ',').getBytes(UTF_8);
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(bytes.length);
                byte piece = random.nextInt(10) == 0 ? (byte) random.nextInt() : pieces[random.nextInt(pieces.length)];
                switch (random.nextInt(4)) {
                    case 0 -> bytes[at] = piece;
                    case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                    case 2 -> {
                        System.arraycopy(bytes, at, bytes, at + 1, bytes.length - at - 1);
                        bytes[at] = piece;
                    }
                    default -> System.arraycopy(bytes, at, bytes, at / 2, bytes.length - at);
                }
            }
            CsvOptions options = options(write(folder, bytes), random, ',');
            PieceSize size = new PieceSize(1 + i % 3, 100 << random.nextInt(5), 0);
            assertSame(options, size, options + "\n" + new String(bytes, UTF_8));
            plain += isPlain(options, size) ? 1 : 0;
        }
        int count = plain;
        assertTrue(count > 150, () -> "only " + count + " were plain");
    }

    @Test
    void load_realFiles_isTheGeneralReadersResultOrError() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(TestData.path("README.md").resolveSibling(""))) {
            all.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
        int plain = 0;
        for (Path file : files) {
            for (MissingPolicy missing : MissingPolicy.values()) {
                CsvOptions options = CsvOptions.of(file).withMissing(missing);
                assertSame(options, MEDIUM, file.toString());
                assertSame(options, PieceSize.standard(), file.toString());
                try {
                    plain += isPlain(options, MEDIUM) ? 1 : 0;
                } catch (DataException e) {
                    assertFalse(e.getMessage().isEmpty());
                }
            }
        }
        int count = plain;
        assertTrue(count >= 3 * 8, () -> "only " + count + " were plain");
    }

    @Test
    void load_numbersPlainEnough_doesNotNeedTheGeneralReader() {
        for (String table : List.of(
                "1,2\n3,4\n",
                "a,b\r\n1,2\r\n3,4",
                "\uFEFFa,b\n1, 2\n 3 ,4\n\n\r\n",
                "\n\n\"x y\";b\n1;2\n-3.5e-3;.5\n",
                "id\tb\tc\nq 1\t2\t4\nq\t-5.\t6\n")) {
            assertNotNull(numbers(csv(folder, table), SMALL, bytes -> {}), table);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,\n",
                "1,2\n3,NA\n",
                "1,2\n\n3,4\n",
                "1,2\n3,\"4\"\n",
                "1,2\n3,4\r5,6\n",
                "1,2\n3,4\r\r\n",
                "1,2\n3,4\r",
                "1,2\n3,4,5\n",
                "1,2\n3\n",
                "1,2\n3,4 5\n",
                "1,2\n3,1e999\n",
                "1,2\n3,0x1\n",
                "1,2\n3,-.\n",
                "1,2\n3,-\n",
                "1,2\n3,--5.25\n",
                "1,2\n3,-.e5\n",
                "1,2\n3,-1234567-.5\n",
                "1,2\n3,4d\n",
                "1 2\n3 4\n",
                "a,b\n1,x\n2,y\n",
                "1,2\n3,4\n \n",
                "1,2\n\u00e9,4\n",
                "1,2\n3,4\0\n",
                "1,2\n3,\u0661\n"
            })
    void load_anythingElse_isLeftToTheGeneralReader(String table) {
        assertFalse(isPlain(csv(folder, table), SMALL));
        assertSame(csv(folder, table), SMALL, table);
    }

    @Test
    void load_lineLongerThanAPiece_isLeftToTheGeneralReader() {
        String table = "1,2\n" + "3," + "0".repeat(300) + "4\n" + "5,6\n".repeat(100);
        assertFalse(isPlain(csv(folder, table), SMALL));
        assertTrue(isPlain(csv(folder, table), MEDIUM));
        assertSame(csv(folder, table), SMALL, table);
    }

    @Test
    void load_oneBadCellAtTheEnd_isNamedAsAlways() {
        String table = "a,b\n" + "1,2\n".repeat(50_000) + "3,x\n";
        assertEquals(
                folder.resolve("data.csv") + ": line 50002, column 2 ('b'): found 'x', expected a plain decimal number"
                        + " such as -1.5 or 2e-3",
                outcome(csv(folder, table), MEDIUM).substring("error: ".length()));
    }

    @Test
    void load_packedOrSmallFile_isLeftToTheGeneralReader() {
        CsvOptions options = csv(folder, "1,2\n3,4\n");
        assertNull(numbers(options, new PieceSize(1, 64, 9), bytes -> {}));
        assertNotNull(numbers(options, new PieceSize(1, 64, 8), bytes -> {}));
    }

    @Test
    void d9_fileThatChangesWhileRead_isRefused() {
        CsvOptions options = csv(folder, "a,b\n" + "1,2\n".repeat(100_000));
        for (int at : new int[] {1, 20, 120, 180}) {
            for (boolean cut : new boolean[] {false, true}) {
                write(folder, ("a,b\n" + "1,2\n".repeat(100_000)).getBytes(UTF_8));
                int[] calls = new int[1];
                CsvSource source = new CsvSource(options, new PieceSize(1, 4096, 0));
                DataException e = assertThrows(
                        DataException.class,
                        () -> source.load(bytes -> {
                            if (++calls[0] == at) {
                                change(options.path(), cut);
                            }
                        }));
                assertTrue(
                        e.getMessage().contains("the file changed while it was read (400004 bytes before"),
                        e::getMessage);
            }
        }
    }

    private static void change(Path file, boolean cut) {
        try {
            if (cut) {
                Files.write(file, "a,b\n1,2\n".getBytes(UTF_8));
            } else {
                Files.write(file, "5,6\n".getBytes(UTF_8), StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void load_progress_growsToTheSizeOfTheFileOnTheCallingThread() {
        CsvOptions options = csv(folder, "a,b\n" + "1,2\n".repeat(100_000));
        Thread caller = Thread.currentThread();
        long[] last = new long[2];
        assertNotNull(numbers(options, new PieceSize(1, 4096, 0), bytes -> {
            assertEquals(caller, Thread.currentThread());
            assertTrue(bytes >= last[0], () -> bytes + " after " + last[0]);
            last[0] = bytes;
            last[1]++;
        }));
        assertTrue(last[0] > 395_000 && last[0] < 405_000, () -> "ended at " + last[0]);
        assertTrue(last[1] > 100, () -> last[1] + " calls");
    }

    @Test
    void load_progressThatThrows_endsLoadingWithThat() {
        CsvOptions options = csv(folder, "a,b\n" + "1,2\n".repeat(100_000));
        CsvSource source = new CsvSource(options, MEDIUM);
        assertThrows(
                UnsupportedOperationException.class,
                () -> source.load(bytes -> {
                    if (bytes > 200_000) {
                        throw new UnsupportedOperationException();
                    }
                }));
    }
}
