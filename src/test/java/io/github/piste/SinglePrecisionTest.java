package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.data.SyntheticSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code data.precision = single}: the answers of double precision but for the rounding of the scaled columns. */
class SinglePrecisionTest {
    private static final Dataset ROWS = new SyntheticSource(20_000, 12, 0.5, 10, 5).generate();

    /** Of columns that an offset would leave three digits of, if they were rounded before they are scaled. */
    private static Training training(String precision) {
        double[][] x = new double[ROWS.rows()][ROWS.features()];
        for (int i = 0; i < x.length; i++) {
            ROWS.copyRows(i, i + 1, x[i]);
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] += 10_000;
            }
        }
        return Training.on(Dataset.of(x, ROWS.y())).set("data.precision", precision);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "stochastic", "mini-batch"})
    void single_reachesTheWeightsOfDouble(String mode) {
        ImmutableDoubleArray expected =
                training("double").set("train.mode", mode).run().outcome().weights();
        TrainingResult single = training("single").set("train.mode", mode).run();
        ImmutableDoubleArray found = single.outcome().weights();
        assertNotEquals(expected, found);
        for (int j = 0; j < expected.length(); j++) {
            assertEquals(expected.get(j), found.get(j), 2e-6 * Math.max(1, Math.abs(expected.get(j))));
        }
        double gap = single.outcome().scalars().loss() / single.optimumLoss() - 1;
        assertTrue(mode.equals("batch") ? Math.abs(gap) < 1e-8 : gap < 0.01, "gap " + gap);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streaming", "gram"})
    void threads_changeNoBitOfSingle(String gradient) {
        assertEquals(weights(gradient, 1), weights(gradient, 3));
    }

    private static ImmutableDoubleArray weights(String gradient, int threads) {
        return training("single")
                .set("train.gradient", gradient)
                .set("train.threads", threads)
                .set("train.epochs", 30)
                .run()
                .outcome()
                .weights();
    }

    @Test
    void validation_ofSingle_isCloseToThatOfDouble() {
        double expected = validationLoss("double");
        assertEquals(expected, validationLoss("single"), 1e-6 * expected);
    }

    private static double validationLoss(String precision) {
        return training(precision)
                .set("data.validation", 0.2)
                .run()
                .outcome()
                .scalars()
                .validationLoss();
    }
}
