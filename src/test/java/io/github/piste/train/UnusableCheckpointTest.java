package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State that no loop has saved is refused before the first step. */
class UnusableCheckpointTest {
    private static final Checkpoint GOOD = good();

    private static Trainer trainer() {
        Dataset rows = Dataset.of(new double[][] {{1}, {2}, {4}, {7}}, new double[] {1, 2, 4, 9});
        Descent descent = new Descent(
                Batching.miniBatch(2, Batching.Order.RANDOM),
                new UpdateRule.Momentum(0.9),
                0.001,
                new Schedule.Constant(),
                Penalty.NONE,
                true,
                StopRule.after(20),
                3);
        return new Trainer(LeastSquares.withIntercept(rows), descent);
    }

    private static Checkpoint good() {
        Checkpoint[] last = new Checkpoint[1];
        trainer()
                .observer(new Observer() {
                    @Override
                    public void observe(Moment moment) {}

                    @Override
                    public void checkpoint(Supplier<Checkpoint> checkpoint, boolean ends) {
                        last[0] = checkpoint.get();
                    }
                })
                .run();
        return Optional.ofNullable(last[0]).orElseThrow();
    }

    private static Checkpoint with(String name, double... numbers) {
        Map<String, ImmutableDoubleArray> state = new HashMap<>(GOOD.state());
        state.put(name, ImmutableDoubleArray.copyOf(numbers));
        return new Checkpoint(
                GOOD.step(), GOOD.epoch(), GOOD.position(), GOOD.elapsedNanos(), ImmutableMap.copyOf(state));
    }

    private static void assertRefused(Checkpoint bad, String words) {
        String message = String.valueOf(
                assertThrows(UnusableCheckpointException.class, () -> trainer().resume(bad))
                        .getMessage());
        assertTrue(message.contains(words), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void everyArrayOfAnotherLength_isNamed() {
        trainer().resume(GOOD);
        for (String name : GOOD.state().keySet()) {
            int length = GOOD.array(name).length;
            boolean steps = name.equals("history.0");
            assertRefused(with(name, new double[length + 1]), steps ? "history" : "'" + name + "' holds");
            if (!steps) {
                assertRefused(with(name, new double[length - 1]), "'" + name + "' holds " + (length - 1));
            }
        }
    }

    @Test
    void everyArrayThatIsMissing_isNamed() {
        for (String name : GOOD.state().keySet()) {
            Map<String, ImmutableDoubleArray> state = new HashMap<>(GOOD.state());
            state.remove(name);
            assertRefused(new Checkpoint(1, 1, 0, 0, ImmutableMap.copyOf(state)), "holds no '" + name + "'");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.5, Double.NaN, Double.POSITIVE_INFINITY, 1e300})
    void intervalOfTheHistory_thatIsNone_isRefused(double interval) {
        assertRefused(with("history.interval", interval), "history");
    }

    @Test
    void stepsOfTheHistory_thatDoNotRise_areRefused() {
        double[] steps = GOOD.array("history.0");
        assertTrue(steps.length > 3);
        for (double bad : new double[] {-1, Double.NaN, 1e300, steps[steps.length - 1] + 1}) {
            double[] forged = steps.clone();
            forged[1] = bad;
            assertRefused(with("history.0", forged), "history");
        }
        assertRefused(with("history.0", new double[steps.length]), "history");
        assertRefused(with("history.0", new double[HistoryRecorder.CAPACITY + 1]), "history");
    }
}
