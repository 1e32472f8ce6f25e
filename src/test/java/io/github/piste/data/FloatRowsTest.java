package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatRowsTest {
    private static final double[][] X = {{0.1, -1e-3}, {1 / 3.0, 16777217}, {1e-50, 2.5}};

    @TempDir
    private Path directory;

    private static Dataset data() {
        return Dataset.of(X, new double[] {0.1, 0.2, 0.3}, List.of("a", "b"), "y");
    }

    @Test
    void copyRows_inSinglePrecision_givesTheNearestFloatsAndTargetsAsTheyWere() {
        Dataset single = data().inSinglePrecision();
        double[] copied = new double[4];
        single.copyRows(1, 3, copied);
        assertArrayEquals(new double[] {1 / 3f, 16777216, 0, 2.5}, copied);
        single.copyRows(new int[] {2, 0}, 0, 2, copied);
        assertArrayEquals(new double[] {0, 2.5, 0.1f, -1e-3f}, copied);
        assertArrayEquals(data().y(), single.y());
    }

    @Test
    void select_ofSinglePrecision_staysSingle() {
        double[] copied = new double[2];
        data().inSinglePrecision().select(new int[] {2, 1}).copyRows(1, 2, copied);
        assertArrayEquals(new double[] {1 / 3f, 16777216}, copied);
    }

    @Test
    void inSinglePrecision_ofRowsInAFile_hasTheSameBits() {
        Dataset single = MappedData.of(data(), directory).inSinglePrecision();
        double[] copied = new double[6];
        single.copyRows(0, 3, copied);
        assertArrayEquals(new double[] {0.1f, -1e-3f, 1 / 3f, 16777216, 0, 2.5}, copied);
    }

    @Test
    void inSinglePrecision_beyondItsRange_namesRowAndColumn() {
        Dataset wide = Dataset.of(new double[][] {{1, 2}, {3, -1e39}}, new double[2], List.of("a", "b"), "y");
        DataException e = assertThrows(DataException.class, wide::inSinglePrecision);
        assertEquals(
                "row 2, column 'b': found -1.0E39, single precision ends at 3.4028235E38; scale the columns, or use"
                        + " data.precision = double",
                e.getMessage());
    }
}
