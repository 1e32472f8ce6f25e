package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.run.RunState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Piste advises after a divergence works when it is followed to the letter. */
class DiagnosisIsAdviceTest {
    private static final Pattern SETTING =
            Pattern.compile("(data\\.scaling|train\\.learning-rate) = ([a-z0-9.e+-]+[a-z0-9])");

    private static Training wine() {
        return Training.onCsv(TestData.path("wine-quality", "winequality-red.csv"), "quality");
    }

    @Test
    void unscaledColumns_theGuiltyOneIsNamed_andScalingItWorks() {
        TrainingResult diverged = wine().set("data.scaling", "none")
                .set("train.learning-rate", 0.1)
                .run();
        assertEquals(RunState.DIVERGED, diverged.state());
        assertTrue(diverged.outcome().scalars().epoch() <= 15);
        String advice = diverged.plan().diagnosis();
        assertTrue(advice.contains("'total sulfur dioxide'"), advice);

        Matcher setting = SETTING.matcher(advice);
        Training followed = wine().set("data.scaling", "none").set("train.learning-rate", 0.1);
        for (int i = 0; i < 2; i++) { // the scaling and its rate; what follows "Or" is the other way
            assertTrue(setting.find(), advice);
            followed.set(setting.group(1), setting.group(2));
        }
        assertEquals(RunState.CONVERGED, followed.run().state(), advice);

        assertTrue(setting.find(), advice);
        TrainingResult smaller = wine().set("data.scaling", "none")
                .set(setting.group(1), setting.group(2))
                .run();
        assertEquals(RunState.FINISHED, smaller.state(), advice);
        assertTrue(smaller.outcome().scalars().loss() < smaller.outcome().startLoss());
    }

    @Test
    void scaledColumns_noneIsBlamed_andTheRateWorks() {
        TrainingResult diverged = wine().set("train.learning-rate", 0.5).run();
        assertEquals(RunState.DIVERGED, diverged.state());
        String advice = diverged.plan().diagnosis();
        assertTrue(advice.contains("no column's scale is to blame"), advice);

        Matcher setting = SETTING.matcher(advice);
        assertTrue(setting.find(), advice);
        RunState followed = wine().set(setting.group(1), setting.group(2)).run().state();
        assertTrue(followed == RunState.CONVERGED || followed == RunState.FINISHED, advice);
    }

    @Test
    void rateTooSmallToMove_isSaidBeforeTheFirstStep() {
        TrainingResult result = wine().set("train.learning-rate", 1e-12).run();

        assertTrue(
                result.plan().warnings().stream().anyMatch(warning -> warning.contains("too small to move")),
                () -> result.plan().warnings().toString());
    }

    @Test
    void airfoilTrap_isCaughtBeforeTheFirstEpoch() {
        TrainingResult result = Training.onCsv(TestData.path("airfoil", "airfoil_self_noise.dat"), "6")
                .set("train.learning-rate", 0.5)
                .set("train.epochs", 6)
                .run();

        assertTrue(result.plan().stableLimit() < 0.48 && result.plan().stableLimit() > 0.47);
        assertTrue(result.plan().warnings().get(0).contains("above the stable limit"));
    }

    @Test
    void optimum_isKnownBesideTheDescent_andTheGapCloses() {
        TrainingResult result = wine().run();

        assertEquals(0.416767167221408, result.optimum().orElseThrow().mse(), 1e-13);
        assertEquals(
                1,
                result.outcome().scalars().loss()
                        / result.optimum().orElseThrow().mse(),
                1e-12);
        assertEquals(
                0.36055170303868816, result.optimum().orElseThrow().statistics().rSquared(), 1e-12);
    }
}
