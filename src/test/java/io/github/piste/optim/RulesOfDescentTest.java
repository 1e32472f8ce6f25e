package io.github.piste.optim;

import static io.github.piste.optim.UpdateRuleTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Schedules, penalties, stop rules and batching: their values, and what they refuse. */
class RulesOfDescentTest {
    @Test
    void constant_isOne() {
        assertEquals(1, new Schedule.Constant().factor(0, 10));
        assertEquals(1, new Schedule.Constant().factor(1e9, 10));
    }

    @Test
    void step_dropsAtTheEndOfEveryFewEpochs() {
        Schedule step = new Schedule.Step(10, 0.5);
        assertEquals(1, step.factor(0, 100));
        assertEquals(1, step.factor(9.99, 100));
        assertEquals(0.5, step.factor(10, 100));
        assertEquals(0.125, step.factor(39, 100));
    }

    @Test
    void exponentialAndInverseTime_decay() {
        assertEquals(1, new Schedule.Exponential(0.1).factor(0, 100));
        assertEquals(StrictMath.exp(-0.75), new Schedule.Exponential(0.1).factor(7.5, 100));
        assertEquals(1, new Schedule.InverseTime(0.1).factor(0, 100));
        assertEquals(1 / 1.75, new Schedule.InverseTime(0.1).factor(7.5, 100));
    }

    @Test
    void cosine_goesFromOneToItsFloor_andStaysThere() {
        Schedule cosine = new Schedule.Cosine(0.2);
        assertEquals(1, cosine.factor(0, 50));
        assertEquals(0.6, cosine.factor(25, 50), 1e-15);
        assertEquals(0.2, cosine.factor(50, 50), 1e-15);
        assertEquals(0.2, cosine.factor(60, 50), 1e-15);
    }

    @Test
    void warmUp_rampsFromAHundredth_thenIsOne() {
        Schedule warmUp = new Schedule.WarmUp(4);
        assertEquals(0.01, warmUp.factor(0, 100));
        assertEquals(0.505, warmUp.factor(2, 100), 1e-15);
        assertEquals(1, warmUp.factor(4, 100));
        assertEquals(1, warmUp.factor(40, 100));
    }

    @Test
    void schedules_neverGrow_exceptTheWarmUp_andNeverGoBelowZero() {
        Schedule[] falling = {
            new Schedule.Constant(),
            new Schedule.Step(3, 0.3),
            new Schedule.Exponential(0.5),
            new Schedule.InverseTime(2),
            new Schedule.Cosine(0)
        };
        for (Schedule schedule : falling) {
            double previous = 1;
            for (double epoch = 0; epoch < 40; epoch += 0.25) {
                double factor = schedule.factor(epoch, 30);
                assertTrue(factor <= previous && factor >= 0, schedule + " at " + epoch);
                previous = factor;
            }
        }
    }

    @Test
    void schedules_refuseNumbersOutOfRange() {
        assertRefused(0.0, () -> new Schedule.Step(0, 0.5));
        assertRefused(0.0, () -> new Schedule.Step(1, 0));
        assertRefused(1.5, () -> new Schedule.Step(1, 1.5));
        assertRefused(-1.0, () -> new Schedule.Exponential(-1));
        assertRefused(Double.NaN, () -> new Schedule.Exponential(Double.NaN));
        assertRefused(-1.0, () -> new Schedule.InverseTime(-1));
        assertRefused(-0.1, () -> new Schedule.Cosine(-0.1));
        assertRefused(1.1, () -> new Schedule.Cosine(1.1));
        assertRefused(0.0, () -> new Schedule.WarmUp(0));
    }

    @Test
    void penalty_addsAbsoluteValuesAndSquares_ofTheFirstWeightsOnly() {
        double[] w = {1, -2, 100};
        assertEquals(0.5 * 3 + 0.25 * 5, new Penalty(0.5, 0.25).value(w, 2));
        double[] gradient = {1, 1, 1};
        new Penalty(0.5, 0.25).addGradient(w, 2, gradient);
        assertArrayEquals(new double[] {1.5, 0, 1}, gradient);
        assertEquals(0, Penalty.NONE.value(new double[] {Double.NaN}, 1));
    }

    @Test
    void shrink_isTheSoftThreshold() {
        assertEquals(2, Penalty.shrink(3, 1));
        assertEquals(-2, Penalty.shrink(-3, 1));
        assertEquals(0, Penalty.shrink(0.9, 1));
        assertEquals(0, Penalty.shrink(-1, 1));
        assertEquals(0, Penalty.shrink(1, 1));
        assertEquals(3, Penalty.shrink(3, 0));
        // It is the minimum of (z - w)^2 / 2 + t |z|.
        for (double w = -2; w <= 2; w += 0.125) {
            double z = Penalty.shrink(w, 0.75);
            double least = (z - w) * (z - w) / 2 + 0.75 * Math.abs(z);
            for (double other = -3; other <= 3; other += 0.03125) {
                assertTrue(least <= (other - w) * (other - w) / 2 + 0.75 * Math.abs(other) + 1e-15);
            }
        }
    }

    @Test
    void penalty_refusesWhatIsNegativeOrNotFinite() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(bad, () -> new Penalty(bad, 0));
            assertRefused(bad, () -> new Penalty(0, bad));
        }
    }

    @Test
    void stopRule_refusesWhatCannotBeMeant() {
        Optional<Duration> off = Optional.empty();
        assertRefused(0L, () -> StopRule.after(0));
        assertRefused(-1.0, () -> new StopRule(1, -1, 0, 0, off));
        assertRefused(Double.NaN, () -> new StopRule(1, Double.NaN, 0, 0, off));
        assertRefused(-1.0, () -> new StopRule(1, 0, -1, 0, off));
        assertRefused(Double.NaN, () -> new StopRule(1, 0, Double.NaN, 0, off));
        assertRefused(-1, () -> new StopRule(1, 0, 0, -1, off));
        assertRefused(Duration.ZERO, () -> new StopRule(1, 0, 0, 0, Optional.of(Duration.ZERO)));
        assertRefused(Duration.ofMillis(-5), () -> new StopRule(1, 0, 0, 0, Optional.of(Duration.ofMillis(-5))));
        assertEquals(new StopRule(7, 0, 0, 0, off), StopRule.after(7));
    }

    @Test
    void batching_knowsHowManyRowsAStepSees() {
        assertEquals(50, Batching.batch().rowsPerStep(50));
        assertEquals(1, Batching.stochastic(Batching.Order.NONE).rowsPerStep(50));
        assertEquals(8, Batching.miniBatch(8, Batching.Order.NONE).rowsPerStep(50));
        assertEquals(5, Batching.miniBatch(8, Batching.Order.NONE).rowsPerStep(5));
        assertRefused(0, () -> Batching.miniBatch(0, Batching.Order.RANDOM));
        assertRefused(-3, () -> new Batching(Batching.Mode.BATCH, -3, Batching.Order.NONE));
    }

    @Test
    void everyStopReason_hasItsWords() {
        for (StopReason reason : StopReason.values()) {
            assertTrue(
                    reason.text().length() > 10
                            && Character.isLowerCase(reason.text().charAt(0)),
                    reason::name);
        }
    }
}
