package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

/** Gradients from values alone, and how fast gradients change. */
final class Differences {
    private static final double STEP = 1e-3;

    private Differences() {}

    /** Central differences at two distances, extrapolated: the error is of the order of {@code STEP^4}. */
    static double[] gradient(Objective objective, double[] w) {
        double[] gradient = new double[w.length];
        for (int j = 0; j < w.length; j++) {
            gradient[j] = (8 * difference(objective, w, j, STEP) - difference(objective, w, j, 2 * STEP)) / (12 * STEP);
        }
        return gradient;
    }

    private static double difference(Objective objective, double[] w, int j, double h) {
        double[] up = w.clone();
        double[] down = w.clone();
        up[j] += h;
        down[j] -= h;
        return objective.value(up) - objective.value(down);
    }

    /** Coordinate by coordinate, relative to the larger of both and of a thousandth of the longest. */
    static void assertGradient(Objective objective, double[] w, double tolerance) {
        double[] gradient = new double[w.length];
        double value = objective.valueAndGradient(w, gradient);
        double[] numerical = gradient(objective, w);
        double apart = Math.abs(value - objective.value(w));
        assertTrue(apart <= 1e-14 * Math.abs(value), () -> "two values, apart by " + apart);
        double floor = 1e-3 * Arrays.stream(numerical).map(Math::abs).max().orElseThrow();
        for (int j = 0; j < w.length; j++) {
            double size = Math.max(floor, Math.max(Math.abs(gradient[j]), Math.abs(numerical[j])));
            double error = Math.abs(gradient[j] - numerical[j]) / size;
            String where = "coordinate " + j + ": " + gradient[j] + " against " + numerical[j];
            assertTrue(error <= tolerance, where);
        }
    }

    /** The mean over some rows as an objective of its own. */
    static Objective over(FiniteSumObjective sum, int... rows) {
        return new Objective() {
            @Override
            public int dimension() {
                return sum.dimension();
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                return sum.valueAndGradient(w, rows, 0, rows.length, gradient);
            }
        };
    }

    /** The change of the gradient between two random points of this size, divided by their distance. */
    static double slopeChange(Objective objective, Random random, double size) {
        int d = objective.dimension();
        double[] u = random.doubles(d, -size, size).toArray();
        double[] v = random.doubles(d, -size, size).toArray();
        double[] one = new double[d];
        double[] other = new double[d];
        objective.valueAndGradient(u, one);
        objective.valueAndGradient(v, other);
        double apart = 0;
        double change = 0;
        for (int j = 0; j < d; j++) {
            apart += (u[j] - v[j]) * (u[j] - v[j]);
            change += (one[j] - other[j]) * (one[j] - other[j]);
        }
        return Math.sqrt(change / apart);
    }
}
