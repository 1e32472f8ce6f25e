package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.piste.objective.Curvature;
import io.github.piste.optim.StopReason;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Curvature ROUND = new Curvature(2, 1);
    private static final Curvature FLAT = new Curvature(2, 1e-12);

    @Test
    void wellConditioned_orUnknown_isTheStateOfTheReason() {
        for (StopReason reason : StopReason.values()) {
            Verdict expected = new Verdict(RunState.after(reason), reason.text());
            assertEquals(expected, Verdict.of(reason, ROUND));
            assertEquals(expected, Verdict.of(reason, new Curvature(2, Double.NaN)));
        }
    }

    @Test
    void illConditioned_isNeverConverged_andSaysWhy() {
        Verdict verdict = Verdict.of(StopReason.ROUNDING, FLAT);

        assertEquals(RunState.FINISHED, verdict.state());
        assertEquals(
                "the gradient is zero up to rounding; ill-conditioned: the condition number is 2.0e+12, so the loss"
                        + " hardly depends on some of the weights and a descent cannot find those",
                verdict.reason());
    }

    @Test
    void illConditioned_keepsStoppedAndDiverged() {
        assertEquals(RunState.STOPPED, Verdict.of(StopReason.REQUEST, FLAT).state());
        assertEquals(RunState.DIVERGED, Verdict.of(StopReason.DIVERGED, FLAT).state());
    }
}
