package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.TestData;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Delimiter;
import io.github.piste.data.MissingPolicy;
import io.github.piste.data.NistProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedFormTest {
    private static final Pattern REFERENCE = Pattern.compile("\"([^\"]*)\",\"([^\"]*)\",(.*)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Norris",
                "Pontius",
                "NoInt1",
                "NoInt2",
                "Longley",
                "Filip",
                "Wampler1",
                "Wampler2",
                "Wampler3",
                "Wampler4",
                "Wampler5"
            })
    void nistsCertifiedValues(String name) throws IOException {
        NistProblem problem = NistProblem.read(TestData.path("nist-strd", name + ".dat"));

        ClosedForm found = problem.degree() > 1
                ? ClosedForm.polynomial(problem.data(), problem.degree())
                : problem.intercept()
                        ? ClosedForm.withIntercept(problem.data())
                        : ClosedForm.throughOrigin(problem.data());

        LinearStatistics statistics = found.statistics();
        assertAll(
                () -> atLeast(13, found.coefficients(), problem.coefficients()),
                () -> atLeast(name.equals("Filip") ? 7 : 12, statistics.standardErrors(), problem.standardErrors()),
                () -> atLeast(13, one(statistics.residualDeviation()), one(problem.residualDeviation())),
                () -> atLeast(13, one(statistics.rSquared()), one(problem.rSquared())),
                () -> assertEquals(problem.coefficients().length(), found.rank()),
                () -> assertTrue(found.leftOut().isEmpty()));
    }

    @Test
    void longley_namesTheCollinearColumns() throws IOException {
        NistProblem problem = NistProblem.read(TestData.path("nist-strd", "Longley.dat"));

        ClosedForm found = ClosedForm.withIntercept(problem.data());

        assertEquals(List.of("x1", "x2", "x3", "x5", "x6"), found.collinear());
        assertEquals(110.5, found.conditionNumber(), 0.1);
    }

    @Test
    void filip_onPowersRoundedToDoubles_losesWhatTheRoundingLost() throws IOException {
        NistProblem problem = NistProblem.read(TestData.path("nist-strd", "Filip.dat"));

        ClosedForm found = ClosedForm.withIntercept(problem.model());

        // the exact optimum of the rounded powers has 7.9 right digits
        assertEquals(7.9, NistProblem.rightDigits(found.coefficients(), problem.coefficients()), 0.05);
    }

    @Test
    void fitsOfReal_agreeWithR() throws IOException {
        assertAll(
                () -> agreesWithR("auto-insurance: V2~V1", csv("auto-insurance", "auto-insurance.csv")),
                () -> agreesWithR("airfoil: V6~V1..V5", csv("airfoil", "airfoil_self_noise.dat")),
                () -> agreesWithR("abalone: V9~V2..V8", csv("abalone", "abalone.csv")),
                () -> agreesWithR("ccpp: energy~all", csv("ccpp", "Folds5x2_pp.csv")),
                () -> agreesWithR("wine-red: quality~all", csv("wine-quality", "winequality-red.csv")),
                () -> agreesWithR("wine-white: quality~all", csv("wine-quality", "winequality-white.csv")),
                () -> agreesWithR(
                        "bike-day: cnt~temp+atemp+hum+windspeed",
                        csv("bike-sharing", "day.csv")
                                .withTarget("cnt")
                                .withFeatures(List.of("temp", "atemp", "hum", "windspeed"))),
                () -> agreesWithR(
                        "california: median_house_value~8 numeric, NA rows dropped",
                        csv("california-housing", "housing.csv")
                                .withTarget("median_house_value")
                                .withMissing(MissingPolicy.SKIP)),
                () -> agreesWithR(
                        "auto-mpg: mpg~all numeric, NA rows dropped",
                        csv("auto-mpg", "auto-mpg.data-original")
                                .withDelimiter(Delimiter.WHITESPACE)
                                .withTarget("1")
                                .withMissing(MissingPolicy.SKIP)));
    }

    @Test
    void weights_areLikeRowsThatComeMoreOften() {
        Dataset data = random(30, 3, 1);
        double[] weights = new double[30];
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            weights[i] = i % 4;
            for (int k = 0; k < i % 4; k++) {
                rows.add(i);
            }
        }
        Dataset repeated = data.select(rows.stream().mapToInt(Integer::intValue).toArray());

        ClosedForm weighted = ClosedForm.withIntercept(data.withWeights(weights));
        ClosedForm expected = ClosedForm.withIntercept(repeated);

        close(1e-14, weighted.coefficients(), expected.coefficients());
        assertEquals(expected.mse(), weighted.mse(), 1e-14 * expected.mse());
        assertEquals(expected.statistics().rSquared(), weighted.statistics().rSquared(), 1e-14);
        assertEquals(22 - 4, weighted.statistics().degreesOfFreedom());
        assertEquals(
                weighted.mse(),
                LeastSquares.withIntercept(data.withWeights(weights))
                        .value(weighted.coefficients().toArray()),
                1e-13);
    }

    @Test
    void dependentColumns_areNamed_andOneIsLeftOut() {
        Dataset independent = random(40, 3, 2);
        double[][] x = new double[40][5];
        for (int i = 0; i < 40; i++) {
            System.arraycopy(independent.x(), 3 * i, x[i], 0, 3);
            x[i][3] = 2 * x[i][0] - x[i][2];
            x[i][4] = 7;
        }
        Dataset dependent = Dataset.of(x, independent.y(), List.of("a", "b", "c", "a and c", "constant"), "y");

        ClosedForm found = ClosedForm.withIntercept(dependent);
        ClosedForm expected = ClosedForm.withIntercept(independent);

        assertEquals(4, found.rank());
        assertEquals(Double.POSITIVE_INFINITY, found.conditionNumber());
        assertEquals(2, found.leftOut().size());
        assertTrue(found.leftOut().contains("constant"));
        assertEquals(List.of("a", "c", "a and c", "constant"), found.collinear());
        assertEquals(expected.mse(), found.mse(), 1e-14 * expected.mse());
        assertEquals(expected.statistics().rSquared(), found.statistics().rSquared(), 1e-14);
        for (String name : found.leftOut()) {
            int j = dependent.featureNames().indexOf(name);
            assertEquals(0, found.coefficients().get(j));
            assertTrue(Double.isNaN(found.statistics().standardErrors().get(j)));
        }
    }

    @Test
    void nearDependence_isNamed_andKept() {
        Dataset independent = random(40, 3, 3);
        double[][] x = new double[40][4];
        for (int i = 0; i < 40; i++) {
            System.arraycopy(independent.x(), 3 * i, x[i], 0, 3);
            x[i][3] = x[i][1] + 1e-4 * Math.sin(i);
        }

        ClosedForm found = ClosedForm.withIntercept(Dataset.of(x, independent.y()));

        assertEquals(5, found.rank());
        assertEquals(List.of(), found.leftOut());
        assertEquals(List.of("x2", "x4"), found.collinear());
        assertTrue(found.conditionNumber() > 1e3 && found.conditionNumber() < 1e5);
    }

    @Test
    void constantColumn_throughTheOrigin_isLikeAnIntercept() {
        Dataset data = random(20, 1, 4);
        double[][] x = new double[20][2];
        for (int i = 0; i < 20; i++) {
            x[i][0] = data.x()[i];
            x[i][1] = 1;
        }

        close(
                1e-14,
                ClosedForm.throughOrigin(Dataset.of(x, data.y())).coefficients(),
                ClosedForm.withIntercept(data).coefficients());
    }

    @Test
    void onlyConstantColumns_giveTheMean_orNothing() {
        Dataset constant = Dataset.of(new double[][] {{3}, {3}, {3}}, new double[] {1, 2, 6});
        Dataset zero = Dataset.of(new double[][] {{0}, {0}}, new double[] {1, 2});

        close(1e-15, ClosedForm.withIntercept(constant).coefficients(), ImmutableDoubleArray.of(0, 3));
        ClosedForm nothing = ClosedForm.throughOrigin(zero);
        assertEquals(ImmutableDoubleArray.of(0), nothing.coefficients());
        assertEquals(0, nothing.rank());
        assertEquals(2.5, nothing.mse());
        assertEquals(List.of("x1"), nothing.leftOut());
    }

    @Test
    void fewerRowsThanCoefficients_fitsExactly_withoutErrors() {
        for (int rows = 1; rows <= 4; rows++) {
            Dataset data = random(rows, 5, 5);

            ClosedForm found = ClosedForm.withIntercept(data);

            assertEquals(rows, found.rank());
            assertEquals(6 - rows, found.leftOut().size());
            assertEquals(0, found.mse(), 1e-28);
            assertEquals(0, found.statistics().degreesOfFreedom());
            assertTrue(Double.isNaN(found.statistics().residualDeviation()));
            assertTrue(found.statistics().standardErrors().stream().allMatch(Double::isNaN));
        }
    }

    @Test
    void targetThatDoesNotVary_isTheIntercept() {
        Dataset data = random(10, 1, 6);
        double[] y = new double[10];
        Arrays.fill(y, 0.1);
        double[][] x = new double[10][1];
        for (int i = 0; i < 10; i++) {
            x[i][0] = data.x()[i];
        }

        ClosedForm found = ClosedForm.withIntercept(Dataset.of(x, y));

        assertEquals(0.1, found.coefficients().get(1), 1e-16);
        assertEquals(0, found.coefficients().get(0), 1e-16);
        assertEquals(0, found.mse(), 1e-32);
    }

    @Test
    void extremeScales_changeOnlyTheUnits() {
        Dataset data = random(25, 3, 7);
        ClosedForm expected = ClosedForm.withIntercept(data);
        for (double scale : new double[] {0x1p-1000, 0x1p-300, 0x1p300, 0x1p1000}) {
            double[][] x = new double[25][3];
            double[] y = new double[25];
            for (int i = 0; i < 25; i++) {
                x[i][0] = data.x()[3 * i] * scale;
                x[i][1] = data.x()[3 * i + 1];
                x[i][2] = data.x()[3 * i + 2] / scale;
                y[i] = data.y()[i] * Math.sqrt(scale);
            }

            ClosedForm found = ClosedForm.withIntercept(Dataset.of(x, y));

            double s = Math.sqrt(scale);
            ImmutableDoubleArray c = expected.coefficients();
            close(
                    1e-15,
                    found.coefficients(),
                    ImmutableDoubleArray.of(c.get(0) / s, c.get(1) * s, c.get(2) * s * scale, c.get(3) * s));
            assertEquals(expected.conditionNumber(), found.conditionNumber(), 1e-12);
            assertEquals(expected.statistics().rSquared(), found.statistics().rSquared(), 1e-14);
            close(1e-13, found.statistics().tValues(), expected.statistics().tValues());
        }
    }

    @Test
    void smallSpreadOnALargeOffset_isSolvedAsGiven() {
        double[][] x = new double[9][1];
        double[] y = new double[9];
        for (int i = 0; i < 9; i++) {
            x[i][0] = 1e12 + i;
            y[i] = 5 + 2.0 * i;
        }

        ClosedForm found = ClosedForm.withIntercept(Dataset.of(x, y));

        close(1e-15, found.coefficients(), ImmutableDoubleArray.of(2, 5 - 2e12));
    }

    @Test
    void largeData_byCholesky_orByQrWhereThatIsNotEnough() {
        Dataset small = random(200, 60, 8);
        int[] rows = IntStream.range(0, 200 * 200).map(i -> i % 200).toArray();
        ClosedForm expected = ClosedForm.withIntercept(small);

        ClosedForm found = ClosedForm.withIntercept(small.select(rows));

        close(1e-13, found.coefficients(), expected.coefficients());
        assertEquals(expected.conditionNumber(), found.conditionNumber(), 1e-9);
        double[][] x = new double[200][61];
        for (int i = 0; i < 200; i++) {
            System.arraycopy(small.x(), 60 * i, x[i], 0, 60);
            x[i][60] = x[i][10] + 1e-7 * Math.sin(i);
        }
        Dataset collinear = Dataset.of(x, small.y());
        close(
                1e-12,
                ClosedForm.withIntercept(collinear.select(rows)).coefficients(),
                ClosedForm.withIntercept(collinear).coefficients());
    }

    @Test
    void polynomial_refusesMoreFeatures_noDegree_andPowersOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> ClosedForm.polynomial(random(9, 2, 1), 2));
        assertThrows(IllegalArgumentException.class, () -> ClosedForm.polynomial(random(9, 1, 1), 0));
        Dataset huge = Dataset.of(new double[][] {{1}, {1e200}}, new double[] {1, 2});
        DataException e = assertThrows(DataException.class, () -> ClosedForm.polynomial(huge, 2));
        assertTrue(String.valueOf(e.getMessage()).startsWith("row 2: x1 = 1.0E200 to the power of 2"), e::getMessage);
    }

    private static void agreesWithR(String model, CsvOptions options) throws IOException {
        ClosedForm found =
                ClosedForm.withIntercept(new CsvSource(options).load().dataset());
        List<Double> coefficients = new ArrayList<>();
        int checked = 0;
        for (String line : Files.readAllLines(TestData.path("reference-fits.csv"))) {
            Matcher parts = REFERENCE.matcher(line);
            if (!parts.matches() || !parts.group(1).equals(model)) {
                continue;
            }
            double value = Double.parseDouble(parts.group(3));
            String quantity = parts.group(2);
            if (quantity.startsWith("coef:")) {
                coefficients.add(value);
            }
            checked += quantity.startsWith("coef:") ? 1 : check(model, found, quantity, value);
        }
        assertEquals(coefficients.size() + 3, checked, model);
        coefficients.add(coefficients.remove(0));
        close(1e-9, found.coefficients(), ImmutableDoubleArray.copyOf(coefficients));
    }

    private static int check(String model, ClosedForm found, String quantity, double value) {
        switch (quantity) {
            case "mse" -> assertEquals(value, found.mse(), 1e-11 * value, model);
            case "r_squared" -> assertEquals(value, found.statistics().rSquared(), 1e-11, model);
            case "residual_sd" -> assertEquals(value, found.statistics().residualDeviation(), 1e-11 * value, model);
            default -> {
                return 0;
            }
        }
        return 1;
    }

    private static CsvOptions csv(String folder, String file) {
        return CsvOptions.of(TestData.path(folder, file));
    }

    private static Dataset random(int rows, int features, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[rows][features];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = random.nextGaussian();
            for (int j = 0; j < features; j++) {
                x[i][j] = 3 + random.nextGaussian();
                y[i] += (j + 1) * x[i][j];
            }
        }
        return Dataset.of(x, y);
    }

    @Test
    void interruptedThread_givesUp_andStaysInterrupted() {
        Dataset rows = random(20, 2, 1);
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> ClosedForm.withIntercept(rows));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(3, ClosedForm.withIntercept(rows).rank());
    }

    private static void close(double tolerance, ImmutableDoubleArray found, ImmutableDoubleArray expected) {
        assertEquals(expected.length(), found.length());
        for (int j = 0; j < expected.length(); j++) {
            double scale = expected.get(j) == 0 ? 1 : Math.abs(expected.get(j));
            assertEquals(expected.get(j), found.get(j), tolerance * scale, "coefficient " + j);
        }
    }

    private static void atLeast(double digits, ImmutableDoubleArray found, ImmutableDoubleArray certified) {
        double right = NistProblem.rightDigits(found, certified);
        assertTrue(right >= digits, () -> right + " right digits, expected " + digits);
    }

    private static ImmutableDoubleArray one(double value) {
        return ImmutableDoubleArray.of(value);
    }
}
