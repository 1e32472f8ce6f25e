package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.ReferenceFits;
import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import io.github.piste.data.SyntheticSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CurvatureTest {
    static List<ReferenceFits.Fit> fits() {
        return ReferenceFits.all();
    }

    @ParameterizedTest
    @MethodSource("fits")
    void extremes_areThoseOfTheReference(ReferenceFits.Fit fit) {
        Dataset rows = fit.load();
        assertEquals(fit.number("n"), rows.rows());
        LeastSquares objective = LeastSquares.withIntercept(
                Standardizer.fit(rows, Scaling.STANDARD).apply(rows));

        Curvature curvature = Curvature.of(objective, 0);

        // The reference is X'X/n, the Hessian of half of our loss.
        double largest = 2 * fit.number("lambda_max_standardised");
        double smallest = 2 * fit.number("lambda_min_standardised");
        assertEquals(largest, curvature.largest(), 1e-9 * largest);
        assertEquals(smallest, curvature.smallest(), 1e-7 * smallest);
        double limit = fit.number("max_stable_lr_half_mse") / 2;
        assertEquals(limit, curvature.stableLimit(), 1e-9 * limit);
        assertEquals(largest / smallest, curvature.conditionNumber(), 1e-6 * largest / smallest);
    }

    @Test
    void l2_liftsAllButTheIntercept() {
        // Columns of mean 0 and mean square 4: the Hessian is diagonal, 8 and 2.
        Dataset rows = Dataset.of(new double[][] {{2}, {-2}}, new double[] {1, 2});
        Curvature plain = Curvature.of(LeastSquares.withIntercept(rows), 0);
        assertEquals(8, plain.largest(), 1e-12);
        assertEquals(2, plain.smallest(), 1e-12);
        Curvature penalised = Curvature.of(LeastSquares.withIntercept(rows), 3);
        assertEquals(14, penalised.largest(), 1e-12);
        assertEquals(2, penalised.smallest(), 1e-12);
    }

    @Test
    void flatDirection_hasNoFiniteConditionNumber() {
        Dataset twice = Dataset.of(new double[][] {{1, 1}, {2, 2}, {3, 3}}, new double[] {1, 2, 3});
        Curvature curvature = Curvature.of(LeastSquares.throughOrigin(twice), 0);
        assertEquals(0, curvature.smallest(), 1e-13);
        assertTrue(curvature.conditionNumber() > 1e12);
    }

    @Test
    void zeroColumn_isFlatEverywhere() {
        Curvature curvature =
                Curvature.of(LeastSquares.throughOrigin(Dataset.of(new double[][] {{0}, {0}}, new double[] {1, 2})), 0);
        assertEquals(0, curvature.largest());
        assertEquals(Double.POSITIVE_INFINITY, curvature.stableLimit());
    }

    @Test
    void columnOfZeros_besideOthers_isNoFlatDirection() {
        Dataset rows = Dataset.of(new double[][] {{3, 0}, {3, 0}, {-3, 0}, {-3, 0}}, new double[] {1, 2, 3, 4});
        Curvature curvature = Curvature.of(LeastSquares.withIntercept(rows), 0);
        assertEquals(18, curvature.largest(), 1e-12);
        assertEquals(2, curvature.smallest(), 1e-12);
        assertFalse(curvature.isIllConditioned());
    }

    @Test
    void dependentColumns_areIllConditioned_unlessAPenaltyBendsThem() {
        Dataset rows = Dataset.of(new double[][] {{3, 6}, {1, 2}, {-3, -6}, {-1, -2}}, new double[] {1, 2, 3, 4});
        assertTrue(Curvature.of(LeastSquares.withIntercept(rows), 0).isIllConditioned());
        assertFalse(Curvature.of(LeastSquares.withIntercept(rows), 0.1).isIllConditioned());
    }

    @ParameterizedTest
    @CsvSource({"1, -1", "100, -1"})
    void tooManyRowsForTheExactWay_isWithinOnePerCent(double condition, int sign) {
        Dataset rows = new SyntheticSource(7_000, 170, 0.1, condition, 4).generate();
        for (int i = 0; i < rows.x().length; i += 2) {
            rows.x()[i] *= sign; // turns the steepest direction away from where the search starts
        }
        LeastSquares objective = LeastSquares.withIntercept(rows);
        Curvature quick = Curvature.lanczos(objective.rows, objective.bend(), 0.25);
        assertTrue(Double.isNaN(quick.smallest()), "the method of Lanczos finds the largest only");
        assertTrue(Double.isNaN(quick.conditionNumber()));

        double exact = largestByManyPasses(objective, 0.25);
        assertEquals(exact, quick.largest(), 0.01 * exact);
    }

    /** Power iteration until it stands still, from another start. */
    private static double largestByManyPasses(LeastSquares objective, double l2) {
        int p = objective.dimension();
        double[] v = new Random(3).doubles(p, 0.5, 1.5).toArray();
        double[] next = new double[p];
        double value = 0;
        for (int pass = 0; pass < 150; pass++) {
            double squares = 0;
            for (double a : v) {
                squares += a * a;
            }
            for (int j = 0; j < p; j++) {
                v[j] /= Math.sqrt(squares);
            }
            objective.rows.gramTimes(v, next);
            value = 0;
            for (int j = 0; j < p; j++) {
                next[j] = 2 * next[j] + (j < objective.penalised() ? 2 * l2 * v[j] : 0);
                value += next[j] * v[j];
            }
            System.arraycopy(next, 0, v, 0, p);
        }
        return value;
    }

    @Test
    void ofMoreWeightsThanOneCanWaitFor_isTheLargestOnly() {
        double[][] x = new double[4][2500];
        for (int i = 0; i < x.length; i++) {
            x[i][500 * i] = i + 1;
        }
        LeastSquares loss = LeastSquares.throughOrigin(Dataset.of(x, new double[4]));
        Curvature curvature = loss.curvature(0);
        assertEquals(2.0 / 4 * 16, curvature.largest(), 1e-9);
        assertTrue(Double.isNaN(curvature.smallest()), "the smallest is not computed");
    }
}
