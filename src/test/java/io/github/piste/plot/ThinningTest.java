package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void perColumn_ofManyPoints_keepsExtremes() {
        int n = 100_000;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        double[] y = Arrays.stream(x).map(Math::sin).toArray();
        y[54_321] = 100;
        y[54_322] = -100;
        Thinning thin = Thinning.perColumn(x, y, 0, n, 800, 8);
        assertTrue(thin.length() <= 2 * 801, "points: " + thin.length());
        assertEquals(100, Arrays.stream(thin.y()).max().orElseThrow());
        assertEquals(-100, Arrays.stream(thin.y()).min().orElseThrow());
        assertEquals(0, thin.x()[0], 130);
        assertEquals(n - 1, thin.x()[thin.length() - 1], 130);
        assertTrue(Thinning.isAscending(thin.x()));
    }

    @Test
    void perColumn_ofFewPoints_keepsAll() {
        double[] x = {0, 1, 2, 3};
        double[] y = {5, 4, 6, 3};
        Thinning thin = Thinning.perColumn(x, y, 0, 4, 100, 8);
        assertArrayEquals(x, thin.x());
        assertArrayEquals(y, thin.y());
    }

    @Test
    void perColumn_ofCrowdedColumns_standsExtremesInTheMiddleTheNearerFirst() {
        double[] x = IntStream.range(0, 20).asDoubleStream().toArray();
        double[] y = new double[20];
        y[3] = -1;
        y[7] = 1;
        y[12] = -2;
        y[18] = 2;
        Thinning crowded = Thinning.perColumn(x, y, 0, 20, 2, 8);
        assertArrayEquals(new double[] {5, 5, 15, 15}, crowded.x());
        assertArrayEquals(new double[] {-1, 1, 2, -2}, crowded.y());
        assertArrayEquals(
                new double[] {3, 7, 12, 18},
                Thinning.perColumn(x, y, 0, 20, 2, 10).x());
    }

    @Test
    void perColumn_withGaps_keepsOneOfEach() {
        double[] x = {0, 10, 20, 30, 40};
        double[] y = {1, Double.NaN, Double.NaN, 2, Double.NaN};
        assertArrayEquals(
                new double[] {1, Double.NaN, 2, Double.NaN},
                Thinning.perColumn(x, y, 0, 40, 100, 8).y());
    }

    @Test
    void perColumn_ofAlternatingGaps_isBounded() {
        int n = 1_000_000;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        double[] y = Arrays.stream(x).map(v -> v % 2 == 0 ? Double.NaN : v).toArray();
        assertTrue(Thinning.perColumn(x, y, 0, n, 500, 8).length() <= 5 * 502);
    }

    @Test
    void alongPath_ofDensePoints_keepsEndsOfEveryPart() {
        double[] x = {0, 0.1, 0.2, Double.NaN, 5, 5.1, 9};
        double[] y = {0, 0, 0, Double.NaN, 5, 5, 9};
        Thinning thin = Thinning.alongPath(x, y, 1, 1, 1, 100);
        assertArrayEquals(new double[] {0, 0.2, 0.2, 5, 9}, thin.x());
        assertTrue(Double.isNaN(thin.y()[2]));
    }

    @Test
    void isAscending_skipsGaps() {
        assertTrue(Thinning.isAscending(new double[] {1, Double.NaN, 2}));
        assertFalse(Thinning.isAscending(new double[] {2, Double.NaN, 1}));
    }
}
