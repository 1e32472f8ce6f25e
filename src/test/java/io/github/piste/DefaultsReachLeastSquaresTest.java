package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.run.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With nothing set but the columns, the descent ends where least squares does. */
class DefaultsReachLeastSquaresTest {
    static List<ReferenceFits.Fit> fits() {
        return ReferenceFits.all();
    }

    @ParameterizedTest
    @MethodSource("fits")
    void coefficients_areThoseOfTheReference(ReferenceFits.Fit fit) {
        TrainingResult result = Training.on(fit.load()).run();

        double[] expected = fit.coefficients();
        double worst = Math.abs(result.linearModel().intercept() / expected[expected.length - 1] - 1);
        for (int j = 0; j < expected.length - 1; j++) {
            worst = Math.max(worst, Math.abs(result.linearModel().coefficients().get(j) / expected[j] - 1));
        }
        assertTrue(worst <= 1e-8, fit + " is off by " + worst + " relative, " + result.reason());
        assertEquals(fit.number("mse"), result.outcome().scalars().loss(), 1e-9 * fit.number("mse"));
        assertEquals(RunState.CONVERGED, result.state());
        assertTrue(result.outcome().scalars().epoch() <= 2000);
    }

    /** In each mode the automatic rate comes within 1 % of the optimum in at most 50 epochs. */
    @ParameterizedTest
    @MethodSource("fits")
    void fiftyEpochs_areEnoughForOnePerCent(ReferenceFits.Fit fit) {
        for (String mode : List.of("batch", "mini-batch", "stochastic")) {
            TrainingResult result = Training.on(fit.load())
                    .set("train.mode", mode)
                    .set("train.epochs", 50)
                    .run();

            assertTrue(
                    result.outcome().scalars().loss() <= 1.01 * fit.number("mse"),
                    () -> fit + " " + mode + ": " + result.outcome().scalars().loss());
        }
    }

    @Test
    void oldFaithful_fromItsFile() {
        TrainingResult result = Training.onCsv(TestData.path("old-faithful", "faithful.csv"), "waiting")
                .run();
        assertEquals(33.474397022753365, result.linearModel().intercept(), 1e-6 * 33.5);
        assertEquals(10.729641395133521, result.linearModel().coefficients().get(0), 1e-6 * 10.7);
        assertEquals(RunState.CONVERGED, result.state());
    }
}
