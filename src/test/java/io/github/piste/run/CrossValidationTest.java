package io.github.piste.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Split;
import io.github.piste.train.Control;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CrossValidationTest {
    /** Two features, a little noise that no line explains. */
    private static Dataset wavy(int n) {
        double[][] x = new double[n][2];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = new double[] {Math.sin(i), 100 + Math.cos(3.0 * i)};
            y[i] = 1 + x[i][0] - 2 * x[i][1] + Math.sin(17.0 * i) / 5;
        }
        return Dataset.of(x, y);
    }

    private static RunConfig config(String... options) {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Configs.SYNTHETIC;
        return Configs.read(all).config();
    }

    private static CrossValidation of(RunConfig config, Dataset data) {
        return CrossValidation.of(config, data, new Control()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "stochastic", "mini-batch"})
    void inParallel_theSameBitsAsOneAfterTheOther(String mode) {
        RunConfig config = config("data.folds=7", "train.mode=" + mode);
        Dataset data = wavy(200);
        Optional<CrossValidation> alone = CrossValidation.of(config, data, new Control(), 1);
        assertTrue(alone.isPresent());
        assertEquals(alone, CrossValidation.of(config, data, new Control(), 4));
        assertEquals(alone, CrossValidation.of(config, data, new Control(), 100));
        assertEquals(alone, CrossValidation.of(config, data, new Control()));
    }

    /** The line through any two of these three points is known, and so is what it says of the third. */
    @Test
    void threePoints_haveTheErrorsOfPencilAndPaper() {
        double[] x = {0, 1, 3};
        double[] y = {1, 3, 4};
        double[] predicted = {2.5, 2, 7};
        double[] average = {3.5, 2.5, 2};
        CrossValidation validation = of(config("data.folds=3"), Dataset.of(new double[][] {{0}, {1}, {3}}, y));
        int[][] rows = Split.folds(3, 3, 1);
        for (FoldResult fold : validation.folds()) {
            int i = rows[fold.fold() - 1][0];
            assertEquals(x.length - 1, fold.rowsTraining());
            assertEquals(1, fold.rowsHeldOut());
            assertEquals(Math.abs(predicted[i] - y[i]), fold.value(Measure.CLOSED_FORM_RMSE), 1e-13);
            assertEquals(Math.abs(predicted[i] - y[i]), fold.value(Measure.RMSE), 1e-9);
            assertEquals(Math.abs(average[i] - y[i]), fold.value(Measure.BASELINE_RMSE), 1e-15);
            assertTrue(Double.isNaN(fold.value(Measure.R2)), "a single row has no spread to explain");
        }
        assertEquals((1.5 + 1 + 3) / 3, validation.mean(Measure.RMSE), 1e-9);
        assertEquals((1.5 + 1 + 3) / 3, validation.mean(Measure.CLOSED_FORM_RMSE), 1e-13);
        assertEquals((2.5 + 0.5 + 2) / 3, validation.mean(Measure.BASELINE_RMSE), 1e-15);
        assertTrue(Double.isNaN(validation.mean(Measure.R2)));
    }

    @Test
    void folds_partitionTheRows_andEveryMeasureIsOfTheirOwn() {
        Dataset data = wavy(103);
        CrossValidation validation = of(config("data.folds=5", "run.seed=9"), data);
        int[][] rows = Split.folds(103, 5, 9);
        int sum = 0;
        for (int k = 0; k < 5; k++) {
            FoldResult fold = validation.folds().get(k);
            assertEquals(k + 1, fold.fold());
            assertEquals(rows[k].length, fold.rowsHeldOut());
            assertEquals(103, fold.rowsHeldOut() + fold.rowsTraining());
            assertEquals(RunState.CONVERGED, fold.state());
            sum += fold.rowsHeldOut();

            double[] held = Arrays.stream(rows[k]).mapToDouble(i -> data.y()[i]).toArray();
            double total = Arrays.stream(data.y()).sum();
            double trainingMean = (total - Arrays.stream(held).sum()) / (103 - held.length);
            double heldMean = Arrays.stream(held).average().orElseThrow();
            assertEquals(Math.sqrt(meanSquare(held, trainingMean)), fold.value(Measure.BASELINE_RMSE), 1e-12);
            assertEquals(
                    1 - fold.value(Measure.RMSE) * fold.value(Measure.RMSE) / meanSquare(held, heldMean),
                    fold.value(Measure.R2),
                    1e-12);
            assertEquals(
                    fold.value(Measure.CLOSED_FORM_RMSE), fold.value(Measure.RMSE), 1e-9 * fold.value(Measure.RMSE));
            assertTrue(fold.value(Measure.RMSE) < fold.value(Measure.BASELINE_RMSE) / 5);
        }
        assertEquals(103, sum);
        assertEquals(
                validation.folds().stream()
                                .mapToDouble(fold -> fold.value(Measure.R2))
                                .sum()
                        / 5,
                validation.mean(Measure.R2),
                1e-15);
    }

    private static double meanSquare(double[] values, double from) {
        return Arrays.stream(values)
                .map(value -> (value - from) * (value - from))
                .average()
                .orElseThrow();
    }

    @Test
    void seed_dealsTheRows() {
        Dataset data = wavy(50);
        assertEquals(of(config("data.folds=2"), data), of(config("data.folds=2"), data));
        assertFalse(of(config("data.folds=2"), data).equals(of(config("data.folds=2", "run.seed=2"), data)));
    }

    /** Equal weights change nothing; rows of weight zero do not count in what is held out. */
    @Test
    void weights_weighTheErrors() {
        double[] weights = new double[20];
        Arrays.fill(weights, 3);
        RunConfig config = config("data.folds=4", "train.learning-rate=0.1", "train.epochs=10");
        CrossValidation plain = of(config, wavy(20));
        CrossValidation alike = of(config, wavy(20).withWeights(weights));
        int[] first = Split.folds(20, 4, 1)[0];
        double[] onlyOne = weights.clone();
        Arrays.stream(first).skip(1).forEach(row -> onlyOne[row] = 0);
        FoldResult one = of(config, wavy(20).withWeights(onlyOne)).folds().get(0);
        assertEquals(plain.mean(Measure.RMSE), alike.mean(Measure.RMSE), 1e-12);
        assertEquals(plain.mean(Measure.BASELINE_RMSE), alike.mean(Measure.BASELINE_RMSE), 1e-12);
        double total = Arrays.stream(wavy(20).y()).sum();
        double held = Arrays.stream(first).mapToDouble(row -> wavy(20).y()[row]).sum();
        assertEquals(Math.abs((total - held) / 15 - wavy(20).y()[first[0]]), one.value(Measure.BASELINE_RMSE), 1e-12);
        assertTrue(Double.isNaN(one.value(Measure.R2)), "one row of any weight has no spread");
    }

    @Test
    void throughTheOrigin_hasNoIntercept() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}, {4}}, new double[] {2, 4, 6, 8});
        CrossValidation validation = of(config("data.folds=2", "model.intercept=false"), data);
        assertEquals(0, validation.mean(Measure.RMSE), 1e-12);
        assertEquals(0, validation.mean(Measure.CLOSED_FORM_RMSE), 1e-14);
        assertTrue(validation.mean(Measure.BASELINE_RMSE) > 1);
    }

    @Test
    void aDivergedFold_saysSo_andStaysFinite() {
        CrossValidation validation = of(config("data.folds=3", "train.learning-rate=50"), wavy(30));
        for (FoldResult fold : validation.folds()) {
            assertEquals(RunState.DIVERGED, fold.state());
            assertTrue(Double.isFinite(fold.value(Measure.RMSE)), fold::toString);
        }
    }

    @Test
    void withoutFolds_thereIsNothing() {
        assertTrue(CrossValidation.of(config(), wavy(10), new Control()).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new CrossValidation(ImmutableList.of()));
    }

    @Test
    void moreFoldsThanRows_isSaidInOneLine() {
        DataException e = assertThrows(DataException.class, () -> of(config("data.folds=11"), wavy(10)));
        assertEquals("found 10 rows for 11 folds; expected at least one row a fold", e.getMessage());
    }

    @Test
    void rowsThatCannotBeMeasured_nameTheirFold() {
        double[] weights = new double[10];
        int[] first = Split.folds(10, 2, 1)[0];
        weights[first[0]] = 1;
        DataException e =
                assertThrows(DataException.class, () -> of(config("data.folds=2"), wavy(10).withWeights(weights)));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.matches("fold [12] of data.folds = 2: .*weight.*"), message);
    }

    @Test
    void stopRequest_endsFoldsThatWouldGoOnForever() throws Exception {
        RunConfig endless = config(
                "data.folds=5",
                "train.mode=stochastic",
                "train.learning-rate=1e-9",
                "train.epochs=9223372036854775807");
        Control control = new Control();
        CompletableFuture<Optional<CrossValidation>> result =
                CompletableFuture.supplyAsync(() -> CrossValidation.of(endless, wavy(100), control));
        await().until(CrossValidationTest::aFoldDescends);
        control.requestStop();
        assertTrue(result.get(30, TimeUnit.SECONDS).isEmpty());
    }

    private static boolean aFoldDescends() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("piste-fold-"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith(".SampledLoop"));
    }

    @Test
    void interrupt_neitherStopsTheFoldsNorIsLost() {
        RunConfig config = config("data.folds=3");
        CrossValidation calm = of(config, wavy(40));
        Thread.currentThread().interrupt();
        CrossValidation disturbed = of(config, wavy(40));
        assertTrue(Thread.interrupted());
        assertEquals(calm, disturbed);
    }

    @Test
    void json_hasEveryFoldAndTheMean_andNullWhereThereIsNoNumber() {
        CrossValidation validation =
                of(config("data.folds=3"), Dataset.of(new double[][] {{0}, {1}, {3}}, new double[] {1, 3, 4}));
        JsonObject json = validation.toJson();
        assertEquals(3, json.get("folds").getAsJsonArray().size());
        JsonObject mean = json.get("mean").getAsJsonObject();
        assertEquals(validation.mean(Measure.RMSE), mean.get("rmse").getAsDouble());
        assertTrue(mean.get("r2").isJsonNull());
        JsonObject second = json.get("folds").getAsJsonArray().get(1).getAsJsonObject();
        assertEquals(2, second.get("fold").getAsInt());
        assertEquals(2, second.get("rows_training").getAsInt());
        assertEquals(1, second.get("rows_held_out").getAsInt());
        assertEquals(
                validation.folds().get(1).value(Measure.BASELINE_RMSE),
                second.get("baseline_rmse").getAsDouble());
        assertEquals(
                validation.folds().get(1).value(Measure.CLOSED_FORM_RMSE),
                second.get("closed_form_rmse").getAsDouble());
        assertEquals("CONVERGED", second.get("state").getAsString());
    }
}
