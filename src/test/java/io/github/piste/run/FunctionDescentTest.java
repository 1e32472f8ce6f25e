package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.NumericalGradient;
import io.github.piste.objective.TestFunctions;
import io.github.piste.optim.StopReason;
import io.github.piste.run.FunctionProblem.Direction;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every point of a descent on a function reaches its table. */
@Timeout(120)
class FunctionDescentTest {
    @TempDir
    private Path temp;

    private List<String> table = List.of();

    private FunctionOutcome descend(FunctionProblem problem, Descent descent, double... start) throws IOException {
        try (RunDirectory directory = RunDirectory.create(temp, "minimize", Instant.EPOCH)) {
            FunctionOutcome outcome = new FunctionDescent(problem, directory, new Control(), snapshot -> {})
                    .run(descent, ImmutableDoubleArray.copyOf(start), "", ImmutableList.of(), "path.csv");
            assertEquals(ImmutableList.of(), outcome.degraded());
            assertTrue(Files.size(directory.file("plots/loss.png")) > 1000);
            assertTrue(Files.readString(directory.file("index.html")).contains("loss.png"));
            table = Files.readAllLines(directory.file("path.csv"));
            return outcome;
        }
    }

    private static FunctionProblem sphere(Direction direction) {
        return FunctionProblem.of(
                "x0^2 + x1^2", direction, objective -> NumericalGradient.central(objective, 1e-4), "numerical");
    }

    @Test
    void everyStep_isInTheTableToTheBit() throws IOException {
        FunctionOutcome outcome = descend(sphere(Direction.DESCENT), Descent.batch(0.1, 20), -3, 4);
        assertEquals(22, table.size());
        assertEquals("step,x0,x1,value", table.get(0));
        assertEquals("0,-3.0,4.0,25.0", table.get(1));
        assertEquals("20,-0.03458764513817675,0.04611686018418694,0.003323069989452288", table.get(21));
        assertEquals(ImmutableDoubleArray.of(-0.03458764513817675, 0.04611686018418694), outcome.point());
        assertEquals(20, outcome.steps());
        assertEquals(RunState.FINISHED, outcome.state());
    }

    @Test
    void moreStepsThanAnyBuffer_areAllInTheTable() throws IOException {
        descend(sphere(Direction.DESCENT), Descent.batch(1e-6, 100_000), -3, 4);
        assertEquals(100_002, table.size());
        for (int step = 0; step <= 100_000; step += 777) {
            assertTrue(table.get(step + 1).startsWith(step + ","));
        }
    }

    @Test
    void divergence_endsTheTableAndTheHistoryWithThePointThatShowsIt() throws IOException {
        FunctionOutcome outcome = descend(
                FunctionProblem.of(TestFunctions.SPHERE, 2, Direction.DESCENT, UnaryOperator.identity(), "analytic"),
                Descent.batch(10, 300),
                -3,
                4);
        assertEquals(StopReason.DIVERGED, outcome.reason());
        assertEquals("3,20577.0,-27436.0,1.176147025E9", table.get(table.size() - 1));
        assertEquals(ImmutableDoubleArray.of(20577, -27436), outcome.point());
        assertEquals(20577, outcome.history().weight(0).get(outcome.history().length() - 1));
    }

    @Test
    void ascent_writesValuesOfTheFunctionItself() throws IOException {
        FunctionOutcome outcome = descend(
                FunctionProblem.of(
                        "4 - x^2", Direction.ASCENT, objective -> NumericalGradient.central(objective, 1e-4), "n"),
                Descent.batch(0.25, 50),
                1);
        assertEquals("0,1.0,3.0", table.get(1));
        assertTrue(table.get(table.size() - 1).endsWith(",4.0"));
        assertEquals(-4, outcome.value());
    }

    @Test
    void theStableLimit_isNoDivergence() throws IOException {
        FunctionOutcome outcome = descend(sphere(Direction.DESCENT), Descent.batch(1, 100), 3, 2);
        assertEquals(StopReason.EPOCHS, outcome.reason());
        assertEquals(ImmutableDoubleArray.of(3.0000000008881784, 2.0), outcome.point());
    }
}
