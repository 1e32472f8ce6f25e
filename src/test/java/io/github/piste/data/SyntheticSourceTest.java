package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticSourceTest {
    private static double[][] covariance(Dataset data) {
        int d = data.features();
        double[][] c = new double[d][d];
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    c[j][k] += data.x()[i * d + j] * data.x()[i * d + k] / data.rows();
                }
            }
        }
        return c;
    }

    private static double condition(double[][] symmetric) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(symmetric.length, false, true);
        assertTrue(eigen.decompose(new DMatrixRMaj(symmetric)));
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < symmetric.length; i++) {
            least = Math.min(least, eigen.getEigenvalue(i).getReal());
            most = Math.max(most, eigen.getEigenvalue(i).getReal());
        }
        return most / least;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,100", "3,10", "5,1000", "8,1e6", "20,100", "21,1e4"})
    void generate_hasTheConditionBeforeAndAfterStandardising(int d, double condition) {
        Dataset data = new SyntheticSource(20_000, d, 0.1, condition, 42).generate();
        assertEquals(condition, condition(covariance(data)), 0.15 * condition);
        Dataset standard = Standardizer.fit(data, Scaling.STANDARD).apply(data);
        assertEquals(condition, condition(covariance(standard)), 0.15 * condition);
        double[][] c = covariance(data);
        for (int j = 0; j < d; j++) {
            assertEquals(1, c[j][j], 0.06);
        }
    }

    @Test
    void generate_withoutNoise_followsTheTrueCoefficients() {
        SyntheticSource source = new SyntheticSource(100, 4, 0, 50, 9);
        double[] w = source.trueCoefficients().toArray();
        Dataset data = source.generate();
        assertEquals(5, w.length);
        for (int i = 0; i < 100; i++) {
            double y = w[4];
            for (int j = 0; j < 4; j++) {
                y += w[j] * data.x()[4 * i + j];
                assertTrue(Math.abs(w[j]) >= 0.5 && Math.abs(w[j]) <= 1.5);
            }
            assertEquals(y, data.y()[i], 1e-12);
        }
    }

    @Test
    void generate_noiseHasItsDeviation() {
        SyntheticSource quiet = new SyntheticSource(50_000, 2, 0, 1, 4);
        SyntheticSource noisy = new SyntheticSource(50_000, 2, 3, 1, 4);
        double[] a = quiet.generate().y();
        double[] b = noisy.generate().y();
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (b[i] - a[i]) * (b[i] - a[i]);
        }
        assertEquals(3, Math.sqrt(squares / a.length), 0.05);
    }

    @Test
    void generate_isAPureFunctionOfTheRecord() {
        Dataset a = new SyntheticSource(1000, 3, 0.5, 10, 1).generate();
        assertArrayEquals(
                a.x(), new SyntheticSource(1000, 3, 0.5, 10, 1).generate().x());
        assertNotEquals(
                a.fingerprint(),
                new SyntheticSource(1000, 3, 0.5, 10, 2).generate().fingerprint());
        // The same bits on every JVM: a change here is a change of everybody's data.
        assertEquals("956c50621a4d26e55a297ced90daa901", a.fingerprint());
    }

    @Test
    void badNumbers_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(0, 1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(1, 0, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(1, 2, -1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(1, 2, Double.NaN, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(1, 2, 0, 0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(1, 2, 0, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new SyntheticSource(1, 1, 0, 10, 1));
        assertThrows(DataException.class, () -> new SyntheticSource(Integer.MAX_VALUE, 100, 0, 1, 1).generate());
    }

    @Test
    void gaussian_hasTheMomentsAndTailsOfANormal() {
        SplitMix64 random = new SplitMix64(11, 5);
        int n = 2_000_000;
        double[] moments = new double[5];
        int beyondThree = 0;
        int beyondTable = 0;
        int belowHalf = 0;
        for (int i = 0; i < n; i++) {
            double z = random.nextGaussian();
            double power = 1;
            for (int k = 1; k < 5; k++) {
                power *= z;
                moments[k] += power / n;
            }
            beyondThree += Math.abs(z) > 3 ? 1 : 0;
            beyondTable += Math.abs(z) > 3.5 ? 1 : 0;
            belowHalf += z < 0.5 ? 1 : 0;
        }
        assertEquals(0, moments[1], 4e-3);
        assertEquals(1, moments[2], 5e-3);
        assertEquals(0, moments[3], 2e-2);
        assertEquals(3, moments[4], 4e-2);
        assertEquals(0.0026998, (double) beyondThree / n, 2e-4);
        assertEquals(0.00046526, (double) beyondTable / n, 8e-5);
        assertEquals(0.6914625, (double) belowHalf / n, 2e-3);
    }

    @Test
    void nextInt_isUniform() {
        SplitMix64 random = new SplitMix64(1, 1);
        int[] counts = new int[7];
        for (int i = 0; i < 700_000; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            assertEquals(100_000, count, 1_500);
        }
    }
}
