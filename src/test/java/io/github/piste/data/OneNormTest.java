package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneNormTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 1023, 1024, 1025, 5000})
    void of_isTheSumOfMagnitudesOfWhatIsAskedFor(int count) {
        double[] values = new SplittableRandom(count).doubles(count + 5, -2, 2).toArray();
        double expected = Arrays.stream(values, 3, 3 + count).map(Math::abs).sum();
        assertEquals(expected, OneNorm.of(values, 3, 3 + count), 1e-12 * expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void of_oneValueThatIsNotFinite_isNotFiniteWhereverItStands(double bad) {
        for (int at : new int[] {0, 600, 1700, 1999}) {
            double[] values = new double[2000];
            values[at] = bad;
            assertFalse(Double.isFinite(OneNorm.of(values, 0, 2000)), "at " + at);
        }
    }

    @Test
    void oneNormOfADataSet_goesWithItsFeatures(@TempDir Path directory) {
        Dataset data = Dataset.of(new double[][] {{1, -2}, {-3, 4}, {5, -6}}, new double[] {0, 1, 0});
        assertEquals(21, data.oneNorm());
        assertEquals(21, data.withWeights(new double[] {1, 2, 3}).oneNorm());
        assertEquals(21, data.inOrder(new int[] {2, 0, 1}).laidOut().oneNorm());
        assertEquals(14, data.select(new int[] {0, 2}).oneNorm());
        assertTrue(Double.isNaN(MappedData.of(data, directory).oneNorm()));
        assertEquals(21, MappedData.of(data, directory).inMemory().oneNorm());
    }

    @Test
    void aDataSetOfManyRows_namesTheBadValueInAnyBlock() {
        double[][] x = new double[40_000][2];
        x[33_333][1] = Double.NaN;
        DataException e = assertThrows(DataException.class, () -> Dataset.of(x, new double[40_000]));
        assertTrue(e.getMessage().startsWith("row 33334, column 'x2': found NaN"), e.getMessage());
    }

    @Test
    void scaling_isTheSameWhetherTheNormIsKnownOrNot(@TempDir Path directory) {
        SplittableRandom random = new SplittableRandom(4);
        double[][] x = new double[700][3];
        for (double[] row : x) {
            Arrays.setAll(row, j -> random.nextDouble() * 5 - 2);
        }
        Dataset data = Dataset.of(x, new double[700]);
        Standardizer s = new Standardizer(ImmutableDoubleArray.of(0.3, -1, 7), ImmutableDoubleArray.of(3, 0.1, 1e-7));
        double[] inFile = s.apply(MappedData.of(data, directory)).inMemory().x();
        assertArrayEquals(inFile, s.apply(data).x());
    }
}
