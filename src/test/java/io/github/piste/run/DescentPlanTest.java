package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.StopReason;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescentPlanTest {
    /** The Hessian is the diagonal matrix of 50, 2 and, for the intercept, 2. */
    private static LeastSquares steep() {
        return LeastSquares.withIntercept(
                Dataset.of(new double[][] {{5, 1}, {5, -1}, {-5, 1}, {-5, -1}}, new double[] {1, 2, 3, 5}));
    }

    /** All directions bend alike. */
    private static LeastSquares round() {
        return LeastSquares.withIntercept(Dataset.of(new double[][] {{1}, {-1}}, new double[] {1, 2}));
    }

    private static DescentPlan plan(LeastSquares objective, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(Configs.SYNTHETIC);
        return DescentPlan.of(Configs.read(all.toArray(new String[0])).config(), objective);
    }

    @Test
    void automaticRate_ofABadlyConditionedBatch_isAccelerated() {
        DescentPlan plan = plan(steep());
        UpdateRule.Accelerated rule = (UpdateRule.Accelerated) plan.descent().rule();
        assertEquals(25, rule.conditionNumber(), 1e-10);
        assertEquals(16.0 / 36, rule.momentum(), 1e-12);
        assertEquals(100.0 / 36, rule.rateFactor(), 1e-11);
        assertEquals(1.0 / 50, plan.descent().learningRate(), 1e-15);
        assertTrue(plan.warnings().isEmpty());
        assertEquals(25, plan.curvature().conditionNumber(), 1e-10);
    }

    @Test
    void automaticRate_ofARoundBatch_needsOneStep() {
        DescentPlan plan = plan(round());
        assertEquals(new UpdateRule.Sgd(), plan.descent().rule());
        assertEquals(0.5, plan.descent().learningRate(), 1e-15);
        Outcome outcome = new Trainer(round(), plan.descent()).run();
        assertEquals(StopReason.ROUNDING, outcome.reason());
        assertTrue(outcome.scalars().step() <= 2);
    }

    @Test
    void explicitRate_isPlainDescent_andComparedWithItsLimit() {
        DescentPlan plan = plan(steep(), "train.learning-rate=0.03");
        assertEquals(new UpdateRule.Sgd(), plan.descent().rule());
        assertEquals(0.03, plan.descent().learningRate());
        assertEquals(2.0 / 50, plan.stableLimit(), 1e-15);
        assertTrue(plan.warnings().isEmpty());

        DescentPlan over = plan(steep(), "train.learning-rate=0.041");
        assertEquals(
                List.of("the learning rate 0.04100 is above the stable limit 0.04000: this descent will not settle. Use"
                        + " train.learning-rate = 0.02000, or auto; the columns are scaled alike, so no column's scale is to"
                        + " blame."),
                over.warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov"})
    void stableLimit_isWhereTheRuleStopsSettling(String rule) {
        String name = "train.rule=" + rule;
        double limit = plan(steep(), name, "train.learning-rate=0.01").stableLimit();
        Descent below = plan(steep(), name, "train.epochs=3000", "train.learning-rate=" + 0.98 * limit)
                .descent();
        Descent above = plan(steep(), name, "train.epochs=3000", "train.learning-rate=" + 1.02 * limit)
                .descent();

        Outcome settles = new Trainer(steep(), below).run();
        assertTrue(settles.reason() != StopReason.DIVERGED, settles::toString);
        assertTrue(settles.scalars().gradientNorm() < 1e-6, settles::toString);
        assertEquals(StopReason.DIVERGED, new Trainer(steep(), above).run().reason(), "at " + 1.02 * limit);
    }

    @Test
    void ruleWithoutALimit_hasNone_andNoWarning() {
        for (String rule : List.of("adam", "adagrad", "rmsprop")) {
            DescentPlan plan = plan(steep(), "train.rule=" + rule, "train.learning-rate=100");
            assertTrue(Double.isNaN(plan.stableLimit()), rule);
            assertTrue(plan.warnings().isEmpty(), rule);
        }
    }

    @Test
    void sampledLimit_comesFromTheLongestRow_andGrowsWithTheBatch() {
        // |x|^2 = 25 + 1 + 1 for every row; the mean of many bends as the whole does.
        double one = plan(steep(), "train.mode=stochastic").stableLimit();
        assertEquals(2 / (2 * 27.0), one, 1e-15);
        double two =
                plan(steep(), "train.mode=mini-batch", "train.batch-size=2").stableLimit();
        assertEquals(2 / (50 + (54 - 50) / 2.0), two, 1e-15);
        assertTrue(one < two && two < plan(steep()).curvature().stableLimit());
    }

    @Test
    void averaging_isAutomaticOnlyWhereTheRateIsAndStepsAreNoisy() {
        assertTrue(plan(steep(), "train.mode=stochastic").descent().averaging());
        assertTrue(!plan(steep(), "train.mode=stochastic", "train.learning-rate=0.01")
                .descent()
                .averaging());
        assertTrue(!plan(steep()).descent().averaging());
        assertTrue(plan(steep(), "train.mode=stochastic", "train.learning-rate=0.01", "train.averaging=true")
                .descent()
                .averaging());
    }

    @Test
    void l2_bendsTheLossAndLowersTheLimit() {
        DescentPlan plan = plan(steep(), "model.l2=5", "train.learning-rate=0.01");
        assertEquals(2.0 / 60, plan.stableLimit(), 1e-15);
        assertEquals(5, plan.descent().penalty().l2());
    }
}
