package io.github.piste.data;

import static io.github.piste.data.Fixture.assertRefused;
import static io.github.piste.data.Fixture.csv;
import static io.github.piste.data.Fixture.dataset;
import static io.github.piste.data.Fixture.load;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
    @TempDir
    Path folder;

    @Test
    void header_autoTakesTheFirstRecordOnlyWithoutNumbers() {
        assertTrue(load(csv(folder, "a,b\n1,2\n")).headerUsed());
        assertFalse(load(csv(folder, "1,2\n3,4\n")).headerUsed());
        assertFalse(
                load(csv(folder, "M,2\nF,4\n").withCategorical(List.of("1"))).headerUsed());
        assertRefused(csv(folder, "1,2\na,b\n"), "line 2, column 1: found 'a'");
        assertRefused(csv(folder, "a,b\n1,2\na,b\n3,4\n"), "line 3, column 1 ('a'): found 'a'");
    }

    @Test
    void header_explicit_isObeyed() {
        Dataset years = load(csv(folder, "2010,2011\n1,2\n").withHeader(HeaderRule.PRESENT))
                .dataset();
        assertEquals(List.of("2010"), years.featureNames());
        assertEquals(1, years.rows());
        assertRefused(
                csv(folder, "a,b\n1,2\n").withHeader(HeaderRule.ABSENT).withFeatures(List.of("1")), "line 1", "'a'");
    }

    @Test
    void columns_byNameOrNumber_nameWins() {
        String text = "3,a,1\n10,20,30\n";
        CsvOptions options = csv(folder, text).withHeader(HeaderRule.PRESENT);
        assertArrayEquals(
                new double[] {30, 20},
                load(options.withFeatures(List.of("1", "2")).withTarget("3"))
                        .dataset()
                        .x());
        assertEquals(
                10,
                load(options.withFeatures(List.of("a")).withTarget("3"))
                        .dataset()
                        .y()[0]);
    }

    @Test
    void columns_unknown_namesTheNearest() {
        assertRefused(
                csv(folder, "width,height\n1,2\n").withTarget("heigth"),
                "target names column 'heigth'",
                "did you mean 'height'?",
                "'width', 'height'");
        assertRefused(csv(folder, "a,b\n1,2\n").withFeatures(List.of("7")), "features names column '7'");
        assertRefused(csv(folder, "a,b\n1,2\n").withFeatures(List.of("0")), "'0'");
        assertRefused(csv(folder, "a,b\n1,2\n").withWeight("w\u001b[31m"), "weight names column 'w\\u001b[31m'");
    }

    @Test
    void columns_usedTwice_areRefused() {
        CsvOptions options = csv(folder, "a,b,c\n1,2,3\n");
        assertRefused(options.withFeatures(List.of("a", "c")), "column 'c' is named in features", "the target");
        assertRefused(options.withFeatures(List.of("a", "1")), "column 'a'", "among the features");
        assertRefused(options.withWeight("c"), "column 'c' is named in weight", "the target");
        assertRefused(options.withWeight("a").withFeatures(List.of("a")), "the weight");
        assertRefused(options.withCategorical(List.of("c")), "categorical", "the target");
        assertRefused(csv(folder, "a,b,a\n1,2,3\n"), "line 1: columns 1 and 3 have the same name 'a'");
    }

    @Test
    void headerCellsWithoutName_areNamedByNumber() {
        assertEquals(List.of("1", "a"), dataset(folder, ",a,b\n7,8,9\n").featureNames());
        assertRefused(csv(folder, "2,,b\nx,8,9\n").withHeader(HeaderRule.PRESENT), "same name '2'");
    }

    @Test
    void textColumns_areLeftOutAndListed() {
        LoadedData loaded = load(csv(folder, "id,name,x,y\n,b,1,2\nk,c,3,4\n"));
        assertEquals(List.of("x"), loaded.dataset().featureNames());
        assertEquals(List.of("id", "name"), loaded.columnsLeftOut());
    }

    @Test
    void textColumnInFeatures_isRefusedByName() {
        assertRefused(
                csv(folder, "name,x,y\nb,1,2\n").withFeatures(List.of("name", "x")),
                "line 2, column 1 ('name'): found 'b', so the column is text",
                "categorical");
    }

    @Test
    void columnWithoutAnyValue_isLeftOutOrRefused() {
        LoadedData loaded = load(csv(folder, "a,b,y\n,1,2\nNA,3,4\n"));
        assertEquals(List.of("a"), loaded.columnsLeftOut());
        assertEquals(List.of("b"), loaded.dataset().featureNames());
        assertRefused(
                csv(folder, "a,b,y\n,1,2\nNA,3,4\n").withFeatures(List.of("a")).withMissing(MissingPolicy.MEAN),
                "column 'a' has no value");
    }

    @Test
    void missingBeforeTheFirstNumber_followsThePolicy() {
        String text = "a,b,y\n,1,2\n5,3,4\n7,NA,6\n";
        assertRefused(csv(folder, text), "line 2, column 1 ('a'): the cell is missing");
        LoadedData skipped = load(csv(folder, text).withMissing(MissingPolicy.SKIP));
        assertEquals(1, skipped.rowsUsed());
        assertEquals(2, skipped.rowsSkipped());
        assertArrayEquals(new double[] {5, 3}, skipped.dataset().x());
        LoadedData filled = load(csv(folder, text).withMissing(MissingPolicy.MEAN));
        assertEquals(2, filled.imputedCells());
        assertArrayEquals(new double[] {6, 1, 5, 3, 7, 2}, filled.dataset().x());
    }

    @Test
    void missingInUnusedColumn_doesNotMatter() {
        Dataset data = load(csv(folder, "a,b,y\n,1,2\n5,3,4\n").withFeatures(List.of("b")))
                .dataset();
        assertEquals(2, data.rows());
        assertEquals(2, dataset(folder, "a,b,y\n,1,2\ntext,3,4\n").rows());
    }

    @Test
    void missing_mean_isExactWithHugeValues() {
        Dataset data = load(csv(folder, "a,y\n1e308,1\n1.5e308,2\n,3\n").withMissing(MissingPolicy.MEAN))
                .dataset();
        assertEquals(1.25e308, data.x()[2]);
    }

    @Test
    void allRowsSkipped_saysWhy() {
        assertRefused(
                csv(folder, "a,y\n1,\n2,NA\n").withMissing(MissingPolicy.SKIP),
                "no row is left, all 2 were skipped",
                "line 2: no value in column 'y'");
    }

    @Test
    void badCell_isRefusedWhateverThePolicy() {
        for (MissingPolicy policy : MissingPolicy.values()) {
            assertRefused(
                    csv(folder, "a,b,y\n1,2,3\n4,5 kg,6\n").withMissing(policy),
                    "line 3, column 2 ('b'): found '5 kg', expected a plain decimal number");
        }
        assertRefused(csv(folder, "a,b,y\n1,2,3\n,x,6\n").withMissing(MissingPolicy.SKIP), "line 3, column 2");
    }

    @Test
    void badCell_inEveryPosition_isNamed() {
        for (String bad : List.of("NaN", "Infinity", "-inf", "abc", "1e999")) {
            for (int row = 1; row < 5; row++) {
                for (int column = 0; column < 3; column++) {
                    StringBuilder text = new StringBuilder("a,b,c\n");
                    for (int i = 0; i < 5; i++) {
                        for (int j = 0; j < 3; j++) {
                            text.append(i == row && j == column ? bad : "" + (i + j))
                                    .append(j < 2 ? "," : "\n");
                        }
                    }
                    assertRefused(
                            csv(folder, text.toString()),
                            "line " + (row + 2) + ", column " + (column + 1),
                            "'" + bad + "'");
                }
            }
        }
    }

    @Test
    void categorical_dropsTheFirstLevelAndKeepsTheOrderOfFeatures() {
        CsvOptions options = csv(folder, "x,c,y\n1,b,5\n2,a,6\n3,c,7\n").withCategorical(List.of("c"));
        LoadedData loaded = load(options);
        assertEquals(List.of("x", "c=b", "c=c"), loaded.dataset().featureNames());
        assertArrayEquals(
                new double[] {1, 1, 0, 2, 0, 0, 3, 0, 1}, loaded.dataset().x());
        assertEquals(
                List.of("c=b", "c=c", "x"),
                load(options.withFeatures(List.of("c", "x"))).dataset().featureNames());
        assertEquals(
                List.of("x", "c=b", "c=c"),
                load(options.withFeatures(List.of("x"))).dataset().featureNames());
    }

    @Test
    void categorical_levelsOfSkippedRows_leaveNothingBehind() {
        LoadedData loaded = load(csv(folder, "x,c,y\n1,b,5\n,z,6\n3,c,7\n4,,8\n")
                .withCategorical(List.of("c"))
                .withMissing(MissingPolicy.SKIP));
        assertEquals(List.of("x", "c=c"), loaded.dataset().featureNames());
        assertEquals(2, loaded.rowsSkipped());
    }

    @Test
    void categorical_nameClash_isRefused() {
        assertRefused(
                csv(folder, "c=b,c,y\n1,a,5\n2,b,6\n").withCategorical(List.of("c")),
                "'c=b', which another feature has");
    }

    @Test
    void textTarget_classesOfUsedRowsOnly() {
        LoadedData loaded = load(csv(folder, "x,y\n1,no\n2,yes\n,maybe\n4,no\n").withMissing(MissingPolicy.SKIP));
        assertEquals(List.of("no", "yes"), loaded.dataset().classes());
        assertArrayEquals(new double[] {0, 1, 0}, loaded.dataset().y());
    }

    @Test
    void textTarget_withTooManyTexts_isRefused() {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i <= Levels.MOST; i++) {
            text.append(i).append(",t").append(i).append('\n');
        }
        assertRefused(csv(folder, text.toString()), "line 10002, column 2 ('y'): more than 10000 different texts");
    }

    @Test
    void weight_isReadAndChecked() {
        CsvOptions options = csv(folder, "x,w,y\n1,2,3\n4,0,6\n").withWeight("w");
        Dataset data = load(options).dataset();
        assertArrayEquals(new double[] {2, 0}, data.weights());
        assertEquals(List.of("x"), data.featureNames());
        assertRefused(
                csv(folder, "x,w,y\n1,2,3\n4,-1,6\n").withWeight("w"), "line 3, column 2 ('w'): found weight -1.0");
        assertRefused(csv(folder, "x,w,y\n1,heavy,3\n").withWeight("w"), "line 2, column 2 ('w'): found 'heavy'");
        assertRefused(csv(folder, "x,w,y\n1,0,3\n").withWeight("w"), "all weights are 0");
    }

    @Test
    void noNumericFeature_isRefused() {
        assertRefused(csv(folder, "a,y\nx,1\nz,2\n"), "no feature is left");
    }

    @Test
    void progress_endsAtTheSizeOfTheFile() {
        List<Long> seen = new ArrayList<>();
        String text = "a,b\n" + "1,2\n".repeat(50_000);
        new CsvSource(csv(folder, text)).load(seen::add);
        assertEquals(text.length(), seen.get(seen.size() - 1));
        assertTrue(seen.size() > 2);
    }

    @Test
    void rowsOverManyChunks_arriveInOrder() {
        StringBuilder text = new StringBuilder("a,b,c,y\n");
        int n = 70_000;
        for (int i = 0; i < n; i++) {
            text.append(i)
                    .append(',')
                    .append(-i)
                    .append(',')
                    .append(0.5 * i)
                    .append(',')
                    .append(2 * i)
                    .append('\n');
        }
        Dataset data = dataset(folder, text.toString());
        assertEquals(n, data.rows());
        for (int i = 0; i < n; i++) {
            assertEquals(i, data.x()[3 * i]);
            assertEquals(0.5 * i, data.x()[3 * i + 2]);
            assertEquals(2.0 * i, data.y()[i]);
        }
    }

    @Test
    void tenThousandColumns_load() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append("1.5,".repeat(9_999)).append(i).append('\n');
        }
        Dataset data = dataset(folder, text.toString());
        assertEquals(9_999, data.features());
        assertEquals(30, data.rows());
    }
}
