package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.ClassData;
import io.github.piste.objective.LogisticLoss;
import io.github.piste.objective.MultilayerPerceptron;
import io.github.piste.objective.RowLoss;
import io.github.piste.objective.SoftmaxCrossEntropy;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss in every mode of the one Trainer. */
class SampledLossesTest {
    private static final Batching BATCH = Batching.batch();
    private static final Batching FEW = Batching.miniBatch(32, Batching.Order.RANDOM);
    private static final Batching ONE = Batching.stochastic(Batching.Order.RANDOM);
    private static final UpdateRule ADAM = new UpdateRule.Adam(0.9, 0.999, 1e-8);

    static List<Batching> sampled() {
        return List.of(FEW, ONE);
    }

    private static Outcome descend(
            RowLoss loss, ImmutableDoubleArray start, Batching batching, UpdateRule rule, double rate, long epochs) {
        boolean averaging = batching.mode() != Batching.Mode.BATCH;
        Descent descent = new Descent(
                batching, rule, rate, new Schedule.Constant(), Penalty.NONE, averaging, StopRule.after(epochs), 1);
        return new Trainer(loss, descent).start(start).run();
    }

    private static void assertFallsTheSameWayTwice(RowLoss loss, Batching batching, double atMost) {
        ImmutableDoubleArray zeros = ImmutableDoubleArray.copyOf(new double[loss.dimension()]);
        double rate = 1 / loss.steepestRow();
        Outcome first = descend(loss, zeros, batching, new UpdateRule.Sgd(), rate, 20);
        assertTrue(first.scalars().loss() < atMost, () -> loss.label() + ": " + first.scalars());
        Outcome second = descend(loss, zeros, batching, new UpdateRule.Sgd(), rate, 20);
        assertEquals(first.weights(), second.weights());
    }

    @ParameterizedTest
    @MethodSource("sampled")
    void logistic_falls_andTheSameSeedGivesTheSameBits(Batching batching) {
        LogisticLoss loss = LogisticLoss.withIntercept(ClassData.standardised(ClassData.banknotes()));
        assertFallsTheSameWayTwice(loss, batching, 0.1);
    }

    @ParameterizedTest
    @MethodSource("sampled")
    void softmax_falls_andTheSameSeedGivesTheSameBits(Batching batching) {
        SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.withIntercept(ClassData.standardised(ClassData.iris()));
        assertFallsTheSameWayTwice(loss, batching, 0.4);
    }

    private static MultilayerPerceptron sine() {
        double[][] x = new double[200][1];
        double[] y = new double[200];
        for (int i = 0; i < 200; i++) {
            x[i][0] = -Math.PI + 2 * Math.PI * i / 199;
            y[i] = 1000 + 50 * Math.sin(x[i][0]);
        }
        return MultilayerPerceptron.squaredError(ClassData.standardised(Dataset.of(x, y)), 16);
    }

    private static void assertLearnsTheSine(Batching batching, double rate, long epochs) {
        MultilayerPerceptron loss = sine();
        Outcome first = descend(loss, loss.initialWeights(1), batching, ADAM, rate, epochs);
        double rSquared = 1 - first.scalars().loss() / (loss.scale() * loss.scale());
        assertTrue(rSquared > 0.99, () -> "R2 is " + rSquared);
        assertEquals(
                first.weights(),
                descend(sine(), loss.initialWeights(1), batching, ADAM, rate, epochs)
                        .weights());
    }

    @Test
    void network_learnsASine_inAllModes() {
        assertLearnsTheSine(BATCH, 0.03, 2000);
        assertLearnsTheSine(FEW, 0.03, 200);
        assertLearnsTheSine(ONE, 0.01, 20);
    }

    @Test
    void network_separatesTheClassesOfIris() {
        Dataset iris = ClassData.standardised(ClassData.iris());
        MultilayerPerceptron loss = MultilayerPerceptron.crossEntropy(iris, 16);
        Outcome outcome = descend(loss, loss.initialWeights(1), BATCH, ADAM, 0.03, 2000);
        double[] p = new double[450];
        loss.predict(outcome.weights().toArray(), p);
        int right = 0;
        for (int i = 0; i < 150; i++) {
            right += p[3 * i + (int) iris.y()[i]] > 0.5 ? 1 : 0;
        }
        assertTrue(right >= 148, right + " of 150");
    }
}
