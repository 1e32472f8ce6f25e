package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import io.github.piste.data.Dataset;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right gradients pass, wrong ones do not, kinks are left out. */
class GradientCheckTest {
    private static Stream<TestFunction> functions() {
        return TestFunctions.all().stream();
    }

    /** A function of two methods, as a user writes it: its gradient is whatever is claimed. */
    private static Objective claiming(ToDoubleFunction<double[]> function, double... gradient) {
        return new Objective() {
            @Override
            public int dimension() {
                return gradient.length;
            }

            @Override
            public double valueAndGradient(double[] w, double[] receiver) {
                System.arraycopy(gradient, 0, receiver, 0, gradient.length);
                return function.applyAsDouble(w);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("functions")
    void testFunctions_haveRightGradients(TestFunction function) {
        Random random = new Random(7);
        int d = function.start().length();
        for (int dimension = d; dimension <= Math.min(d + 2, function.mostDimension()); dimension++) {
            Objective objective = function.objective(dimension);
            for (int trial = 0; trial < 500; trial++) {
                double[] w = random.doubles(dimension, function.low(), function.high())
                        .toArray();
                GradientCheck check = GradientCheck.of(objective, w);
                assertTrue(check.relativeError() < 1e-7, () -> function.name() + " " + check);
                assertEquals(ImmutableIntArray.of(), check.kinks(), () -> function.name() + " " + check);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void testFunctions_areLeastAtTheirMinima(TestFunction function) {
        int d = function.start().length();
        Objective objective = function.objective(d);
        Random random = new Random(3);
        for (ImmutableDoubleArray minimum : function.minima(d)) {
            double[] gradient = new double[d];
            double least = objective.valueAndGradient(minimum.toArray(), gradient);
            assertEquals(function.least(), least, 1e-12);
            assertArrayEquals(new double[d], gradient, 1e-9);
        }
        for (int trial = 0; trial < 20_000; trial++) {
            double[] w = random.doubles(d, function.low(), function.high()).toArray();
            assertTrue(objective.value(w) > function.least() - 1e-12);
        }
    }

    @Test
    void testFunctions_takeAsManyVariablesAsTheyDo() {
        assertEquals(0, TestFunctions.ROSENBROCK.objective(5).value(new double[] {1, 1, 1, 1, 1}));
        assertThrows(IllegalArgumentException.class, () -> TestFunctions.ROSENBROCK.objective(1));
        assertThrows(IllegalArgumentException.class, () -> TestFunctions.BOOTH.objective(3));
        assertEquals(TestFunctions.BEALE, TestFunctions.named("Beale").orElseThrow());
    }

    @Test
    void leastSquares_ownGradientIsRight() {
        Random random = new Random(5);
        double[][] x = new double[50][3];
        double[] y = new double[50];
        for (int i = 0; i < 50; i++) {
            x[i] = random.doubles(3, -2, 2).toArray();
            y[i] = random.nextGaussian();
        }
        LeastSquares objective = LeastSquares.withIntercept(Dataset.of(x, y));
        assertTrue(GradientCheck.of(objective, new double[] {1, -2, 3, 4}).relativeError() < 1e-9);
    }

    @Test
    void wrongSlope_isFoundWithItsCoordinate() {
        Objective wrong = claiming(w -> w[0] * w[0] + Math.sin(w[1]), 2, 1.0001 * Math.cos(2));
        GradientCheck check = GradientCheck.of(wrong, new double[] {1, 2});
        assertEquals(1, check.worst());
        assertEquals(1e-4, check.relativeError(), 1e-6);
        assertEquals(Math.cos(2), check.numerical().get(1), 1e-11);
    }

    @Test
    void gradientThatIsNotANumber_isInfinitelyWrong() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                GradientCheck.of(claiming(w -> w[0], Double.NaN), new double[] {1})
                        .relativeError());
    }

    @Test
    void atAMinimumAndOnAPlain_zeroIsRight() {
        assertTrue(GradientCheck.of(TestFunctions.ROSENBROCK.objective(2), new double[] {1, 1})
                        .relativeError()
                < 1e-7);
        assertEquals(0, GradientCheck.of(claiming(w -> 3, 0), new double[] {5}).relativeError());
        assertTrue(GradientCheck.of(claiming(w -> Math.pow(w[0], 4), 0), new double[] {0})
                        .relativeError()
                < 1e-7);
    }

    @Test
    void kinksNearThePoint_areLeftOut() {
        for (double distance = -9.7e-4; distance < 1e-3; distance += 1.3e-5) {
            double kink = distance;
            Objective bent = claiming(
                    w -> Math.max(0, w[0] - kink) + Math.abs(w[1] - 5) + w[2] * w[2], distance < 0 ? 1 : 0, -1, 6);
            GradientCheck check = GradientCheck.of(bent, new double[] {0, 1, 3});
            assertEquals(ImmutableIntArray.of(0), check.kinks(), () -> "kink at " + kink + ": " + check);
            assertTrue(check.relativeError() < 1e-7, check::toString);
        }
    }

    @Test
    void onlyKinks_leaveNoWorstCoordinate() {
        GradientCheck check = GradientCheck.of(claiming(w -> Math.abs(w[0]), 0), new double[] {0});
        assertEquals(-1, check.worst());
        assertTrue(Double.isNaN(check.relativeError()));
    }

    @Test
    void smoothFunctions_haveNoKinks() {
        Random random = new Random(11);
        for (String text : new String[] {"x^4", "exp(x)", "1000 + 0.001x^2", "sin(10x)", "1e6 + 100x", "tanh(3x)"}) {
            Expression function = Expression.parse(text);
            for (int trial = 0; trial < 300; trial++) {
                double[] w = {trial == 0 ? 0 : random.nextGaussian() * 2};
                GradientCheck check = GradientCheck.of(function, w);
                assertFalse(check.kinks().contains(0), () -> text + " at " + w[0] + ": " + check);
            }
        }
    }

    @Test
    void betterSteps_areBetter() {
        Expression function = Expression.parse("exp(sin(3x)) + x^5");
        double exact = 3 * Math.cos(6) * Math.exp(Math.sin(6)) + 5 * 16;
        double[] gradient = new double[1];
        double[] at = {2};
        function.valueAndGradient(at, gradient);
        double textbook = Math.abs(gradient[0] - exact);
        NumericalGradient.scaled(function).valueAndGradient(at, gradient);
        double scaled = Math.abs(gradient[0] - exact);
        NumericalGradient.extrapolated(function).valueAndGradient(at, gradient);
        double extrapolated = Math.abs(gradient[0] - exact);
        assertTrue(
                textbook < 1e-5 && scaled < textbook / 10 && extrapolated < scaled,
                textbook + " " + scaled + " " + extrapolated);
    }

    @Test
    void ascent_climbsPointForPoint() {
        Objective hill = new Ascent(TestFunctions.SPHERE.objective(2));
        double[] gradient = new double[2];
        assertEquals(-25, hill.valueAndGradient(new double[] {3, -4}, gradient));
        assertArrayEquals(new double[] {-6, 8}, gradient);
        assertEquals(-25, hill.value(new double[] {3, -4}));
    }

    /** A loss of 1e10 or more once made every slope look right. */
    @Test
    void wrongSlope_besideALargeValue_isFound() {
        for (double x : new double[] {1e5, 1e10, 1e30}) {
            Objective right = claiming(w -> w[0] * w[0], 2 * x);
            assertTrue(GradientCheck.of(right, new double[] {x}).relativeError() < 1e-7);
            for (double factor : new double[] {0, 0.991, 1.0001, -1}) {
                Objective wrong = claiming(w -> w[0] * w[0], factor * 2 * x);
                assertTrue(GradientCheck.of(wrong, new double[] {x}).relativeError() > 5e-5, factor + " at " + x);
            }
        }
    }
}
