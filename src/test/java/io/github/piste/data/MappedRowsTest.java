package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappedRowsTest {
    private static final int N = 101;
    private static final int D = 7;

    @TempDir
    private Path directory;

    private static Dataset data() {
        return data(N, D);
    }

    private static Dataset data(int n, int d) {
        Random random = new Random(5);
        double[][] x = new double[n][d];
        double[] y = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            Arrays.setAll(x[i], j -> (random.nextInt(10) == 0 ? -0.0 : random.nextGaussian()) * (j + 1) + 100 * j);
            y[i] = random.nextGaussian();
            weights[i] = random.nextInt(3) + 1;
        }
        return Dataset.of(x, y).withWeights(weights);
    }

    private static int[] order(int count) {
        return new Random(9).ints(count, 0, N).toArray();
    }

    private MappedRows map(double[] x, long windowBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(x.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(x);
        Path file = Files.write(directory.resolve("rows"), bytes.array());
        try (FileChannel channel = FileChannel.open(file)) {
            return MappedRows.of(channel, DataCache.NONE, N, D, windowBytes);
        }
    }

    /** Windows end within what is copied, and between. */
    @ParameterizedTest
    @ValueSource(longs = {1, 8 * D, 3 * 8 * D, 50 * 8 * D, 1 << 20})
    void copy_acrossWindows_givesTheVeryBits(long windowBytes) throws IOException {
        Dataset data = data();
        MappedRows rows = map(data.x(), windowBytes);
        for (int[] range : new int[][] {{0, N}, {0, 1}, {2, 3}, {2, 11}, {49, 52}, {N - 1, N}, {40, 40}}) {
            double[] found = new double[(range[1] - range[0]) * D + 1];
            rows.copy(range[0], range[1], found, 1);
            double[] expected = Arrays.copyOfRange(data.x(), range[0] * D, range[1] * D);
            assertArrayEquals(expected, Arrays.copyOfRange(found, 1, found.length));
        }
    }

    @Test
    void copyRows_listed_takesThemInTheirOrder() {
        Dataset data = data();
        Dataset mapped = MappedData.of(data, directory);
        int[] list = {5, 6, 7, 3, 3, 4, 100, 0, 1};
        double[] found = new double[6 * D];
        double[] expected = new double[6 * D];
        mapped.copyRows(list, 2, 8, found);
        data.copyRows(list, 2, 8, expected);
        assertArrayEquals(expected, found);
        assertArrayEquals(Arrays.copyOfRange(data.x(), 3 * D, 4 * D), Arrays.copyOfRange(found, D, 2 * D));
    }

    @Test
    void x_ofFeaturesInAFile_isRefused() {
        Dataset mapped = MappedData.of(data(), directory);
        assertFalse(mapped.isInMemory());
        assertThrows(IllegalStateException.class, mapped::x);
        assertArrayEquals(data().x(), mapped.inMemory().x());
        Dataset data = data();
        assertSame(data, data.inMemory());
        assertSame(data, data.laidOut());
    }

    @Test
    void fingerprint_isThatOfTheDataInMemory() {
        assertEquals(data().fingerprint(), MappedData.of(data(), directory).fingerprint());
        assertEquals(
                data(9000, 3).fingerprint(),
                MappedData.of(data(9000, 3), directory).fingerprint());
    }

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void fit_isThatOfTheDataInMemory(Scaling scaling) {
        Dataset data = data(9000, 3);
        Dataset mapped = MappedData.of(data, directory);
        assertEquals(Standardizer.fit(data, scaling), Standardizer.fit(mapped, scaling));
        assertEquals(Standardizer.fitWithoutShift(data, scaling), Standardizer.fitWithoutShift(mapped, scaling));
    }

    @Test
    void laidOut_afterSelectingAndScaling_hasTheVeryBits() {
        Dataset data = data();
        Dataset mapped = MappedData.of(data, directory);
        Standardizer scaling = Standardizer.fit(data, Scaling.STANDARD);
        int[] first = order(80);
        int[] second = {0, 79, 3, 4, 5};
        Dataset expected = scaling.apply(data.select(first)).select(second);
        Dataset found = scaling.apply(mapped.select(first)).select(second);
        assertArrayEquals(expected.x(), found.inMemory().x());
        Dataset laidOut = found.laidOut();
        assertArrayEquals(expected.x(), laidOut.inMemory().x());
        assertArrayEquals(expected.y(), laidOut.y());
        assertArrayEquals(expected.weights(), laidOut.weights());
        assertSame(laidOut, laidOut.laidOut());
        assertArrayEquals(data.x(), mapped.inMemory().x(), "the other file is as it was");
    }

    @Test
    void laidOut_valueBeyondDoubles_namesRowAndColumn() {
        Dataset mapped = MappedData.of(Dataset.of(new double[][] {{1, 1}, {1, 1e308}}, new double[2]), directory);
        Standardizer scaling =
                Standardizer.fit(Dataset.of(new double[][] {{0, 0}, {1, 1e-3}}, new double[2]), Scaling.STANDARD);
        Dataset scaled = scaling.apply(mapped);
        DataException e = assertThrows(DataException.class, scaled::laidOut);
        assertTrue(e.getMessage().startsWith("row 2, column 'x2': found Infinity"), e.getMessage());
    }

    @Test
    void asClasses_ofFeaturesInAFile_classifies() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}}, new double[] {7, 5, 7});
        Dataset classified = MappedData.of(data, directory).asClasses();
        assertEquals(data.asClasses().classes(), classified.classes());
        assertArrayEquals(new double[] {1, 0, 1}, classified.y());
        assertFalse(classified.isInMemory());
    }

    @Test
    void select_rowThatDoesNotExist_isRefused() {
        Dataset mapped = MappedData.of(data(), directory);
        assertThrows(IndexOutOfBoundsException.class, () -> mapped.select(new int[] {N}));
    }
}
