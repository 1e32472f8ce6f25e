package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.piste.data.Dataset;
import io.github.piste.objective.Expression;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.NumericalGradient;
import io.github.piste.objective.Objective;
import io.github.piste.objective.TestFunctions;
import io.github.piste.optim.Batching;
import io.github.piste.optim.UpdateRule;
import io.github.piste.optim.Updater;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every number of {@code seed-numbers.csv} that needs no network, by objective and update rule alone, to the bit. */
class SeedNumbersTest {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?");
    private static final Dataset LINE = Dataset.of(new double[][] {{1}, {2}, {3}}, new double[] {2, 4, 6});

    private static String field(String id, String column) {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(TestData.path("seed-numbers.csv"))) {
            return reader.stream()
                    .filter(row -> row.getField("id").equals(id))
                    .findFirst()
                    .orElseThrow()
                    .getField(column);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] full(String id) {
        return numbers(field(id, "value_full_precision"));
    }

    /** The numbers of the other computation that the verdict tells about, behind a word. */
    private static double[] verdict(String id, String after) {
        String verdict = field(id, "verdict");
        return numbers(verdict.substring(verdict.indexOf(after) + after.length()));
    }

    private static void assertBits(double[] expected, double... actual) {
        assertArrayEquals(expected, actual, 0);
    }

    private static Objective numericalSphere() {
        return NumericalGradient.central(TestFunctions.SPHERE.objective(2), 1e-4);
    }

    /** Objective and update rule alone. */
    private static double[] descend(Objective objective, double rate, int steps, double... start) {
        Updater updater = new UpdateRule.Sgd().updater(start.length, 0, 0);
        double[] w = start.clone();
        double[] gradient = new double[w.length];
        for (int step = 0; step < steps; step++) {
            objective.valueAndGradient(w, gradient);
            updater.update(w, gradient, rate);
        }
        return w;
    }

    private static double slope(String expression, double x) {
        double[] gradient = new double[1];
        Expression.parse(expression).valueAndGradient(new double[] {x}, gradient);
        return gradient[0];
    }

    @Test
    void s01s02_centralDifferences() {
        assertBits(full("S01"), slope("x^2+16", 3));
        assertBits(full("S02"), slope("9+x^2", 4));
    }

    @Test
    void s03_numericalGradient() {
        double[] gradient = new double[2];
        numericalSphere().valueAndGradient(new double[] {3, 4}, gradient);
        assertBits(full("S03"), gradient);
        Expression.parse("x0^2+x1^2").valueAndGradient(new double[] {3, 4}, gradient);
        assertBits(full("S03"), gradient);
    }

    @Test
    void s04s05_descentFromMinusThreeFour() {
        Expression expression = Expression.parse("x0^2 + x1^2");
        assertBits(full("S04"), descend(expression, 0.1, 20, -3, 4));
        assertBits(full("S05"), descend(expression, 0.1, 100, -3, 4));
        assertBits(full("S05"), descend(numericalSphere(), 0.1, 100, -3, 4));
        Objective analytic = TestFunctions.SPHERE.objective(2);
        assertBits(verdict("S04", "analytic gradient:"), descend(analytic, 0.1, 20, -3, 4));
        assertBits(verdict("S05", "analytic:"), descend(analytic, 0.1, 100, -3, 4));
    }

    @Test
    void s06_rateTen_theDifferenceQuotientVanishesFarOut() {
        double[] end = descend(numericalSphere(), 10, 100, -3, 4);
        assertBits(full("S06"), end);
        double[] gradient = new double[2];
        numericalSphere().valueAndGradient(end, gradient);
        assertBits(new double[] {0, 0}, gradient);
        assertBits(verdict("S06", "analytic:"), descend(TestFunctions.SPHERE.objective(2), 10, 100, -3, 4));
    }

    @Test
    void s07_rateTooSmallToMove() {
        assertBits(full("S07"), descend(numericalSphere(), 1e-10, 100, -3, 4));
        assertBits(full("S07"), descend(TestFunctions.SPHERE.objective(2), 1e-10, 100, -3, 4));
    }

    /** The gradient as an array of integers holds it: x + h, x - h and the quotient all lose what follows the point. */
    private static long[] integerGradient(long[] x) {
        long[] gradient = new long[x.length];
        for (int i = 0; i < x.length; i++) {
            long[] probe = x.clone();
            probe[i] = (long) (x[i] + 1e-4);
            long above = sumOfSquares(probe);
            probe[i] = (long) (x[i] - 1e-4);
            gradient[i] = (long) ((above - sumOfSquares(probe)) / (2 * 1e-4));
        }
        return gradient;
    }

    private static long sumOfSquares(long[] x) {
        long sum = 0;
        for (long value : x) {
            sum += value * value;
        }
        return sum;
    }

    /** A rate with a fraction makes floats of the integers, so only the first step is wrong. */
    private static double[] descendFromIntegers(double rate, long... start) {
        long[] gradient = integerGradient(start);
        double[] w = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            w[i] = start[i] - rate * gradient[i];
        }
        return descend(numericalSphere(), rate, 99, w);
    }

    /** With the integer 1 for a rate they stay integers all the way. */
    private static double[] descendInIntegers(long... start) {
        long[] x = start.clone();
        for (int step = 0; step < 100; step++) {
            long[] gradient = integerGradient(x);
            for (int i = 0; i < x.length; i++) {
                x[i] -= gradient[i];
            }
        }
        return LongStream.of(x).asDoubleStream().toArray();
    }

    @Test
    void s08s09_integersTruncateTheFirstStep_floatsAreRight() {
        assertBits(full("S08"), descendFromIntegers(0.1, 3, 2));
        assertBits(full("S09"), descend(numericalSphere(), 0.1, 100, 3, 2));
    }

    @Test
    void s10s11_parabola() {
        Objective parabola = TestFunctions.SPHERE.objective(1);
        double[] points = full("S10");
        for (int step = 0; step < points.length; step++) {
            assertBits(new double[] {points[step]}, descend(parabola, 0.3, step, -5));
        }
        assertBits(full("S11"), descend(parabola, 0.3, 15, 5));
        for (int step = 0; step <= 15; step++) {
            assertTrue(descend(parabola, 0.3, step, 5)[0] > 0);
        }
    }

    private static Outcome line(Batching batching) {
        return new Trainer(LeastSquares.throughOrigin(LINE), Descent.plain(batching, 0.01, 100))
                .start(ImmutableDoubleArray.of(1))
                .run();
    }

    @Test
    void s12s13s14s15_lineThroughTheOrigin_batch() {
        Outcome outcome = line(Batching.batch());
        double w = outcome.weights().get(0);
        assertBits(full("S12"), w);
        assertBits(full("S13"), outcome.history().scalars(99).loss());
        assertBits(full("S14"), outcome.scalars().loss());
        assertBits(full("S15"), 4 * w);
    }

    @Test
    void s16s17s18_lineThroughTheOrigin_oneRowAtATime() {
        double w = line(Batching.stochastic(Batching.Order.NONE)).weights().get(0);
        assertBits(full("S16"), w);
        assertBits(full("S17"), (3 * w - 6) * (3 * w - 6));
        assertBits(full("S18"), 4 * w);
    }

    @Test
    void s24_analyticRateTen_isInfiniteAtStep241AndNotANumberAtStep242() {
        Objective sphere = TestFunctions.SPHERE.objective(2);
        assertTrue(field("S24", "value_full_precision").startsWith("step 241: (Infinity, -Infinity)"));
        for (double w : descend(sphere, 10, 240, -3, 4)) {
            assertTrue(Double.isFinite(w));
        }
        assertBits(new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}, descend(sphere, 10, 241, -3, 4));
        assertTrue(Double.isNaN(descend(sphere, 10, 242, -3, 4)[0]));
    }

    @Test
    void s25_rateOne_integersEndFarOut_floatsOscillate() {
        assertBits(full("S25"), descendInIntegers(3, 2));
        double[] ends = verdict("S25", "ends at");
        assertBits(new double[] {ends[0], ends[1]}, descend(numericalSphere(), 1, 100, 3, 2));
    }

    @Test
    void s26_rateOneMillionth_integersMoveTooFar() {
        assertBits(full("S26"), descendFromIntegers(1e-6, 3, 2));
        assertBits(verdict("S26", "float (3,2):"), descend(numericalSphere(), 1e-6, 100, 3, 2));
    }
}
