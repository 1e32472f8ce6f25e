package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.TestData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that others wrote; the expected sums were computed with Python's exact fsum. */
class RealFilesTest {
    private static CsvOptions options(String first, String... more) {
        return CsvOptions.of(TestData.path(first, more));
    }

    private static LoadedData load(CsvOptions options) {
        return new io.github.piste.data.CsvSource(options).load();
    }

    private static double sum(Dataset data, String feature) {
        int column = data.featureNames().indexOf(feature);
        assertTrue(column >= 0, () -> feature + " not in " + data);
        double sum = 0;
        for (int i = 0; i < data.rows(); i++) {
            sum += data.x()[i * data.stride() + column];
        }
        return sum;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.abs(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "old-faithful/faithful.csv|272|1|true|,|19284|eruptions|948.677",
                "wine-quality/winequality-red.csv|1599|11|true|;|9012|alcohol|16666.35",
                "wine-quality/winequality-white.csv|4898|11|true|;|28790|free sulfur dioxide|172939",
                "auto-insurance/auto-insurance.csv|63|1|false|,|6185.8|1|1443",
                "airfoil/airfoil_self_noise.dat|1503|5|false|tab|187628.422|5|16.743240228",
                "ccpp/Folds5x2_pp.csv|9568|4|true|,|4347364.41|temperature|188022.98",
                "bike-sharing/day.csv|731|14|true|,|3292679|windspeed|139.2454207",
                "bike-sharing/hour.csv|17379|15|true|,|3292679|atemp|8268.4955",
                "abalone/abalone.csv|4177|7|false|,|41493|2|2188.715",
                "banknote/banknote_authentication.csv|1372|4|false|,|610|4|-1634.9527455",
                "iris/iris.data|150|4|false|,|150|3|563.8",
                "wine-quality/tutorial-folds.csv|4895|2|true|,|11982645|position|2393655",
            })
    void load_withDefaults_hasTheRowsAndSums(
            String file, int rows, int d, boolean header, String delimiter, double ySum, String feature, double xSum) {
        LoadedData loaded = load(options(file));
        Dataset data = loaded.dataset();
        assertEquals(rows, data.rows());
        assertEquals(rows, loaded.rowsRead());
        assertEquals(d, data.features());
        assertEquals(header, loaded.headerUsed());
        assertEquals(delimiter, loaded.delimiter().toString());
        assertNear(ySum, sum(data.y()));
        assertNear(xSum, sum(data, feature));
    }

    @ParameterizedTest
    @CsvSource({
        "Filip,82,69.6652,-504.319478386",
        "NoInt1,11,1485,715",
        "NoInt2,3,11,15",
        "Norris,36,15112.9,15090.4",
        "Pontius,40,45.73845,63000000",
        "Wampler1,21,13103167,210",
        "Wampler2,21,310.3996,210",
        "Wampler3,21,13103167,210",
        "Wampler4,21,13103167,210",
        "Wampler5,21,13103167,210",
        "Longley,16,1045072,1626.9",
    })
    void load_nist_skipsTheProse(String name, int rows, double ySum, double xSum) {
        LoadedData loaded =
                load(options("nist-strd", name + ".dat").withSkipLines(60).withTarget("1"));
        assertEquals(rows, loaded.rowsUsed());
        assertEquals(Delimiter.WHITESPACE, loaded.delimiter());
        assertEquals("1", loaded.dataset().targetName());
        assertNear(ySum, sum(loaded.dataset().y()));
        assertNear(xSum, sum(loaded.dataset(), "2"));
    }

    @Test
    void load_nistFromTheTop_isAnErrorWithLine() {
        DataException e = assertThrows(
                DataException.class,
                () -> load(options("nist-strd", "Norris.dat").withDelimiter(Delimiter.WHITESPACE)));
        assertTrue(e.getMessage().contains("Norris.dat: line 2: found 4 cells, expected 2"), e.getMessage());
    }

    @Test
    void load_autoMpgSkip_uses392Of406() {
        LoadedData loaded = load(options("auto-mpg", "auto-mpg.data-original")
                .withDelimiter(Delimiter.WHITESPACE)
                .withTarget("1")
                .withMissing(MissingPolicy.SKIP));
        assertEquals(406, loaded.rowsRead());
        assertEquals(392, loaded.rowsUsed());
        assertEquals(14, loaded.rowsSkipped());
        assertEquals(List.of("9"), loaded.columnsLeftOut());
        assertNear(9190.8, sum(loaded.dataset().y()));
        assertNear(40952.0, sum(loaded.dataset(), "4"));
        assertNear(6092.2, sum(loaded.dataset(), "6"));
    }

    @Test
    void load_autoMpgMean_fillsFeaturesButNeverTargets() {
        LoadedData loaded = load(options("auto-mpg", "auto-mpg.data-original")
                .withDelimiter(Delimiter.WHITESPACE)
                .withTarget("1")
                .withMissing(MissingPolicy.MEAN));
        assertEquals(398, loaded.rowsUsed());
        assertEquals(8, loaded.rowsSkipped());
        assertEquals(6, loaded.imputedCells());
        assertNear(398 * 104.46938775510205, sum(loaded.dataset(), "4"));
    }

    @Test
    void load_autoMpgFail_namesTheCell() {
        DataException e = assertThrows(
                DataException.class,
                () -> load(options("auto-mpg", "auto-mpg.data-original")
                        .withDelimiter(Delimiter.WHITESPACE)
                        .withTarget("1")));
        assertTrue(e.getMessage().contains("line 11, column 1: the cell is missing"), e.getMessage());
    }

    @Test
    void load_autoMpgAuto_namesBothDelimitersThatFit() {
        DataException e = assertThrows(DataException.class, () -> load(options("auto-mpg", "auto-mpg.data-original")));
        assertTrue(
                e.getMessage().contains("'tab' gives 2 cells") && e.getMessage().contains("'whitespace' gives 9 cells"),
                e.getMessage());
    }

    @Test
    void load_california_skipAndMeanAndCategorical() {
        CsvOptions options = options("california-housing", "housing.csv").withTarget("median_house_value");
        DataException e = assertThrows(DataException.class, () -> load(options));
        assertTrue(e.getMessage().contains("line 292, column 5 ('total_bedrooms'): the cell is missing"));

        LoadedData skipped = load(options.withMissing(MissingPolicy.SKIP));
        assertEquals(20640, skipped.rowsRead());
        assertEquals(20433, skipped.rowsUsed());
        assertEquals(207, skipped.rowsSkipped());
        assertEquals(8, skipped.dataset().features());
        assertEquals(List.of("ocean_proximity"), skipped.columnsLeftOut());
        assertNear(4226860554.0, sum(skipped.dataset().y()));
        assertNear(10990309.0, sum(skipped.dataset(), "total_bedrooms"));

        LoadedData filled = load(options.withMissing(MissingPolicy.MEAN).withCategorical(List.of("ocean_proximity")));
        assertEquals(20640, filled.rowsUsed());
        assertEquals(207, filled.imputedCells());
        assertNear(10990309.0 + 207 * 537.8705525375618, sum(filled.dataset(), "total_bedrooms"));
        assertEquals(12, filled.dataset().features());
        assertEquals(6551, sum(filled.dataset(), "ocean_proximity=INLAND"));
        assertEquals(5, sum(filled.dataset(), "ocean_proximity=ISLAND"));
        assertFalse(filled.dataset().featureNames().contains("ocean_proximity=<1H OCEAN"));
        assertEquals(
                Map.of("ocean_proximity", List.of("<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN")),
                filled.categories());
    }

    @Test
    void load_abaloneCategorical_isKMinusOneIndicators() {
        Dataset data = load(options("abalone", "abalone.csv").withCategorical(List.of("1")))
                .dataset();
        assertEquals(List.of("1=I", "1=M", "2", "3", "4", "5", "6", "7", "8"), data.featureNames());
        assertEquals(1342, sum(data, "1=I"));
        assertEquals(1528, sum(data, "1=M"));
    }

    @Test
    void load_textTarget_makesSortedClasses() {
        Dataset wdbc = load(options("wdbc", "wdbc.data").withTarget("2")).dataset();
        assertEquals(List.of("B", "M"), wdbc.classes());
        assertEquals(569, wdbc.rows());
        assertEquals(31, wdbc.features());
        assertEquals(212, sum(wdbc.y()));
        Dataset iris = load(options("iris", "iris.data")).dataset();
        assertEquals(List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica"), iris.classes());
        assertArrayEquals(new double[] {5.1, 3.5, 1.4, 0.2}, java.util.Arrays.copyOf(iris.x(), 4));
    }

    @ParameterizedTest
    @CsvSource({
        "reference-fits.csv,178,value",
        "published-results.csv,16,reproduced",
    })
    void read_tablesOfNumbersAndQuotedText_hasAllRows(String file, int rows, String column) {
        try (CsvRows table = CsvRows.open(options(file))) {
            int index = table.column(column, "test");
            int count = 0;
            while (table.next()) {
                assertTrue(Double.isFinite(table.number(index)));
                count++;
            }
            assertEquals(rows, count);
        }
    }

    @Test
    void load_mangledHeader_namesHeaderAndData() {
        DataException auto = assertThrows(
                DataException.class, () -> load(options("dirty-in-the-wild", "winequality-red.mangled-header.csv")));
        assertTrue(auto.getMessage().contains("';' gives 1 in line 1 and 12 in line 2"), auto.getMessage());
        DataException explicit = assertThrows(
                DataException.class,
                () -> load(options("dirty-in-the-wild", "winequality-red.mangled-header.csv")
                        .withDelimiter(Delimiter.of(';'))));
        assertTrue(
                explicit.getMessage().contains("found one column only")
                        || explicit.getMessage().contains("line 2: found 12 cells, expected 1"),
                explicit.getMessage());
        DataException rows = assertThrows(DataException.class, () -> {
            try (CsvRows table = CsvRows.open(options("dirty-in-the-wild", "winequality-red.mangled-header.csv")
                    .withDelimiter(Delimiter.of(';')))) {
                table.next();
            }
        });
        assertTrue(
                rows.getMessage().contains("line 2: found 12 cells, expected 1 as in the header of line 1"),
                rows.getMessage());
    }

    @Test
    void load_exploded_stopsAtTheFirstLine() {
        DataException e = assertThrows(
                DataException.class, () -> load(options("dirty-in-the-wild", "winequality-white.exploded.csv")));
        assertTrue(e.getMessage().contains("line 1: ends with CR CR LF"), e.getMessage());
    }

    @Test
    void load_unbalancedQuotes_namesTheLine() {
        CsvOptions options = options("dirty-in-the-wild", "auto-mpg.unbalanced-quotes.data");
        for (CsvOptions o : List.of(
                options, options.withDelimiter(Delimiter.WHITESPACE), options.withDelimiter(Delimiter.of('\t')))) {
            DataException e = assertThrows(DataException.class, () -> load(o));
            assertTrue(e.getMessage().contains("line 1: unbalanced quote"), e.getMessage());
        }
    }
}
