package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks trained through the facade. */
class NetworksTest {
    @ParameterizedTest
    @ValueSource(strings = {"batch", "mini-batch"})
    void iris_byNetwork_isRightFor96Percent(String mode) {
        TrainingResult result = Training.onCsv(TestData.path("iris", "iris.data"), "5")
                .set("model.kind", "mlp")
                .set("train.mode", mode)
                .set("train.epochs", 500)
                .run();
        assertTrue(result.accuracy().orElseThrow().training() >= 0.96, () -> mode + " " + result.accuracy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "mini-batch"})
    void wave_byNetwork_isFittedWhereALineIsNot(String mode) {
        Training line = Training.onCsv(Path.of("config/samples/wave.csv"), "y");
        double byLine = line.run().outcome().scalars().loss();
        TrainingResult network = Training.onCsv(Path.of("config/samples/wave.csv"), "y")
                .set("model.kind", "mlp")
                .set("model.hidden", 32)
                .set("train.mode", mode)
                .set("train.epochs", mode.equals("batch") ? 2000 : 400)
                .run();
        double loss = network.outcome().scalars().loss();
        assertTrue(loss < 1.6 && byLine > 25, () -> "network " + loss + ", line " + byLine);
    }

    @Test
    void sameSeed_sameBits_otherSeed_otherNetwork() throws IOException {
        assertTrue(Files.exists(Path.of("config/samples/moons.csv")));
        assertEquals(moons(1), moons(1));
        assertFalse(moons(1).equals(moons(2)));
    }

    private static ImmutableDoubleArray moons(long seed) {
        return Training.onCsv(Path.of("config/samples/moons.csv"), "moon")
                .set("model.kind", "mlp")
                .set("train.mode", "mini-batch")
                .set("train.epochs", 20)
                .set("run.seed", seed)
                .run()
                .outcome()
                .weights();
    }

    /** The loop takes the rows in another order in each mode; the network it starts from is the same. */
    @Test
    void everyMode_startsFromTheSameNetwork() {
        double batch = startLoss("batch");
        assertEquals(batch, startLoss("mini-batch"), 1e-12 * batch);
        assertEquals(batch, startLoss("stochastic"), 1e-12 * batch);
    }

    private static double startLoss(String mode) {
        return Training.onCsv(Path.of("config/samples/wave.csv"), "y")
                .set("model.kind", "mlp")
                .set("train.mode", mode)
                .set("train.epochs", 1)
                .run()
                .outcome()
                .startLoss();
    }

    @Test
    void wideNetwork_withTheAutomaticRate_goesDown() {
        TrainingResult result = Training.onCsv(Path.of("config/samples/wave.csv"), "y")
                .set("model.kind", "mlp")
                .set("model.hidden", 5000)
                .set("train.epochs", 20)
                .run();
        assertTrue(
                result.outcome().scalars().loss() < result.outcome().startLoss() / 2,
                () -> result.reason() + " " + result.outcome().scalars().loss());
    }

    /** Numbers become classes where the configuration asks for it. */
    @Test
    void crossEntropy_onNumbers_makesClasses() {
        TrainingResult result = Training.on(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[] {0, 1, 1, 0})
                .set("model.kind", "mlp")
                .set("model.loss", "cross-entropy")
                .run();
        assertEquals(1, result.accuracy().orElseThrow().training(), "exclusive or");
    }
}
