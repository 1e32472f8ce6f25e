package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Curvature;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import io.github.piste.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractionTest {
    private static final Curvature CURVATURE = new Curvature(2, 0.02);

    /** Half the eigenvalues of {@link #CURVATURE} times the squares of two weights. */
    private static final Objective BOWL = new Objective() {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            gradient[0] = 2 * w[0];
            gradient[1] = 0.02 * w[1];
            return w[0] * w[0] + 0.01 * w[1] * w[1];
        }
    };

    @Test
    void theory_foretellsTheEpochsOfARealDescent() {
        for (UpdateRule rule : List.of(
                new UpdateRule.Sgd(),
                new UpdateRule.Momentum(0.5),
                new UpdateRule.Nesterov(0.6),
                new UpdateRule.Nesterov(0.95),
                new UpdateRule.Accelerated(100))) {
            double expected = new Contraction(rule, 0.5, CURVATURE).epochsToRounding();
            double[] norms = new double[2];
            Descent descent = new Descent(
                    Batching.batch(),
                    rule,
                    0.5,
                    new Schedule.Constant(),
                    Penalty.NONE,
                    false,
                    StopRule.after((long) expected),
                    1);

            var history = new Trainer(BOWL, descent)
                    .start(ImmutableDoubleArray.of(0, 1))
                    .run()
                    .history();
            norms[0] = history.scalars(0).gradientNorm();
            norms[1] = history.scalars(history.length() - 1).gradientNorm();

            // the exponent of the decay is as foretold, swings and polynomial factors aside
            assertEquals(-14, Math.log10(norms[1] / norms[0]), 2.5, rule::toString);
        }
    }

    @Test
    void rateAtTheLimit_neverGetsThere() {
        assertEquals(Double.POSITIVE_INFINITY, new Contraction(new UpdateRule.Sgd(), 1, CURVATURE).epochsToRounding());
        assertTrue(new Contraction(new UpdateRule.Sgd(), 0.99, CURVATURE).epochsToRounding() > 1000);
    }

    @Test
    void adaptiveRules_haveNoSuchTheory() {
        assertTrue(
                Double.isNaN(new Contraction(new UpdateRule.Adam(0.9, 0.99, 1e-8), 0.1, CURVATURE).epochsToRounding()));
    }
}
