package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.TestData;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardizerTest {
    private static Dataset column(double... values) {
        double[][] x = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            x[i] = new double[] {values[i]};
        }
        return Dataset.of(x, new double[values.length]);
    }

    @Test
    void standard_isMeanAndPopulationDeviation() {
        Standardizer s = Standardizer.fit(column(1, 2, 3, 4), Scaling.STANDARD);
        assertEquals(2.5, s.shifts().get(0));
        assertEquals(Math.sqrt(1.25), s.scales().get(0), 1e-16);
    }

    @Test
    void minMax_mapsToTheUnitInterval() {
        Dataset scaled = Standardizer.fit(column(2, 6, 4), Scaling.MIN_MAX).apply(column(2, 6, 4));
        assertArrayEquals(new double[] {0, 1, 0.5}, scaled.x());
    }

    @Test
    void none_givesTheSameDataset() {
        Dataset data = column(1, 2);
        assertSame(data, Standardizer.fit(data, Scaling.NONE).apply(data));
        assertSame(data, Standardizer.fitWithoutShift(data, Scaling.NONE).apply(data));
    }

    @Test
    void withoutShift_scalesByTheSizeAboutZero() {
        Standardizer s = Standardizer.fitWithoutShift(column(3, -4), Scaling.STANDARD);
        assertEquals(0, s.shifts().get(0));
        assertEquals(Math.sqrt(12.5), s.scales().get(0), 1e-15);
        assertEquals(
                4,
                Standardizer.fitWithoutShift(column(3, -4), Scaling.MIN_MAX)
                        .scales()
                        .get(0));
    }

    @ParameterizedTest
    @EnumSource(Scaling.class)
    void constantColumn_hasScaleOne(Scaling scaling) {
        Dataset data = column(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
        Standardizer s = Standardizer.fit(data, scaling);
        assertEquals(1, s.scales().get(0));
        assertEquals(scaling == Scaling.NONE ? 0.1 : 0, s.apply(data).x()[0]);
        assertEquals(
                1, Standardizer.fitWithoutShift(column(0, 0), scaling).scales().get(0));
        assertEquals(1, Standardizer.fit(column(7), scaling).scales().get(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e300, 1e-300, 1e-310, 4e-320, 1.7e308, -1.7e308})
    void anyMagnitude_staysFinite(double magnitude) {
        Random random = new Random(3);
        double[] values = new double[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = magnitude * (2 * random.nextDouble() - 1);
        }
        values[0] = magnitude;
        values[1] = -magnitude;
        Dataset data = column(values);
        for (Scaling scaling : Scaling.values()) {
            for (Standardizer s :
                    new Standardizer[] {Standardizer.fit(data, scaling), Standardizer.fitWithoutShift(data, scaling)}) {
                for (double value : s.apply(data).x()) {
                    assertTrue(Double.isFinite(value));
                    assertTrue(scaling == Scaling.NONE || Math.abs(value) <= 10, () -> scaling + " " + value);
                }
            }
        }
    }

    @Test
    void standard_ofLargeOffset_isAccurate() {
        int n = 1001;
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 1e15 + (i % 2 == 0 ? 1 : -1);
        }
        Standardizer s = Standardizer.fit(column(values), Scaling.STANDARD);
        assertEquals(1e15, s.shifts().get(0), 0.125);
        assertEquals(Math.sqrt(1 - 1.0 / n / n), s.scales().get(0), 1e-5);
    }

    /** The first rows, which tell where the center of a column may be, are nothing like the others. */
    @Test
    void standard_ofAColumnThatBeginsFarFromItsMean_isAccurate() {
        int n = 51_200;
        int first = 256;
        double[][] x = new double[n][64];
        for (int i = 0; i < n; i++) {
            Arrays.fill(x[i], i < first ? 0 : 1 << 20);
        }

        Standardizer s = Standardizer.fit(Dataset.of(x, new double[n]), Scaling.STANDARD);

        double share = (double) first / n;
        double deviation = (1 << 20) * Math.sqrt(share * (1 - share));
        for (int j = 0; j < 64; j++) {
            assertEquals((1 << 20) * (1 - share), s.shifts().get(j), 1e-9);
            assertEquals(deviation, s.scales().get(j), 2e-15 * deviation);
        }
    }

    @Test
    void standard_ofRealData_agreesWithNumPy() {
        Dataset faithful = new CsvSource(CsvOptions.of(TestData.path("old-faithful", "faithful.csv")))
                .load()
                .dataset();
        Standardizer s = Standardizer.fit(faithful, Scaling.STANDARD);
        assertEquals(FAITHFUL_MEAN, s.shifts().get(0), 4e-16);
        assertEquals(FAITHFUL_SD, s.scales().get(0), 4e-16);
    }

    @Test
    void coefficients_goBackAndForth() {
        Random random = new Random(5);
        double[][] x = new double[50][3];
        for (double[] row : x) {
            row[0] = 100 + random.nextGaussian();
            row[1] = 1e-3 * random.nextGaussian();
            row[2] = 1e6 * random.nextDouble();
        }
        Dataset data = Dataset.of(x, new double[50]);
        double[] w = {1.5, -2, 0.25, 3};
        Standardizer s = Standardizer.fit(data, Scaling.STANDARD);
        ImmutableDoubleArray original = s.originalCoefficients(w);
        double[] scaled = s.apply(data).x();
        for (int i = 0; i < 50; i++) {
            double a = w[3];
            double b = original.get(3);
            for (int j = 0; j < 3; j++) {
                a += w[j] * scaled[3 * i + j];
                b += original.get(j) * x[i][j];
            }
            assertEquals(a, b, 1e-9);
        }
        assertArrayEquals(w, s.scaledCoefficients(original), 1e-9);
        assertThrows(IllegalArgumentException.class, () -> s.originalCoefficients(new double[3]));
        assertThrows(IllegalArgumentException.class, () -> s.apply(column(1)));
    }

    @Test
    void coefficientsWithoutIntercept_areScaledOnly() {
        Standardizer s = Standardizer.fitWithoutShift(column(4, -4), Scaling.STANDARD);
        assertArrayEquals(
                new double[] {2}, s.originalCoefficients(new double[] {8}).toArray());
        assertArrayEquals(new double[] {8}, s.scaledCoefficients(ImmutableDoubleArray.of(2)));
    }

    private static final double FAITHFUL_MEAN = 3.487783088235294;
    private static final double FAITHFUL_SD = 1.139271210225768;

    @ParameterizedTest
    @ValueSource(doubles = {3, 1.7e308})
    void apply_toManyRows_givesTheBitsOfOneRowAtATime(double extreme) {
        Random random = new Random(4);
        double[][] x = new double[701][3];
        for (double[] row : x) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextGaussian() * (j + 1) - j;
            }
        }
        x[350][1] = extreme; // of the second, the difference to the shift is more than a double holds
        Standardizer s = new Standardizer(
                ImmutableDoubleArray.of(1, -0.5 * extreme, 1.0 / 3), ImmutableDoubleArray.of(0.7, extreme, 11));
        double[] found = s.apply(Dataset.of(x, new double[x.length])).x();
        for (int i = 0; i < x.length; i++) {
            s.apply(x[i], 0);
            for (int j = 0; j < 3; j++) {
                assertEquals(x[i][j], found[3 * i + j], 0, "row " + i + ", column " + j);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void applyInPlace_givesTheBitsOfApply_andUndoTheWayBack(Scaling scaling) {
        Random random = new Random(6);
        double[][] x = new double[701][];
        for (int i = 0; i < x.length; i++) {
            x[i] = new double[] {random.nextGaussian() + 1e6, 7, random.nextInt(3), 1e-9 * random.nextGaussian()};
        }
        Dataset data = Dataset.of(x, random.doubles(x.length).toArray());
        Standardizer s = Standardizer.fit(data, scaling);
        double[] expected = s.apply(data).x().clone();

        double[] values = data.x();
        Dataset scaled = s.applyInPlace(data);

        assertSame(values, scaled.x());
        assertArrayEquals(expected, scaled.x());
        double[] back = s.undo(scaled).inMemory().x();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < 4; j++) {
                double size = Math.abs(s.shifts().get(j)) + Math.abs(x[i][j]);
                assertEquals(x[i][j], back[4 * i + j], 4 * Math.ulp(size), "row " + i + ", column " + j);
            }
        }
    }

    @Test
    void applyInPlace_outOfRange_namesRowAndColumn() {
        Dataset data = column(1, 1.7e308, 3);
        Standardizer s = new Standardizer(ImmutableDoubleArray.of(0), ImmutableDoubleArray.of(0.5));
        DataException e = assertThrows(DataException.class, () -> s.applyInPlace(data));
        assertTrue(e.getMessage().startsWith("row 2, column 'x1'"), e.getMessage());
    }
}
