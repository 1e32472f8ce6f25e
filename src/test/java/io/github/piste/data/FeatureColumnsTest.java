package io.github.piste.data;

import static io.github.piste.data.Fixture.csv;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureColumnsTest {
    @TempDir
    Path folder;

    @Test
    void read_mapsByNameInTheModelsOrder() {
        try (CsvRows rows = CsvRows.open(csv(folder, "id,sex,b,a\nk1,M,1,2\nk2,F,3,NA\n"))) {
            FeatureColumns features = FeatureColumns.of(rows, List.of("a", "sex=M", "b"), Map.of());
            double[] x = new double[3];
            assertTrue(rows.next());
            assertEquals(2, rows.line());
            assertEquals(0, features.read(x));
            assertArrayEquals(new double[] {2, 1, 1}, x);
            assertEquals(List.of(0), features.otherColumns());
            assertEquals("k1", rows.text(0));
            assertTrue(rows.next());
            assertEquals(1, features.read(x));
            assertArrayEquals(new double[] {Double.NaN, 0, 3}, x);
            assertFalse(rows.next());
            assertEquals(2, rows.rowsRead());
        }
    }

    @Test
    void read_withoutHeader_mapsByNumber() {
        try (CsvRows rows = CsvRows.open(csv(folder, "M,2,3\nF,4,5\n"))) {
            FeatureColumns features = FeatureColumns.of(rows, List.of("1=M", "3"), Map.of("1", List.of("F", "M")));
            double[] x = new double[2];
            assertTrue(rows.next());
            features.read(x);
            assertArrayEquals(new double[] {1, 3}, x);
            assertEquals(List.of(1), features.otherColumns());
        }
    }

    @Test
    void read_oneColumn_isFineForPrediction() {
        try (CsvRows rows = CsvRows.open(csv(folder, "a\n1\n\n2\n"))) {
            FeatureColumns features = FeatureColumns.of(rows, List.of("a"), Map.of());
            double[] x = new double[1];
            double sum = 0;
            while (rows.next()) {
                features.read(x);
                sum += x[0];
            }
            assertEquals(3, sum);
        }
    }

    @Test
    void read_columnNameWithEqualsSign_winsOverIndicator() {
        try (CsvRows rows = CsvRows.open(csv(folder, "a=b,a\n7,c\n"))) {
            FeatureColumns features = FeatureColumns.of(rows, List.of("a=b", "a=c"), Map.of());
            double[] x = new double[2];
            assertTrue(rows.next());
            features.read(x);
            assertArrayEquals(new double[] {7, 1}, x);
        }
    }

    @Test
    void unknownColumnAndLevel_areRefused() {
        try (CsvRows rows = CsvRows.open(csv(folder, "sex,weight\nQ,1\n"))) {
            DataException e =
                    assertThrows(DataException.class, () -> FeatureColumns.of(rows, List.of("wieght"), Map.of()));
            assertTrue(e.getMessage().contains("did you mean 'weight'?"), e::getMessage);
            assertThrows(DataException.class, () -> FeatureColumns.of(rows, List.of("age=3"), Map.of()));
            FeatureColumns features = FeatureColumns.of(rows, List.of("sex=M"), Map.of("sex", List.of("F", "M")));
            assertTrue(rows.next());
            DataException unknown = assertThrows(DataException.class, () -> features.read(new double[1]));
            assertTrue(
                    unknown.getMessage().contains("line 2, column 1 ('sex'): found 'Q', which the model does not know"),
                    unknown::getMessage);
        }
    }

    @Test
    void loadedCategories_roundTripThroughPrediction() {
        CsvOptions options = csv(folder, "c,x,y\nb,1,5\na,2,6\nc,3,7\n").withCategorical(List.of("c"));
        LoadedData loaded = new CsvSource(options).load();
        Dataset data = loaded.dataset();
        try (CsvRows rows = CsvRows.open(options)) {
            FeatureColumns features = FeatureColumns.of(rows, data.featureNames(), loaded.categories());
            double[] x = new double[data.features()];
            for (int i = 0; rows.next(); i++) {
                features.read(x);
                assertArrayEquals(
                        java.util.Arrays.copyOfRange(data.x(), i * data.stride(), (i + 1) * data.stride()), x);
            }
        }
    }

    @Test
    void cells_outsideARow_areMisuse() {
        try (CsvRows rows = CsvRows.open(csv(folder, "1,2\n"))) {
            assertThrows(IllegalStateException.class, () -> rows.text(0));
            assertTrue(rows.next());
            assertFalse(rows.next());
            assertThrows(IllegalStateException.class, rows::line);
        }
    }

    @Test
    void skipPolicy_countsRaggedRows() {
        try (CsvRows rows = CsvRows.open(csv(folder, "a,b\n1,2\n3\n4,5\n")
                .withDelimiter(Delimiter.of(','))
                .withMissing(MissingPolicy.SKIP))) {
            int good = 0;
            while (rows.next()) {
                good++;
            }
            assertEquals(2, good);
            assertEquals(3, rows.rowsRead());
            assertEquals(1, rows.rowsRagged());
        }
    }
}
