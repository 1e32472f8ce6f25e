package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.model.LinearModel;
import io.github.piste.optim.Batching;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Data that break naive formulas: a defined result with finite numbers, or one clear line that says why not. */
@Tag(Torture.TAG)
@Timeout(300)
class DegenerateDataIT {
    private static final List<String> MODES = List.of("batch", "stochastic", "mini-batch");
    private static final List<String> SCALINGS = List.of("standard", "min-max", "none");

    private int finite;
    private int refused;
    private int diverged;

    private static Dataset rows(int n, int d, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[n][d];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            Arrays.setAll(x[i], j -> random.nextGaussian());
            y[i] = 3 + Arrays.stream(x[i]).sum() + random.nextGaussian() / 4;
        }
        return Dataset.of(x, y);
    }

    /** The rows with their cells changed by a function of row and column; the target is the column past the last. */
    private static Dataset changed(Dataset rows, Cell cell) {
        int d = rows.features();
        double[][] x = new double[rows.rows()][d];
        double[] y = new double[rows.rows()];
        for (int i = 0; i < x.length; i++) {
            int row = i;
            Arrays.setAll(x[i], j -> cell.of(row, j, rows.x()[row * d + j]));
            y[i] = cell.of(i, d, rows.y()[i]);
        }
        return Dataset.of(x, y);
    }

    private interface Cell {
        double of(int row, int column, double value);
    }

    private static Map<String, Dataset> degenerate() {
        Map<String, Dataset> all = new LinkedHashMap<>();
        Dataset rows = rows(12, 3, 1);
        all.put("a constant column", changed(rows, (i, j, v) -> j == 1 ? 7 : v));
        all.put("a column of zeros", changed(rows, (i, j, v) -> j == 1 ? 0 : v));
        all.put("only constant columns", changed(rows, (i, j, v) -> j < 3 ? j : v));
        all.put("a duplicate column", changed(rows, (i, j, v) -> j == 1 ? rows.x()[3 * i] : v));
        all.put(
                "a column that is the sum of two",
                changed(rows, (i, j, v) -> j == 1 ? rows.x()[3 * i] + rows.x()[3 * i + 2] : v));
        all.put("more columns than rows", rows(4, 9, 2));
        all.put("a single row", rows(1, 3, 3));
        all.put("a single row of zeros", changed(rows(1, 3, 3), (i, j, v) -> 0));
        all.put("two equal rows", changed(rows(2, 3, 4), (i, j, v) -> j));
        all.put("a target of zeros", changed(rows, (i, j, v) -> j == 3 ? 0 : v));
        all.put("a constant target", changed(rows, (i, j, v) -> j == 3 ? -5 : v));
        all.put("zeros everywhere", changed(rows, (i, j, v) -> 0));
        all.put("zeros of both signs", changed(rows, (i, j, v) -> i % 2 == 0 ? 0.0 : -0.0));
        return all;
    }

    /** Trains; a result has finite numbers only, and a refusal is one line. */
    private void train(String what, Dataset data, Map<String, Object> settings) {
        Training training = Training.on(data).set("train.epochs", 30);
        settings.forEach(training::set);
        String where = what + " " + settings;
        TrainingResult result;
        try {
            result = training.run();
        } catch (DataException | InvalidConfigException clear) {
            String message = String.valueOf(clear.getMessage());
            assertFalse(message.isBlank() || message.lines().count() > 1, where + ": " + message);
            refused++;
            return;
        }
        assertTrue(result.outcome().weights().stream().allMatch(Double::isFinite), () -> where + ": " + result);
        if (result.model() instanceof LinearModel linear) {
            assertTrue(
                    linear.coefficients().stream().allMatch(Double::isFinite) && Double.isFinite(linear.intercept()),
                    () -> where + ": " + linear);
        }
        if (result.state() == RunState.DIVERGED) {
            diverged++;
        } else {
            double loss = result.outcome().scalars().loss();
            assertTrue(loss >= 0 && loss <= Double.MAX_VALUE, () -> where + ": loss " + loss);
            // Noisy steps that begin in the minimum may end a little above it.
            double tolerated = result.plan().descent().batching().mode() == Batching.Mode.BATCH ? 1 + 1e-9 : 2;
            assertTrue(loss <= result.outcome().startLoss() * tolerated, () -> where + ": " + result.reason());
            finite++;
        }
        assertEquals(List.of(), result.degraded(), where);
    }

    /** N4. */
    @Test
    void degenerateRows_inEveryModeAndScaling_haveADefinedResult(TestInfo test) {
        for (Map.Entry<String, Dataset> entry : degenerate().entrySet()) {
            for (String mode : MODES) {
                for (String scaling : SCALINGS) {
                    for (boolean intercept : new boolean[] {true, false}) {
                        train(
                                entry.getKey(),
                                entry.getValue(),
                                Map.of("train.mode", mode, "data.scaling", scaling, "model.intercept", intercept));
                    }
                }
            }
        }
        assertEquals(0, diverged, "a rate chosen by Piste itself diverges");
        for (Map.Entry<String, Dataset> entry : degenerate().entrySet()) {
            Dataset rows = entry.getValue();
            double[] y = new double[rows.rows()];
            Arrays.setAll(y, i -> i % 2);
            Dataset classes = changed(rows, (i, j, v) -> j == rows.features() ? y[i] : v);
            for (String kind : List.of("logistic", "softmax", "mlp")) {
                train(entry.getKey(), classes.withClasses(List.of("no", "yes")), Map.of("model.kind", kind));
            }
        }
        Torture.seen(
                test,
                "N4",
                degenerate().size() + " kinds of degenerate rows by mode, scaling, intercept and model: " + finite
                        + " results with finite numbers, " + refused + " refused with one clear line, " + diverged
                        + " diverged");
    }

    /** N5: the squares of such numbers are infinite or 0, and a descent on them would diverge or end at once. */
    @Test
    void magnitudesBeyondTheirSquares_areRefusedByName() {
        Dataset rows = rows(12, 2, 6);
        for (double scale : new double[] {1e200, 1e-200, 1e300, Double.MIN_VALUE * 1e6}) {
            assertRefused("target 'y'", Training.on(changed(rows, (i, j, v) -> j == 2 ? v * scale : v)));
            Dataset column = changed(rows, (i, j, v) -> j == 1 ? v * scale : v);
            assertRefused("column 'x2'", Training.on(column).set("data.scaling", "none"));
        }
        Dataset wide = changed(rows, (i, j, v) -> j == 1 ? v * 1e250 : v);
        assertEquals(RunState.CONVERGED, Training.on(wide).run().state(), "a scaled column may have any unit");
    }

    private static void assertRefused(String what, Training training) {
        String message =
                String.valueOf(assertThrows(DataException.class, training::run).getMessage());
        assertTrue(message.startsWith(what) && message.contains("another unit"), message);
    }

    /** A scale for a column, from the least number there is to the greatest. */
    private static double scale(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> 1e300 * Math.pow(10, 7 * random.nextDouble());
            case 1 -> 1e-300;
            case 2 -> Double.MIN_VALUE * (1 + random.nextInt(1000));
            case 3 -> Math.pow(10, -320 + 620 * random.nextDouble());
            case 4 -> -0.0;
            default -> 1;
        };
    }

    /** N5. */
    @Test
    void columnsOfAnyScale_neverOverflowUnseen(TestInfo test) {
        int tables = Torture.times(100, 3_000);
        Random random = new Random(5);
        List<String> kinds = List.of("linear", "linear", "linear", "logistic", "mlp");
        for (int t = 0; t < tables; t++) {
            int d = 1 + random.nextInt(3);
            Dataset rows = rows(2 + random.nextInt(10), d, t);
            double[] scales = new double[d + 1];
            double[] offsets = new double[d + 1];
            for (int j = 0; j <= d; j++) {
                scales[j] = scale(random);
                offsets[j] = random.nextInt(4) == 0 ? scale(random) : 0;
            }
            Dataset scaled = changed(
                    rows,
                    (i, j, v) -> Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, v * scales[j] + offsets[j])));
            String kind = kinds.get(random.nextInt(kinds.size()));
            List<String> words = new ArrayList<>(List.of(Arrays.toString(scales), Arrays.toString(offsets)));
            Dataset data = kind.equals("linear")
                    ? scaled
                    : changed(scaled, (i, j, v) -> j == d ? i % 2 : v).withClasses(List.of("no", "yes"));
            train(
                    words.toString(),
                    data,
                    Map.of(
                            "model.kind",
                            kind,
                            "train.mode",
                            MODES.get(random.nextInt(3)),
                            "data.scaling",
                            SCALINGS.get(random.nextInt(3))));
        }
        assertTrue(finite > tables / 10, finite + " of " + tables + " with a result");
        Torture.seen(
                test,
                "N5",
                tables + " tables with columns and targets scaled from 4.9e-324 to 1.8e308, and to -0: " + finite
                        + " results with finite numbers, " + refused + " refused with one clear line, " + diverged
                        + " reported as diverged");
    }
}
