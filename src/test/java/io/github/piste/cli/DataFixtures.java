package io.github.piste.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Data files with every fault of D1 to D7, and what the program has to say of each. */
final class DataFixtures {
    private static final byte[] PNG = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };

    private final ImmutableList.Builder<DataFixture> all = ImmutableList.builder();

    private DataFixtures() {
        ragged();
        quotes();
        lineEnds();
        encodings();
        headers();
        numbers();
    }

    /**
     * A file.
     *
     * @param row of the fault table
     * @param content of the file
     * @param settings of the configuration, separated by blanks
     * @param code how the program ends
     * @param says what its error names, or of a file that is fine the rows read, used and skipped
     */
    record DataFixture(String row, ByteSource content, String settings, int code, String says) {
        List<String> options() {
            return Splitter.on(' ').omitEmptyStrings().splitToList(settings);
        }
    }

    static ImmutableList<DataFixture> all() {
        return new DataFixtures().all.build();
    }

    private void refused(String row, String text, String settings, String says) {
        refused(row, text.getBytes(UTF_8), settings, says);
    }

    private void refused(String row, byte[] content, String settings, String says) {
        all.add(new DataFixture(row, ByteSource.wrap(content), settings, ExitCode.DATA, says));
    }

    private void fine(String row, String text, String settings, int read, int used) {
        String says = read + " read = " + used + " used + " + (read - used) + " skipped";
        all.add(new DataFixture(row, ByteSource.wrap(text.getBytes(UTF_8)), settings, ExitCode.DONE, says));
    }

    private void ragged() {
        String comma = "data.delimiter=\",\"";
        String skip = comma + " data.missing=skip";
        refused("D1", "a,b,c\n1,2,3\n4,5\n", comma, "line 3: found 2 cells, expected 3 as in the header of line 1");
        refused("D1", "a,b,c\n1,2,3\n4,5,6,7\n", comma, "line 3: found 4 cells, expected 3");
        refused("D1", "a,b,c\n1,2,3\n4,5,6,\n", comma, "line 3: found 4 cells, expected 3");
        refused("D1", "a,b,c\n1,2,3\n4,5\n", "", "',' gives 3 in line 1 and 2 in line 3");
        refused("D1", "a,b\n1,2\n\n\n1,x\n", "", "line 5, column 2 ('b')");
        refused("D1", "a,b\n1,2\n3,\n", "", "line 3, column 2 ('b'): the cell is missing");
        refused("D1", "a,b,c\n1,2,3\nNA,5,6\n", "", "line 3, column 1 ('a'): the cell is missing");
        fine("D1", "a,b,\n1,2,\n", "", 1, 1);
        fine("D1", "a,b,c\n1,2,3\n4,5\n7,8,9\n4,5,6,7\n1,1,1\n", skip, 5, 3);
        fine("D1", "\n\na,b\n\n1,2\n  \n3,4\n\n\n", "", 2, 2);
        fine("D1", "a,b,\n1,2,\n3,4,\n", "data.target=b", 2, 2);
        fine("D1", "a,b\n1,2\n3,\nNA,4\n5,6\n", "data.missing=skip", 4, 2);
    }

    private void quotes() {
        String comma = "data.delimiter=\",\"";
        fine("D2", "\"a,b\",\"c\"\n\"1\",2\n3,\"4\"\n", "data.target=c", 2, 2);
        fine("D2", "\"a\nb\",\"c \"\"d\"\"\"\n1,2\n3,4\n", "data.target=2", 2, 2);
        refused("D2", "\"a\nb\",c\n1,2\n3,x\n", "", "line 4, column 2 ('c')");
        refused("D2", "a,b\n1,2\n3,\"4\n5,6\n", comma, "line 3: unbalanced quote");
        refused("D2", "a,b\n1,2\n3,\"4\"x\n5,6\n", comma, "line 3: unbalanced quote");
        refused("D2", "a,b\n1,2\n3,4\"\n", comma, "line 3: unbalanced quote");
        refused("D2", "a,b\n1,2\n\"3,4\n" + "5,6\n".repeat(1_000_000), comma, "line 3: unbalanced quote");
        refused("D2", "a b\n1 2\n3 \"4\n5 6\n", "data.delimiter=whitespace", "line 3: unbalanced quote");
    }

    private void lineEnds() {
        fine("D3", "\uFEFFa,b\r\n1,2\r\n3,4", "data.target=b", 2, 2);
        fine("D3", "a,b\r1,2\r3,4\r", "data.target=b", 2, 2);
        fine("D3", "a,b\r\n1,2\n3,4\r5,6\r\n\n7,8", "data.target=b", 4, 4);
        refused("D3", "a,b\n1,2\r\r\n3,4\r\r\n", "", "line 2: ends with CR CR LF");
    }

    private void encodings() {
        String text = "a,b\n1,2\n3,4\n";
        refused("D4", text.getBytes(UTF_16), "", "looks like UTF-16");
        refused("D4", text.getBytes(UTF_16LE), "", "line 1: has a NUL character");
        refused("D4", "a,b\n1,2\nM\u00fcller,3\n".getBytes(ISO_8859_1), "", "line 3: byte 0xFC is not valid UTF-8");
        refused(
                "D4",
                Arrays.copyOf("a,b\n1,2\n3,\u20ac".getBytes(UTF_8), 12),
                "",
                "line 3: byte 0xE2 is not valid UTF-8");
        refused("D4", "a,b\n1,2\n3,\0004\n", "", "line 3: has a NUL character");
        refused("D4", Arrays.copyOf(PNG, 5_000), "", "looks like a PNG image");
        refused("D4", zip(text), "", "looks like a zip archive");
        refused("D4", gzip(Arrays.copyOf(PNG, 5_000)), "", "looks like a PNG image");
        refused("D4", gzip(gzip(text.getBytes(UTF_8))), "", "looks like gzip inside gzip");
        byte[] packed = gzip(("a,b\n" + "1,2\n".repeat(1_000)).getBytes(UTF_8));
        refused("D4", Arrays.copyOf(packed, packed.length - 10), "", "gzip data end too early");
        byte[] flipped = packed.clone();
        flipped[packed.length - 6] ^= 1;
        refused("D4", flipped, "", "damaged gzip");
        all.add(new DataFixture(
                "D4", ByteSource.wrap(packed), "data.target=b", ExitCode.DONE, "1,000 read = 1,000 used + 0 skipped"));
    }

    private void headers() {
        refused("D6", "", "", "the file is empty");
        refused("D6", "\uFEFF\n \r\n\n", "", "the file is empty");
        refused("D6", "a,b\n", "", "no data rows, only a header ('a', 'b')");
        refused("D6", "made by us\nx,y\n1,2\n3,4\n", "", "',' gives 1 in line 1 and 2 in line 2");
        refused("D6", "a\n1\n2\n", "", "found one column only");
        refused("D6", "1,2\n3,4\n", "data.target=b", "target names column 'b', which does not exist");
        fine("D6", "1,2\n3,4\n5,7\n", "data.target=2", 3, 3);
        fine("D6", "1,2\n3,4\n5,7\n", "data.header=true data.target=2", 2, 2);
        refused("D6", "a,b\n1,2\na,b\n3,4\n", "", "line 3, column 1 ('a'): found 'a'");
        refused("D6", "a,a\n1,2\n3,4\n", "data.target=a", "'a'");
    }

    private void numbers() {
        for (String cell : List.of(
                "1.2.3",
                "0x10",
                "1f",
                "1d",
                "1d0",
                "NaN",
                "nan",
                "Infinity",
                "-inf",
                "1_000",
                "1 000",
                "5 cm",
                "1e",
                "--1",
                "\u0661",
                "1e5.5",
                "$5",
                "(5)",
                "5%",
                "\u22125",
                "#",
                "1L")) {
            refused(
                    "D7",
                    "a,b\n1,2\n" + cell + ",4\n",
                    "data.delimiter=\",\"",
                    "line 3, column 1 ('a'): found '" + cell + "'");
        }
        refused("D7", "a,b\n1,2\n1e999,4\n", "", "too large for a double");
        refused("D7", "a;b\n1,5;2\n2,5;4\n", "data.delimiter=;", "'1,5'");
        fine("D7", "a,b\n+5,2\n-.5,4\n5.,1\n1e-400,7\n00012,5\n", "", 5, 5);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] zip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.csv"));
            zip.write(text.getBytes(UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
