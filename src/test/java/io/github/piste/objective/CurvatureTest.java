package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import org.junit.jupiter.api.Test;

class CurvatureTest {
    private static final double[] Y = {1, 2, 3, 4};

    @Test
    void orthogonalColumns_haveTheirMeanSquaresDoubled() {
        Curvature curvature = of(new double[][] {{3, 1}, {3, -1}, {-3, 1}, {-3, -1}});

        assertEquals(18, curvature.largest(), 1e-12);
        assertEquals(2, curvature.smallest(), 1e-12);
        assertFalse(curvature.isIllConditioned());
    }

    @Test
    void columnOfZeros_isNoFlatDirection() {
        Curvature curvature = of(new double[][] {{3, 0}, {3, 0}, {-3, 0}, {-3, 0}});

        assertEquals(18, curvature.largest(), 1e-12);
        assertEquals(2, curvature.smallest(), 1e-12);
    }

    @Test
    void nothingButZeros_isFlat() {
        Curvature curvature =
                Curvature.of(LeastSquares.throughOrigin(Dataset.of(new double[][] {{0}, {0}, {0}, {0}}, Y)), 0);

        assertEquals(0, curvature.largest());
        assertEquals(0, curvature.smallest());
        assertFalse(curvature.isIllConditioned());
    }

    @Test
    void dependentColumns_areIllConditioned_unlessAPenaltyBendsThem() {
        double[][] x = {{3, 6}, {1, 2}, {-3, -6}, {-1, -2}};

        assertTrue(of(x).isIllConditioned());
        assertFalse(
                Curvature.of(LeastSquares.withIntercept(Dataset.of(x, Y)), 0.1).isIllConditioned());
    }

    private static Curvature of(double[][] x) {
        return Curvature.of(LeastSquares.withIntercept(Dataset.of(x, Y)), 0);
    }
}
