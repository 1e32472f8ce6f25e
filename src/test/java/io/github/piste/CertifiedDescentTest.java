package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.NistProblem;
import io.github.piste.run.RunState;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NIST's certified regressions by batch descent, everything but the number of epochs at its default. */
class CertifiedDescentTest {
    @ParameterizedTest
    @CsvSource({
        "Norris, 11",
        "NoInt1, 11",
        "NoInt2, 11",
        "Pontius, 11",
        "Longley, 11",
        "Wampler1, 7",
        "Wampler2, 8",
        "Wampler3, 7",
        "Wampler4, 7",
        "Wampler5, 6"
    })
    void descent_hasTheDigits(String name, double digits) throws IOException {
        NistProblem problem = NistProblem.read(TestData.path("nist-strd", name + ".dat"));

        TrainingResult result = descend(problem, 100_000);

        assertEquals(RunState.CONVERGED, result.state());
        double right = digits(problem, result);
        assertTrue(right >= digits, () -> right + " right digits, expected " + digits);
    }

    @Test
    void filip_saysIllConditioned_insteadOfConverged() throws IOException {
        NistProblem problem = NistProblem.read(TestData.path("nist-strd", "Filip.dat"));

        TrainingResult result = descend(problem, 10_000);

        assertEquals(RunState.FINISHED, result.state());
        assertTrue(result.reason().contains("ill-conditioned: the condition number is "), result::reason);
        assertTrue(result.plan().warnings().toString().contains("ill-conditioned"));
        assertTrue(digits(problem, result) < 1);
    }

    private static TrainingResult descend(NistProblem problem, long epochs) {
        return Training.on(problem.model())
                .set("model.intercept", problem.intercept())
                .set("train.epochs", epochs)
                .run();
    }

    private static double digits(NistProblem problem, TrainingResult result) {
        ImmutableDoubleArray.Builder found = ImmutableDoubleArray.builder();
        found.addAll(result.linearModel().coefficients());
        if (problem.intercept()) {
            found.add(result.linearModel().intercept());
        }
        return NistProblem.rightDigits(found.build(), problem.coefficients());
    }
}
