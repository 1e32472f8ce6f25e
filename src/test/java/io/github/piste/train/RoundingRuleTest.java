package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import org.junit.jupiter.api.Test;

class RoundingRuleTest {
    @Test
    void gradientThatStillShrinks_isNotRounding() {
        RoundingRule rule = new RoundingRule();
        double norm = 1;
        for (int epoch = 0; epoch < 600; epoch++) {
            assertFalse(rule.reached(norm, epoch), "epoch " + epoch);
            norm *= 0.9;
        }
        assertTrue(norm < 1e-27);
    }

    @Test
    void tinyGradientThatStandsStill_isRounding_afterAQuarterOfTheEpochs() {
        RoundingRule rule = new RoundingRule();
        rule.reached(1, 0);
        assertFalse(rule.reached(1e-15, 300));
        for (int epoch = 301; epoch < 400; epoch++) {
            assertFalse(rule.reached(1.1e-15 - 1e-18 * epoch, epoch), "epoch " + epoch);
        }
        assertTrue(rule.reached(9e-16, 400));
    }

    @Test
    void gradientThatStandsStillHigher_isNotRounding() {
        RoundingRule rule = new RoundingRule();
        rule.reached(1, 0);
        for (int epoch = 1; epoch < 1000; epoch++) {
            assertFalse(rule.reached(1e-13, epoch));
        }
    }

    @Test
    void zero_isRoundingAtOnce() {
        assertTrue(new RoundingRule().reached(0, 0));
    }

    @Test
    void restored_goesOnAsBefore() {
        RoundingRule rule = new RoundingRule();
        rule.reached(1, 0);
        rule.reached(1e-15, 300);
        ImmutableMap.Builder<String, ImmutableDoubleArray> state = ImmutableMap.builder();
        rule.save(state);
        RoundingRule restored = new RoundingRule();

        restored.restore(new Checkpoint(300, 300, 0, 0, state.buildOrThrow()));

        for (int epoch = 301; epoch <= 400; epoch++) {
            assertEquals(epoch == 400, restored.reached(1e-15, epoch));
        }
    }

    @Test
    void infiniteGradient_makesNoLaterOneLookLikeRounding() {
        RoundingRule rule = new RoundingRule();
        assertFalse(rule.reached(Double.POSITIVE_INFINITY, 0));
        for (int epoch = 1; epoch < 100; epoch++) {
            assertFalse(rule.reached(1, epoch), "epoch " + epoch);
        }
    }
}
