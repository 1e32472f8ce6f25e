package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** N2: one bad cell, in each position of a table. */
@Tag(Torture.TAG)
class BadCellIT {
    private static final List<String> BAD = List.of(
            "NaN",
            "nan",
            "Infinity",
            "-Infinity",
            "inf",
            "1e999",
            "-1e999",
            "",
            "NA",
            "x",
            "1d",
            "0x1p3",
            "1,5",
            "--1");
    private static final Set<String> MISSING = Set.of("", "NA");
    private static final String COLUMNS = "abcdy";

    @TempDir
    private Path folder;

    /** Rows and columns of numbers, but for one cell; a comma in it needs quotes. */
    private static String table(int rows, int badRow, int badColumn, String bad) {
        StringBuilder csv = new StringBuilder(String.join(",", COLUMNS.split(""))).append('\n');
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < COLUMNS.length(); j++) {
                csv.append(j == 0 ? "" : ",");
                csv.append(i == badRow && j == badColumn ? "\"" + bad + "\"" : i * 10 + j + ".5");
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    @Test
    void badCell_inEachPosition_isRefusedWithLineAndColumn_orSkippedAndCounted(TestInfo test) {
        int rows = Torture.times(4, 40);
        int refused = 0;
        int skipped = 0;
        int filled = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < COLUMNS.length(); j++) {
                for (String bad : BAD) {
                    CsvOptions options = Fixture.csv(folder, table(rows, i, j, bad))
                            .withDelimiter(Delimiter.of(','))
                            .withTarget("y")
                            .withFeatures(List.of("a", "b", "c", "d"));
                    String line = "line " + (i + 2);
                    String column = "'" + COLUMNS.charAt(j) + "'";
                    if (i == 0
                            && j == 4
                            && !MISSING.contains(bad)) { // a target that begins with text is one of classes
                        DataException text = assertThrows(DataException.class, () -> Training.onCsv(options.path(), "y")
                                .run());
                        assertTrue(text.getMessage().contains("'y'"), text::getMessage);
                        assertTrue(
                                text.getMessage().contains("found '" + bad)
                                        || text.getMessage().contains("first value is '" + bad),
                                text::getMessage);
                        refused++;
                        continue;
                    }
                    Fixture.assertRefused(options, line, column);
                    refused++;
                    if (MISSING.contains(bad)) {
                        assertEquals(
                                rows - 1,
                                Fixture.load(options.withMissing(MissingPolicy.SKIP))
                                        .rowsUsed());
                        skipped++;
                        assertEquals(
                                j < 4 ? rows : rows - 1,
                                Fixture.load(options.withMissing(MissingPolicy.MEAN))
                                        .rowsUsed());
                        filled++;
                    } else {
                        Fixture.assertRefused(options.withMissing(MissingPolicy.SKIP), line, column);
                        Fixture.assertRefused(options.withMissing(MissingPolicy.MEAN), line, column);
                        refused += 2;
                    }
                }
            }
        }
        Torture.seen(
                test,
                "N2",
                BAD.size() + " kinds of bad cell in each of " + rows * COLUMNS.length() + " positions: " + refused
                        + " refused with line and column, " + skipped + " missing cells skipped and counted, " + filled
                        + " filled with the mean or skipped where there is none");
    }
}
