package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;

/**
 * Functions on which rules of descent are tried out, each with its gradient by hand.
 *
 * <p>Most of them are collected in Jamil and Yang, "A literature survey of benchmark functions for global optimisation
 * problems", 2013.
 *
 * <p>Thread-safety: immutable.
 */
public final class TestFunctions {
    private static final int ANY = Integer.MAX_VALUE;
    private static final double[] BEALES = {1.5, 2.25, 2.625};

    /** A round bowl: the easiest one. */
    public static final TestFunction SPHERE = new TestFunction(
            "sphere",
            "x0^2 + x1^2 + ...",
            "De Jong 1975",
            1,
            ANY,
            point(-3, 4),
            0.1,
            -5,
            5,
            points(point(0, 0)),
            0,
            TestFunctions::sphere);

    /** A long curved valley with a flat floor, which plain descent walks very slowly. */
    public static final TestFunction ROSENBROCK = new TestFunction(
            "rosenbrock",
            "100 (x1 - x0^2)^2 + (1 - x0)^2 + ...",
            "Rosenbrock 1960",
            2,
            ANY,
            point(-1.2, 1),
            0.001,
            -2,
            2,
            points(point(1, 1)),
            0,
            TestFunctions::rosenbrock);

    /** Four minima of the same depth. */
    public static final TestFunction HIMMELBLAU = new TestFunction(
            "himmelblau",
            "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
            "Himmelblau 1972",
            2,
            2,
            point(0, 0),
            0.01,
            -5,
            5,
            points(
                    point(3, 2),
                    point(-2.805118086952745, 3.131312518250573),
                    point(-3.779310253377747, -3.283185991286170),
                    point(3.584428340330492, -1.848126526964404)),
            0,
            TestFunctions::himmelblau);

    /** A plateau with steep corners. */
    public static final TestFunction BEALE = new TestFunction(
            "beale",
            "(1.5 - x0 + x0 x1)^2 + (2.25 - x0 + x0 x1^2)^2 + (2.625 - x0 + x0 x1^3)^2",
            "Beale 1958",
            2,
            2,
            point(1, 1),
            0.01,
            -4.5,
            4.5,
            points(point(3, 0.5)),
            0,
            TestFunctions::beale);

    /** A bowl with a regular pattern of many valleys. */
    public static final TestFunction RASTRIGIN = new TestFunction(
            "rastrigin",
            "10 d + x0^2 - 10 cos(2 pi x0) + x1^2 - 10 cos(2 pi x1) + ...",
            "Rastrigin 1974",
            1,
            ANY,
            point(2.2, -1.2),
            0.001,
            -5.12,
            5.12,
            points(point(0, 0)),
            0,
            TestFunctions::rastrigin);

    /** A tilted bowl, ten times as steep across as along. */
    public static final TestFunction BOOTH = new TestFunction(
            "booth",
            "(x0 + 2 x1 - 7)^2 + (2 x0 + x1 - 5)^2",
            "Booth; Jamil and Yang 2013",
            2,
            2,
            point(-5, -5),
            0.05,
            -10,
            10,
            points(point(1, 3)),
            0,
            TestFunctions::booth);

    /** A flat bowl. */
    public static final TestFunction MATYAS = new TestFunction(
            "matyas",
            "0.26 (x0^2 + x1^2) - 0.48 x0 x1",
            "Matyas; Hedar 2005",
            2,
            2,
            point(8, -6),
            0.5,
            -10,
            10,
            points(point(0, 0)),
            0,
            TestFunctions::matyas);

    /** A nearly flat plain with ripples around one deep hole, which is pointed at its bottom. */
    public static final TestFunction ACKLEY = new TestFunction(
            "ackley",
            "20 + e - 20 exp(-0.2 sqrt(mean x^2)) - exp(mean cos(2 pi x))",
            "Ackley 1987",
            1,
            ANY,
            point(2.3, 1.6),
            0.01,
            -5,
            5,
            points(point(0, 0)),
            0,
            TestFunctions::ackley);

    /** One variable and several valleys of different depth. */
    public static final TestFunction VALLEYS = new TestFunction(
            "valleys",
            "x^2 / 20 + sin(2 x)",
            "Piste 2026",
            1,
            1,
            point(3.5),
            0.1,
            -8,
            8,
            points(point(-0.7662375357255805)),
            -0.9699098324884226,
            TestFunctions::valleys);

    private static final ImmutableList<TestFunction> ALL =
            ImmutableList.of(SPHERE, ROSENBROCK, HIMMELBLAU, BEALE, RASTRIGIN, BOOTH, MATYAS, ACKLEY, VALLEYS);

    private TestFunctions() {}

    /**
     * All of them.
     *
     * @return in the order in which one might try them
     */
    public static ImmutableList<TestFunction> all() {
        return ALL;
    }

    /**
     * The names.
     *
     * @return one each
     */
    public static List<String> names() {
        return ALL.stream().map(TestFunction::name).toList();
    }

    /**
     * Finds a function.
     *
     * @param name in any case
     * @return empty if there is none of that name
     */
    public static Optional<TestFunction> named(String name) {
        return ALL.stream()
                .filter(function -> function.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static ImmutableDoubleArray point(double... x) {
        return ImmutableDoubleArray.copyOf(x);
    }

    private static ImmutableList<ImmutableDoubleArray> points(ImmutableDoubleArray... points) {
        return ImmutableList.copyOf(points);
    }

    private static double sphere(double[] x, double[] g) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * x[j];
            g[j] = 2 * x[j];
        }
        return sum;
    }

    private static double rosenbrock(double[] x, double[] g) {
        double sum = 0;
        g[0] = 0;
        for (int j = 0; j + 1 < x.length; j++) {
            double bend = x[j + 1] - x[j] * x[j];
            double rest = 1 - x[j];
            sum += 100 * bend * bend + rest * rest;
            g[j] -= 400 * x[j] * bend + 2 * rest;
            g[j + 1] = 200 * bend;
        }
        return sum;
    }

    private static double himmelblau(double[] x, double[] g) {
        double a = x[0] * x[0] + x[1] - 11;
        double b = x[0] + x[1] * x[1] - 7;
        g[0] = 4 * x[0] * a + 2 * b;
        g[1] = 2 * a + 4 * x[1] * b;
        return a * a + b * b;
    }

    private static double beale(double[] x, double[] g) {
        double sum = 0;
        double power = 1;
        g[0] = 0;
        g[1] = 0;
        for (int k = 0; k < BEALES.length; k++) {
            double slope = (k + 1) * power;
            power *= x[1];
            double term = BEALES[k] - x[0] + x[0] * power;
            sum += term * term;
            g[0] += 2 * term * (power - 1);
            g[1] += 2 * term * x[0] * slope;
        }
        return sum;
    }

    private static double rastrigin(double[] x, double[] g) {
        double sum = 10.0 * x.length;
        for (int j = 0; j < x.length; j++) {
            double angle = 2 * Math.PI * x[j];
            sum += x[j] * x[j] - 10 * Math.cos(angle);
            g[j] = 2 * x[j] + 20 * Math.PI * Math.sin(angle);
        }
        return sum;
    }

    private static double booth(double[] x, double[] g) {
        double a = x[0] + 2 * x[1] - 7;
        double b = 2 * x[0] + x[1] - 5;
        g[0] = 2 * a + 4 * b;
        g[1] = 4 * a + 2 * b;
        return a * a + b * b;
    }

    private static double matyas(double[] x, double[] g) {
        g[0] = 0.52 * x[0] - 0.48 * x[1];
        g[1] = 0.52 * x[1] - 0.48 * x[0];
        return 0.26 * (x[0] * x[0] + x[1] * x[1]) - 0.48 * x[0] * x[1];
    }

    /** At the origin, where there is no tangent, the gradient is that of the smooth part: zero. */
    private static double ackley(double[] x, double[] g) {
        int d = x.length;
        double squares = 0;
        double cosines = 0;
        for (double value : x) {
            squares += value * value;
            cosines += Math.cos(2 * Math.PI * value);
        }
        double radius = Math.sqrt(squares / d);
        double hole = 20 * Math.exp(-0.2 * radius);
        double ripple = Math.exp(cosines / d);
        for (int j = 0; j < d; j++) {
            g[j] = ripple * 2 * Math.PI * Math.sin(2 * Math.PI * x[j]) / d;
            g[j] += radius == 0 ? 0 : 0.2 * hole * x[j] / (d * radius);
        }
        return 20 + Math.E - hole - ripple;
    }

    private static double valleys(double[] x, double[] g) {
        g[0] = x[0] / 10 + 2 * Math.cos(2 * x[0]);
        return x[0] * x[0] / 20 + Math.sin(2 * x[0]);
    }
}
