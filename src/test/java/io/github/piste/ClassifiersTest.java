package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.model.LogisticModel;
import io.github.piste.run.Measure;
import io.github.piste.run.RunState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classifiers trained on real data, against the fits of R and each other. */
class ClassifiersTest {
    private static final List<String> FOUR = List.of("3", "4", "6", "7");

    @Test
    void irisPair_isTheReferencesFit() {
        Dataset iris = load(TestData.path("iris", "iris.data"), "5", List.of());
        int[] pair =
                IntStream.range(0, iris.rows()).filter(i -> iris.y()[i] > 0).toArray();
        Dataset rows = iris.select(pair);
        double[][] x = new double[rows.rows()][];
        double[] y = new double[rows.rows()];
        for (int i = 0; i < x.length; i++) {
            x[i] = Arrays.copyOfRange(rows.x(), i * rows.stride(), i * rows.stride() + rows.features());
            y[i] = rows.y()[i] - 1;
        }
        fits("iris: virginica vs versicolor, 4 features", Dataset.of(x, y));
    }

    @Test
    void banknotes_nearlySeparable_areTheReferencesFit() {
        fits("banknote: V5~V1..V4", load(TestData.path("banknote", "banknote_authentication.csv"), "5", List.of()));
    }

    @Test
    void wdbcWithFourColumns_isTheReferencesFit() {
        fits(
                "wdbc: malignant~V3+V4+V6+V7 (mean radius, texture, area, smoothness)",
                load(TestData.path("wdbc", "wdbc.data"), "2", FOUR));
    }

    private static void fits(String name, Dataset rows) {
        TrainingResult result = Training.on(rows)
                .set("model.kind", "logistic")
                .set("train.epochs", 20_000)
                .run();

        LogisticModel model = (LogisticModel) result.model();
        double[] expected = ReferenceFits.coefficients(name);
        double worst = Math.abs(model.intercept() / expected[expected.length - 1] - 1);
        for (int j = 0; j < expected.length - 1; j++) {
            worst = Math.max(worst, Math.abs(model.coefficients().get(j) / expected[j] - 1));
        }
        assertTrue(worst <= 1e-6, name + " is off by " + worst + ", " + result.reason());
        assertEquals(
                ReferenceFits.number(name, "log_loss_mean"),
                result.outcome().scalars().loss(),
                1e-8);
        assertEquals(
                ReferenceFits.number(name, "accuracy_at_0.5"),
                result.accuracy().orElseThrow().training(),
                1e-12);
        assertEquals(RunState.CONVERGED, result.state(), result.reason());
    }

    /** No finite weights are best: R calls this converged, with a coefficient of 4e17. */
    @Test
    void wdbcWithAllColumns_isSeparable_andSaysSo() {
        Dataset rows = load(
                TestData.path("wdbc", "wdbc.data"),
                "2",
                IntStream.rangeClosed(3, 32).mapToObj(Integer::toString).toList());
        TrainingResult result = Training.on(rows)
                .set("model.kind", "logistic")
                .set("train.epochs", 20_000)
                .run();

        assertEquals(RunState.FINISHED, result.state());
        assertTrue(result.reason().contains("not converged: the classes are separable"), result.reason());
        assertEquals(1, result.accuracy().orElseThrow().training());
        assertTrue(largest(((LogisticModel) result.model()).coefficients()) < 1e6, "the weights ran away");

        TrainingResult penalised = Training.on(rows)
                .set("model.kind", "logistic")
                .set("model.l2", 1e-3)
                .set("train.epochs", 20_000)
                .run();
        assertFalse(penalised.reason().contains("separable"), penalised.reason());
        assertEquals(RunState.CONVERGED, penalised.state(), penalised.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "mini-batch", "stochastic"})
    void iris_bySoftmax_isRightFor96Percent(String mode) {
        TrainingResult result = Training.on(load(TestData.path("iris", "iris.data"), "5", List.of()))
                .set("model.kind", "softmax")
                .set("train.mode", mode)
                .set("train.epochs", mode.equals("batch") ? 2000 : 200)
                .run();
        assertTrue(result.accuracy().orElseThrow().training() >= 0.96, () -> mode + " " + result.accuracy());
        assertFalse(result.reason().contains("separable"), result.reason());
    }

    @Test
    void threeClasses_areNotForLogisticRegression() {
        Dataset iris = load(TestData.path("iris", "iris.data"), "5", List.of());
        DataException e = assertThrows(
                DataException.class,
                () -> Training.on(iris).set("model.kind", "logistic").run());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("3 classes ('Iris-setosa', ") && message.contains("softmax"), message);
    }

    @Test
    void folds_measureAccuracy() {
        TrainingResult result = Training.on(load(TestData.path("iris", "iris.data"), "5", List.of()))
                .set("model.kind", "softmax")
                .set("model.l2", 1e-3)
                .set("data.folds", 5)
                .run();
        assertTrue(result.crossValidation().orElseThrow().mean(Measure.ACCURACY) >= 0.93);
        assertTrue(result.crossValidation().orElseThrow().mean(Measure.BASELINE_ACCURACY) <= 0.4);
        assertTrue(result.crossValidation().orElseThrow().mean(Measure.LOG_LOSS) < 0.3);
    }

    private static double largest(ImmutableDoubleArray values) {
        return values.stream().map(Math::abs).max().orElse(0);
    }

    private static Dataset load(Path file, String target, List<String> features) {
        return new CsvSource(CsvOptions.of(file).withTarget(target).withFeatures(features))
                .load()
                .dataset();
    }
}
