package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import io.github.piste.objective.ClassData;
import io.github.piste.objective.LogisticLoss;
import io.github.piste.objective.RowLoss;
import io.github.piste.objective.SoftmaxCrossEntropy;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classifiers on real data by accelerated descent, beside what others computed. */
class ClassifierFitsTest {
    private static Descent accelerated(RowLoss loss, long epochs) {
        return new Descent(
                Batching.batch(),
                new UpdateRule.Restarted(),
                1 / loss.curvature(0).largest(),
                new Schedule.Constant(),
                Penalty.NONE,
                false,
                StopRule.after(epochs),
                1);
    }

    private static void assertFit(String name, Dataset rows, double errors) {
        Standardizer scaling = Standardizer.fit(rows, Scaling.STANDARD);
        LogisticLoss loss = LogisticLoss.withIntercept(scaling.apply(rows));

        Outcome outcome = new Trainer(loss, accelerated(loss, 20_000)).run();

        assertEquals(StopReason.ROUNDING, outcome.reason());
        assertTrue(outcome.scalars().epoch() < 5000, () -> outcome.scalars().toString());
        double[] w = outcome.weights().toArray();
        ImmutableDoubleArray found = scaling.originalCoefficients(w);
        double[] expected = ReferenceFits.coefficients(name);
        assertEquals(expected.length, found.length());
        for (int j = 0; j < expected.length; j++) {
            assertEquals(expected[j], found.get(j), 1e-9 * Math.abs(expected[j]), name + " " + j);
        }
        assertEquals(ReferenceFits.number(name, "log_loss_mean"), loss.value(w), 1e-12);
        assertEquals(ReferenceFits.number(name, "accuracy_at_0.5"), 1 - errors / rows.rows(), 1e-12);
        assertEquals(errors, loss.errors(w));
        assertFalse(loss.separates(w));
    }

    @Test
    void irisVirginicaOrVersicolor_isTheReference() {
        assertFit("iris: virginica", ClassData.virginicaOrVersicolor(), 2);
    }

    @Test
    void banknotes_nearlySeparable_areTheReference() {
        assertFit("banknote: ", ClassData.banknotes(), 11);
    }

    @Test
    void fourColumnsOfWdbc_areTheReference() {
        assertFit("wdbc: ", ClassData.wdbc(List.of("3", "4", "6", "7")), 45);
    }

    @Test
    void allColumnsOfWdbc_areFoundToBeSeparable_withFiniteWeights() {
        LogisticLoss loss = LogisticLoss.withIntercept(ClassData.standardised(ClassData.wdbc()));

        Outcome outcome = new Trainer(loss, accelerated(loss, 5000)).run();

        assertEquals(StopReason.EPOCHS, outcome.reason(), "there is no minimum to converge to");
        assertTrue(loss.separates(outcome.weights().toArray()));
        assertTrue(outcome.weights().stream().allMatch(w -> Math.abs(w) < 1e4), () -> outcome.weights()
                .toString());
    }

    @Test
    void iris_isNotSeparable_butNearlyAllRight() {
        SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.withIntercept(ClassData.standardised(ClassData.iris()));

        Outcome outcome = new Trainer(loss, accelerated(loss, 2000)).run();

        assertEquals(2, loss.errors(outcome.weights().toArray()), "98.7 per cent are right");
        assertFalse(loss.separates(outcome.weights().toArray()));
        assertEquals(0.0396618, outcome.scalars().loss(), 1e-6);
    }
}
