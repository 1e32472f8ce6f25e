package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.Objective;
import io.github.piste.optim.Batching;
import io.github.piste.optim.StopReason;
import org.junit.jupiter.api.Test;

/** The programs this project grew from: the numbers they print must come out again. */
class SeedsTest {
    private static final Dataset LINE = Dataset.of(new double[][] {{1}, {2}, {3}}, new double[] {2, 4, 6});

    private static Outcome descend(Batching batching) {
        return new Trainer(LeastSquares.throughOrigin(LINE), Descent.plain(batching, 0.01, 100))
                .start(ImmutableDoubleArray.of(1))
                .run();
    }

    @Test
    void line_batch_reachesTheKnownWeight() {
        Outcome outcome = descend(Batching.batch());

        assertEquals(1.9999444396553017, outcome.weights().get(0), 1e-12 * 2);
        assertEquals(1.4405775547323328e-08, outcome.scalars().loss(), 1e-18);
        assertEquals(100, outcome.scalars().step());
        assertEquals(StopReason.EPOCHS, outcome.reason());
        assertEquals(7.999777758621207, outcome.weights().get(0) * 4, 1e-11);
    }

    @Test
    void line_batch_lossBeforeTheLastUpdateIsTheKnownOne() {
        History history = descend(Batching.batch()).history();

        assertEquals(99, history.scalars(99).step());
        assertEquals(1.752432687141379e-08, history.scalars(99).loss(), 1e-18);
    }

    @Test
    void line_oneRowAtATimeInOrder_reachesTheKnownWeight() {
        Outcome outcome = descend(Batching.stochastic(Batching.Order.NONE));

        assertEquals(1.9999999999999236, outcome.weights().get(0), 1e-12);
        assertEquals(300, outcome.scalars().step());
        assertEquals(7.9999999999996945, outcome.weights().get(0) * 4, 1e-11);
    }

    @Test
    void toyRows_oneAtATime_reachThePublishedCoefficients() {
        Dataset rows = Dataset.of(new double[][] {{1}, {2}, {4}, {3}, {5}}, new double[] {1, 3, 3, 2, 5});

        // The published step has no factor 2, so half of its rate gives the same step.
        Outcome outcome = new Trainer(
                        LeastSquares.withIntercept(rows),
                        Descent.plain(Batching.stochastic(Batching.Order.NONE), 0.0005, 50))
                .run();

        assertEquals(0.22998234937311363, outcome.weights().get(1), 1e-14);
        assertEquals(0.8017220304137576, outcome.weights().get(0), 1e-14);
    }

    @Test
    void parabola_ownObjectiveOfTwoMethods_descendsAsThePublishedPoints() {
        Objective parabola = new Objective() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                gradient[0] = 2 * w[0];
                return w[0] * w[0];
            }
        };

        History history = new Trainer(parabola, Descent.batch(0.3, 5))
                .start(ImmutableDoubleArray.of(-5))
                .run()
                .history();

        assertEquals(
                ImmutableDoubleArray.of(-5, -2, -0.8, -0.32000000000000006, -0.12800000000000003, -0.05120000000000001),
                history.weight(0));
    }

    @Test
    void sphere_rateTen_isReportedAsDivergedLongBeforeItIsInfinite() {
        Objective sphere = new Objective() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                gradient[0] = 2 * w[0];
                gradient[1] = 2 * w[1];
                return w[0] * w[0] + w[1] * w[1];
            }
        };

        Outcome outcome = new Trainer(sphere, Descent.batch(10, 1000))
                .start(ImmutableDoubleArray.of(-3, 4))
                .run();

        assertEquals(StopReason.DIVERGED, outcome.reason());
        assertEquals(ImmutableDoubleArray.of(-3, 4), outcome.weights(), "the best state is kept");
        assertEquals(true, outcome.scalars().step() <= 241);
    }
}
