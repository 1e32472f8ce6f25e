package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.model.LinearModel;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.RunState;
import io.github.piste.run.TrainConfig.Gradient;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However the gradient over all rows is computed, by how many threads, the answer is the same. */
class GradientPathTest {
    private static final int ROWS = 20_000;
    private static final int FEATURES = 6;

    private static Training training() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] x = new double[ROWS][FEATURES];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            Arrays.setAll(x[i], j -> (j + 1) * random.nextDouble());
            x[i][1] += x[i][0];
            y[i] = 5 + 2 * x[i][0] - x[i][3] + random.nextGaussian();
        }
        return Training.on(x, y);
    }

    private static double[] coefficients(TrainingResult result) {
        LinearModel model = result.linearModel();
        double[] all = Arrays.copyOf(model.coefficients().toArray(), FEATURES + 1);
        all[FEATURES] = model.intercept();
        return all;
    }

    @Test
    void gramAndStreaming_reachTheSameWeights() {
        TrainingResult streaming = training().set("train.gradient", "streaming").run();
        TrainingResult gram = training().set("train.gradient", "gram").run();
        assertEquals(Gradient.STREAMING, streaming.plan().gradient());
        assertEquals(Gradient.GRAM, gram.plan().gradient());
        assertEquals(RunState.CONVERGED, gram.state());
        double[] expected = coefficients(streaming);
        double[] found = coefficients(gram);
        for (int j = 0; j <= FEATURES; j++) {
            assertEquals(expected[j], found[j], 1e-11 * Math.max(1, Math.abs(expected[j])));
        }
        assertEquals(streaming.optimumLoss(), gram.outcome().scalars().loss(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"2000,GRAM", "5,STREAMING"})
    void auto_takesTheGramMatrixWhereManyEpochsAreAhead(long epochs, Gradient expected) {
        TrainingResult result = training()
                .set("train.epochs", epochs)
                .set("train.learning-rate", "0.001")
                .set("train.stop.loss-change", "0.5")
                .run();
        assertEquals(expected, result.plan().gradient());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.loss=huber", "model.kind=logistic", "train.mode=stochastic"})
    void gram_isForLeastSquaresOverAllRows(String other) {
        String[] assignment = other.split("=", 2);
        Training training = training().set("train.gradient", "gram").set(assignment[0], assignment[1]);
        InvalidConfigException refused = assertThrows(InvalidConfigException.class, training::run);
        assertTrue(String.valueOf(refused.getMessage()).contains("train.gradient = gram"), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void moreThreads_changeNoBit(int threads) {
        ImmutableDoubleArray one = weights(1);
        assertEquals(one, weights(threads));
    }

    private static ImmutableDoubleArray weights(int threads) {
        return training()
                .set("train.gradient", "streaming")
                .set("train.threads", threads)
                .set("train.epochs", 40)
                .run()
                .outcome()
                .weights();
    }
}
