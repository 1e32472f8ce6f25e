package io.github.piste.data;

import static io.github.piste.data.Fixture.assertRefused;
import static io.github.piste.data.Fixture.csv;
import static io.github.piste.data.Fixture.dataset;
import static io.github.piste.data.Fixture.load;
import static io.github.piste.data.Fixture.write;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults D1 to D9 of data files. */
class CsvFaultsTest {
    private static final Delimiter COMMA = Delimiter.of(',');

    @TempDir
    Path folder;

    @Test
    void d1_raggedRow_namesLineAndCounts() {
        for (String row : List.of("4,5", "4,5,6,7", "4,5,6,")) {
            CsvOptions options = csv(folder, "a,b,c\n1,2,3\n" + row + "\n7,8,9\n");
            int cells = row.split(",", -1).length;
            assertRefused(
                    options.withDelimiter(COMMA),
                    "line 3: found " + cells + " cells, expected 3 as in the header of line 1");
            assertRefused(options, "',' gives 3 in line 1 and " + cells + " in line 3");
            LoadedData loaded = load(options.withDelimiter(COMMA).withMissing(MissingPolicy.SKIP));
            assertEquals(2, loaded.rowsUsed());
            assertEquals(1, loaded.rowsSkipped());
            assertRefused(options.withDelimiter(COMMA).withMissing(MissingPolicy.MEAN), "line 3: found " + cells);
        }
    }

    @Test
    void d1_raggedRowFarDown_isFoundWithAutoDelimiter() {
        assertRefused(csv(folder, "a,b\n" + "1,2\n".repeat(30) + "3\n"), "line 32: found 1 cell, expected 2");
    }

    @Test
    void d1_blankLines_areNoRows() {
        LoadedData loaded = load(csv(folder, "\n\na,b\n\n1,2\n  \n3,4\n\n\n"));
        assertEquals(2, loaded.rowsRead());
        assertRefused(csv(folder, "a,b\n1,2\n\n\n1,x\n"), "line 5");
    }

    @Test
    void d1_trailingSeparators_makeAnEmptyLastColumn() {
        assertRefused(csv(folder, "a,b,\n1,2,\n"), "line 2, column 3: the cell is missing");
        assertEquals(1, load(csv(folder, "a,b,\n1,2,\n").withTarget("b")).rowsUsed());
    }

    @Test
    void d1_whitespace_blanksAtBothEndsDoNotCount() {
        LoadedData loaded = load(csv(folder, "  a \t b  \n 1   2 \n\t3 4\t\n   \n 5 6"));
        assertEquals(Delimiter.WHITESPACE, loaded.delimiter());
        assertArrayEquals(new double[] {1, 3, 5}, loaded.dataset().x());
    }

    @Test
    void d2_quotes_followRfc4180() {
        LoadedData loaded =
                load(csv(folder, "\"first, \"\"best\"\"\",\"two\nlines\",y\n\"1\",2, 3\n\"4\", 5 ,\"6\"\n"));
        assertEquals(List.of("first, \"best\"", "two\nlines"), loaded.dataset().featureNames());
        assertArrayEquals(new double[] {1, 2, 4, 5}, loaded.dataset().x());
        assertRefused(csv(folder, "\"a\nb\",c\n1,2\n3,x\n"), "line 4, column 2 ('c')");
        assertRefused(csv(folder, "\"a\nb\",c\n1,2\nx,3\n"), "line 4, column 1 ('a\\nb')");
    }

    @Test
    void d2_whitespaceQuotes_areUndoubled() {
        try (CsvRows rows =
                CsvRows.open(csv(folder, "1 \"a \"\"b\"\" c\"\t\"\"\n").withDelimiter(Delimiter.WHITESPACE))) {
            assertTrue(rows.next());
            assertEquals("a \"b\" c", rows.text(1));
            assertTrue(rows.isMissing(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "whitespace"})
    void d2_unbalancedQuotes_nameTheLine(String delimiter) {
        Delimiter d = Delimiter.parse(delimiter);
        String s = delimiter.equals(",") ? "," : " ";
        for (String cell : List.of("\"x", "x\"", "x\"y", "\"x\"y", "\"", "\"x\"\"")) {
            CsvOptions options =
                    csv(folder, "a" + s + "b\n1" + s + "2\n3" + s + cell + "\n" + ("5" + s + "6\n").repeat(50));
            assertRefused(options.withDelimiter(d).withTarget("a"), "line 3: unbalanced quote");
        }
    }

    @Test
    void d2_quoteOpenForTheRestOfALargeFile_doesNotFillTheHeap() {
        String rest = "1,2\n".repeat(1_000_000);
        assertRefused(csv(folder, "a,b\n1,2\n\"3,4\n" + rest).withDelimiter(COMMA), "line 3: unbalanced quote");
    }

    @ParameterizedTest
    @CsvSource({"LF,\\n", "CRLF,\\r\\n", "CR,\\r"})
    void d3_lineEnds_areAccepted(String name, String written) {
        String end = written.replace("\\r", "\r").replace("\\n", "\n");
        for (String last : List.of("", end, end + end)) {
            String text = String.join(end, "a,b", "1,2", "", "3,4") + last;
            assertArrayEquals(new double[] {1, 3}, dataset(folder, text).x(), name);
            assertArrayEquals(
                    new double[] {1, 3}, dataset(folder, "\uFEFF" + text).x(), name);
        }
        assertRefused(csv(folder, String.join(end, "a,b", "1,2", "", "x,4")), "line 4, column 1");
    }

    @Test
    void d3_mixedLineEnds_areAccepted() {
        assertArrayEquals(
                new double[] {1, 3, 5, 7},
                dataset(folder, "a,b\r\n1,2\n3,4\r5,6\r\n\n7,8").x());
    }

    @Test
    void d3_crCrLf_isRefusedWithTheLine() {
        assertRefused(csv(folder, "a,b\n1,2\r\r\n3,4\r\r\n"), "line 2: ends with CR CR LF");
    }

    @Test
    void d3_byteOrderMark_isNoPartOfTheFirstName() {
        assertEquals(List.of("a"), dataset(folder, "\uFEFFa,b\n1,2\n").featureNames());
        assertEquals(1, dataset(folder, "\uFEFF1,2\n").rows());
    }

    @Test
    void d4_otherEncodings_areNamed() {
        String text = "a,b\n1,2\n";
        assertRefused(CsvOptions.of(write(folder, text.getBytes(UTF_16))), "looks like UTF-16", "iconv");
        assertRefused(CsvOptions.of(write(folder, text.getBytes(UTF_16LE))), "line 1: has a NUL character");
        assertRefused(
                CsvOptions.of(write(folder, "a,b\n1,2\nM\u00fcller,3\n".getBytes(ISO_8859_1))),
                "line 3: byte 0xFC is not valid UTF-8",
                "Latin-1");
        assertRefused(
                CsvOptions.of(write(folder, "a,b\n1,2\n3,\u00fc".getBytes(UTF_8)))
                        .withTarget("1")
                        .withFeatures(List.of("b")),
                "line 3, column 2 ('b'): found '\u00fc'");
        byte[] cut = Arrays.copyOf("a,b\n1,2\n3,\u00fc".getBytes(UTF_8), 11);
        assertRefused(CsvOptions.of(write(folder, cut)), "line 3: byte 0xC3 is not valid UTF-8");
        assertRefused(csv(folder, "a,b\n1,2\n3,\0\n"), "line 3: has a NUL character");
    }

    @Test
    void d4_multiByteCharactersOverBlockBorders_areWhole() {
        for (int shift = 0; shift < 5; shift++) {
            String name = "x".repeat(shift) + "\u20ac\uD83D\uDE00".repeat(10_000);
            Dataset data = dataset(folder, name + ",y\n1,2\n");
            assertEquals(List.of(name), data.featureNames());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "504B0304, zip",
        "89504E470D0A1A0A, PNG",
        "FFD8FFE0, JPEG",
        "255044462D, PDF",
        "50415231, Parquet",
        "425A6839, bzip2",
        "FD377A585A00, xz",
        "28B52FFD, zstd",
        "D0CF11E0A1B1, spreadsheet"
    })
    void d4_otherFormats_areNamed(String hex, String name) {
        byte[] magic = java.util.HexFormat.of().parseHex(hex);
        assertRefused(CsvOptions.of(write(folder, Arrays.copyOf(magic, 100))), "looks like", name);
        assertRefused(CsvOptions.of(write(folder, gzip(Arrays.copyOf(magic, 100)))), "looks like", name);
    }

    @Test
    void d4_gzip_isReadAndDamageIsNamed() {
        byte[] packed = gzip(("a,b\n" + "1,2\n".repeat(1000)).getBytes(UTF_8));
        assertEquals(1000, load(CsvOptions.of(write(folder, packed))).rowsUsed());
        assertRefused(
                CsvOptions.of(write(folder, Arrays.copyOf(packed, packed.length - 10))), "gzip data end too early");
        assertRefused(CsvOptions.of(write(folder, Arrays.copyOf(packed, 5))), "gzip data end too early");
        byte[] flipped = packed.clone();
        flipped[packed.length - 6] ^= 1;
        assertRefused(CsvOptions.of(write(folder, flipped)), "damaged gzip");
        assertRefused(CsvOptions.of(write(folder, gzip(packed))), "gzip inside gzip");
    }

    @Test
    void d4_gzipBomb_isRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] mega = "1,2\n".repeat(1 << 18).getBytes(UTF_8);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 80; i++) {
                gzip.write(mega);
            }
        }
        assertRefused(CsvOptions.of(write(folder, out.toByteArray())), "bytes of gzip unpack to more than");
        assertRefused(CsvOptions.of(write(folder, gzip(new byte[1 << 24]))), "line 1: has a NUL character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", ",", "whitespace"})
    void d5_endlessLine_stopsAtTheLimit(String delimiter) throws IOException {
        Path file = folder.resolve("long.csv");
        byte[] mega = "7".repeat(1 << 20).getBytes(UTF_8);
        Files.write(file, (delimiter.equals("whitespace") ? "a b\n1 2\n" : "a,b\n1,2\n").getBytes(UTF_8));
        for (int i = 0; i < 16; i++) {
            Files.write(file, mega, StandardOpenOption.APPEND);
        }
        AtomicLong read = new AtomicLong();
        io.github.piste.data.CsvSource csv =
                new io.github.piste.data.CsvSource(CsvOptions.of(file).withDelimiter(Delimiter.parse(delimiter)));
        DataException e = assertThrows(DataException.class, () -> csv.load(read::set));
        assertTrue(e.getMessage().contains("line 3: is longer than 2097152 characters"), e.getMessage());
        assertTrue(read.get() < 4 << 20, () -> "read " + read);
    }

    @Test
    void d5_tooManyCells_areRefused() {
        assertRefused(
                csv(folder, "1" + ",".repeat(Cells.MOST)).withDelimiter(COMMA), "line 1: has more than 100000 cells");
    }

    @Test
    void d6_emptyFiles_sayWhatWasSeen() {
        assertRefused(csv(folder, ""), "the file is empty");
        assertRefused(csv(folder, "\n \r\n\n"), "the file is empty");
        assertRefused(csv(folder, "\uFEFF"), "the file is empty");
        assertRefused(csv(folder, "a,b\n"), "no data rows, only a header ('a', 'b')");
        assertRefused(csv(folder, "a,b\n1,2\n").withSkipLines(2), "the file is empty");
        assertRefused(csv(folder, "a,b\n1,2\n").withSkipLines(9), "has no more than the 9 lines");
    }

    @Test
    void d6_headerInALaterLine_needsSkipLines() {
        CsvOptions options = csv(folder, "made by us\nx,y\n1,2\nu,3\n");
        assertRefused(options, "',' gives 1 in line 1 and 2 in line 2");
        assertRefused(options.withSkipLines(1), "line 4, column 1 ('x'): found 'u'");
    }

    @Test
    void d6_oneColumn_isRefusedForTraining() {
        assertRefused(csv(folder, "a\n1\n2\n"), "found one column only", "set the delimiter");
        assertRefused(csv(folder, "a|b\n1|2\n"), "found one column only");
        assertEquals(
                1,
                load(csv(folder, "a|b\n1|2\n").withDelimiter(Delimiter.of('|'))).rowsUsed());
    }

    @Test
    void delimiter_auto_decidesOrNamesCandidates() {
        assertEquals(COMMA, load(csv(folder, "1, 2\n3, 4\n")).delimiter());
        assertEquals(
                COMMA, load(csv(folder, "t,x,y\n2011-01-01 00:00:00,5,6\n")).delimiter());
        assertEquals(Delimiter.of('\t'), load(csv(folder, "1\t2\n3\t4\n")).delimiter());
        assertEquals(
                Delimiter.of(';'), load(csv(folder, "\"a b\";\"c d\"\n1;2\n")).delimiter());
        assertRefused(
                csv(folder, "1,5;2,5\n3,5;4,5\n"),
                "more than one delimiter fits: ',' gives 3 cells, ';' gives 2 cells; set the delimiter");
    }

    @Test
    void delimiter_auto_withWideQuotedRecords_isNotMisledByTheCut() {
        String wide = ("\"" + "n,".repeat(500) + "\",").repeat(600) + "1\n";
        LoadedData loaded =
                load(csv(folder, wide.repeat(10)).withFeatures(List.of("601")).withTarget("1"));
        assertEquals(10, loaded.rowsUsed());
    }

    @Test
    void d9_directoryAndMissingFile_areNamed() {
        assertRefused(CsvOptions.of(folder), "is a directory");
        assertRefused(CsvOptions.of(folder.resolve("none.csv")), "none.csv: no such file");
        assertRefused(CsvOptions.of(folder.resolve("a\u001b[31m\nb")), "a\\u001b[31m\\nb: no such file");
    }

    @Test
    void d9_fileThatGrowsWhileRead_isRefused() throws IOException {
        Path file = write(folder, ("a,b\n" + "1,2\n".repeat(100_000)).getBytes(UTF_8));
        long[] calls = new long[1];
        io.github.piste.data.CsvSource csv = new io.github.piste.data.CsvSource(CsvOptions.of(file));
        DataException e = assertThrows(
                DataException.class,
                () -> csv.load(bytes -> {
                    if (calls[0]++ == 1) {
                        append(file);
                    }
                }));
        assertTrue(
                e.getMessage().contains("the file changed while it was read (400004 bytes before, 400008 now)"),
                e::getMessage);
    }

    @Test
    void d9_namedPipe_isReadOnce() throws Exception {
        Path pipe = folder.resolve("pipe");
        boolean made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            made = false;
        }
        assumeTrue(made, "skipped: no mkfifo here");
        Thread writer = new Thread(() -> append(pipe), "pipe-writer");
        writer.start();
        LoadedData loaded = load(CsvOptions.of(pipe));
        writer.join();
        assertEquals(1, loaded.rowsUsed());
    }

    private static void append(Path file) {
        try {
            Files.write(file, "5,6\n".getBytes(UTF_8), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
