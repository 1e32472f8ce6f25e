package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.CsvOptions;
import io.github.piste.data.Dataset;
import io.github.piste.data.Split;
import io.github.piste.model.Evaluation;
import io.github.piste.model.RegressionEvaluation;
import io.github.piste.objective.ClosedForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sample weights from a column, end to end. */
class WeightedFitTest {
    private static final int ROWS = 80;

    @TempDir
    private Path folder = Path.of("");

    private static Dataset plain() {
        Random random = new Random(12);
        double[][] x = new double[ROWS][2];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i][0] = 5 + random.nextGaussian();
            x[i][1] = 3 * random.nextGaussian();
            y[i] = 2 * x[i][0] - x[i][1] + (1 + i / 20.0) * random.nextGaussian();
        }
        return Dataset.of(x, y);
    }

    private static double[] weights() {
        return IntStream.range(0, ROWS).mapToDouble(i -> i % 4).toArray();
    }

    /** Rows with weights 0, 1, 2, 3 written that many times. */
    private static Dataset repeated(Dataset rows) {
        return rows.select(IntStream.range(0, ROWS)
                .flatMap(i -> IntStream.generate(() -> i).limit(i % 4))
                .toArray());
    }

    private Path csv(Dataset rows) throws IOException {
        StringBuilder text = new StringBuilder("a,b,importance,t\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(rows.x()[2 * i]).append(',').append(rows.x()[2 * i + 1]);
            text.append(',').append(i % 4).append(',').append(rows.y()[i]).append('\n');
        }
        return Files.writeString(folder.resolve("weighted.csv"), text);
    }

    private static void assertFit(double[] expected, TrainingResult result, double tolerance) {
        assertEquals(expected[0], result.linearModel().coefficients().get(0), tolerance * Math.abs(expected[0]));
        assertEquals(expected[1], result.linearModel().coefficients().get(1), tolerance * Math.abs(expected[1]));
        assertEquals(expected[2], result.linearModel().intercept(), tolerance * Math.abs(expected[2]));
    }

    @Test
    void column_isTakenOutOfTheFeatures_andWeighsAsRepeatedRowsDo() throws IOException {
        Dataset rows = plain();
        TrainingResult result =
                Training.onCsv(csv(rows), "t").set("data.weight", "importance").run();
        assertEquals(List.of("a", "b"), result.model().features());

        ClosedForm weighted = ClosedForm.withIntercept(rows.withWeights(weights()));
        assertFit(weighted.coefficients().toArray(), result, 1e-8);
        assertEquals(weighted.mse(), result.outcome().scalars().loss(), 1e-9 * weighted.mse());
        ClosedForm several = ClosedForm.withIntercept(repeated(rows));
        assertFit(several.coefficients().toArray(), result, 1e-8);
        assertFit(several.coefficients().toArray(), Training.on(repeated(rows)).run(), 1e-8);

        double[] unweighted = ClosedForm.withIntercept(rows).coefficients().toArray();
        assertTrue(
                Math.abs(unweighted[0] - result.linearModel().coefficients().get(0)) > 1e-3,
                "weights make a difference");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini-batch", "stochastic"})
    void sampledModes_comeNearTheWeightedOptimum(String mode) {
        Dataset rows = plain().withWeights(weights());
        double optimum = ClosedForm.withIntercept(rows).mse();
        TrainingResult result = Training.on(rows)
                .set("train.mode", mode)
                .set("train.epochs", 200)
                .run();
        assertEquals(optimum, result.outcome().scalars().loss(), 0.01 * optimum, mode);
    }

    @Test
    void onlyTheRatioOfWeightsCounts() {
        double[] larger = Arrays.stream(weights()).map(s -> 1024 * s).toArray();
        assertEquals(
                Training.on(plain().withWeights(weights())).run().outcome().weights(),
                Training.on(plain().withWeights(larger)).run().outcome().weights());
    }

    @Test
    void validationLoss_isAWeightedMean_andEvaluateCountsRowsAlike() throws IOException {
        Dataset rows = plain();
        Path file = csv(rows);
        TrainingResult result = Training.onCsv(file, "t")
                .set("data.weight", "importance")
                .set("data.validation", 0.25)
                .run();
        double[] s = weights();
        double squares = 0;
        for (int i = 0; i < ROWS; i++) {
            squares += squared(rows, result, i);
        }
        RegressionEvaluation evaluation = (RegressionEvaluation)
                Evaluation.of(result.model(), CsvOptions.of(file).withTarget("t"));
        assertEquals(Math.sqrt(squares / ROWS), evaluation.rmse(), 1e-12 * evaluation.rmse());

        Split split = Split.random(ROWS, 0.25, 1);
        double sum = 0;
        double total = 0;
        for (int i : split.validation().toArray()) {
            sum += s[i] * squared(rows, result, i);
            total += s[i];
        }
        assertEquals(sum / total, result.outcome().scalars().validationLoss(), 1e-9 * sum / total);
    }

    private static double squared(Dataset rows, TrainingResult result, int i) {
        double error = result.linearModel().intercept()
                + result.linearModel().coefficients().get(0) * rows.x()[2 * i]
                + result.linearModel().coefficients().get(1) * rows.x()[2 * i + 1]
                - rows.y()[i];
        return error * error;
    }
}
