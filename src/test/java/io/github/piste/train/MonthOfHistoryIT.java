package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.Torture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** F14: what history.bin and checkpoints hold of the way down, after a month of ten thousand steps a second. */
@Tag(Torture.TAG)
class MonthOfHistoryIT {
    private static final int WEIGHTS = 5;

    @Test
    void history_ofAMonth_hasAThousandRecords_fromFirstToLast(TestInfo test) {
        long steps = 30L * 24 * 3600 * 10_000;
        HistoryRecorder recorder = new HistoryRecorder(TrackedWeights.first(WEIGHTS), 1);
        Moment moment = new Moment(new Clock());
        moment.weights(new double[WEIGHTS]);
        long last = 0;
        long appended = 0;
        for (long step = 0; step <= steps; step = recorder.next(step)) {
            moment.at(Moment.Kind.STEP, step, step / 1000.0);
            moment.numbers(1.0 / (step + 1), Double.NaN, 1, 0.1);
            recorder.append(moment);
            last = step;
            appended++;
            assertTrue(recorder.length() <= HistoryRecorder.CAPACITY);
        }
        History history = new History(recorder.columns(), recorder.length());
        assertTrue(history.length() >= HistoryRecorder.CAPACITY / 2);
        assertEquals(0, history.scalars(0).step());
        assertEquals(last, history.scalars(history.length() - 1).step());
        ImmutableMap.Builder<String, ImmutableDoubleArray> state = ImmutableMap.builder();
        recorder.save(state);
        long numbers = state.buildOrThrow().values().stream()
                .mapToLong(ImmutableDoubleArray::length)
                .sum();
        assertTrue(numbers <= 1 + (7L + WEIGHTS) * HistoryRecorder.CAPACITY);
        Torture.seen(
                test,
                "F14",
                "history.bin: " + steps + " simulated steps, " + appended + " of them recorded, " + history.length()
                        + " kept");
    }
}
