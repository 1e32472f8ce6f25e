package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.plot.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightSearchTest {
    /** y = 2 x + 1, exactly. */
    private static final Dataset ROWS = Dataset.of(new double[][] {{1}, {2}, {3}, {6}}, new double[] {3, 5, 7, 13});

    private static final Problem PROBLEM =
            Problem.of(Configs.read(Configs.SYNTHETIC).config(), ROWS);
    private static final String FEATURE = PROBLEM.weightNames().get(0);

    private static WeightSearch search(WeightSearch.Axis... axes) {
        return new WeightSearch(PROBLEM, ImmutableList.copyOf(axes));
    }

    private static String refusal(WeightSearch.Axis... axes) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> search(axes)).getMessage());
    }

    @Test
    void twoWeights_findTheLineAndEveryPlacesLoss() {
        Sweep sweep = search(WeightSearch.Axis.of(FEATURE, 0, 3, 0.5), WeightSearch.Axis.of("intercept", 0, 2, 0.25))
                .around(PROBLEM.start(), visited -> true);
        assertEquals(7, sweep.first().length());
        assertEquals(9, sweep.second().length());
        int k = sweep.lowest();
        assertEquals(2.0, sweep.first().get(k % 7));
        assertEquals(1.0, sweep.second().get(k / 7));
        LeastSquares original = LeastSquares.withIntercept(ROWS);
        for (int i = 0; i < 63; i++) {
            double expected = original.value(
                    new double[] {sweep.first().get(i % 7), sweep.second().get(i / 7)});
            assertEquals(expected, sweep.losses().get(i), 1e-10 * (1 + expected));
        }
    }

    /** The intercept stays where the descent ended, in original units. */
    @Test
    void oneWeight_isSearchedWithTheOthersHeld() {
        double[] held = new ScoreUnits(PROBLEM.scaling(), true, 1).scaled(new double[] {5, 1});
        Sweep sweep = search(WeightSearch.Axis.of(FEATURE, 1, 3, 0.5))
                .around(ImmutableDoubleArray.copyOf(held), visited -> true);
        assertEquals(2.0, sweep.first().get(sweep.lowest()));
        assertEquals(0, sweep.losses().get(2), 1e-20);
        assertEquals(5, sweep.position().get(0), 1e-12);
    }

    @Test
    void searchThatIsEnded_leavesTheRestUnknown() {
        Sweep sweep = search(WeightSearch.Axis.of(FEATURE, 1, 3, 0.5)).around(PROBLEM.start(), visited -> visited < 2);
        assertTrue(Double.isFinite(sweep.losses().get(1)));
        assertTrue(Double.isNaN(sweep.losses().get(2)));
        assertTrue(Double.isNaN(sweep.losses().get(4)));
    }

    @Test
    void whatCannotBeSearched_isRefusedByName() {
        WeightSearch.Axis axis = WeightSearch.Axis.of("intercept", 0, 1, 0.5);
        assertTrue(refusal(axis, axis).contains("the same weight"));
        String unknown = refusal(WeightSearch.Axis.of("intercpet", 0, 1, 0.5));
        assertTrue(unknown.contains("nearest: intercept; it has " + FEATURE + ", intercept"), unknown);
        String many =
                refusal(WeightSearch.Axis.of("intercept", 0, 1, 0.0005), WeightSearch.Axis.of(FEATURE, 0, 1, 0.0005));
        assertTrue(many.contains("4004001 places, at most 1000000"), many);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "0, 1, -1", "0, 1, NaN", "2, 1, 0.1", "NaN, 1, 0.1", "0, Infinity, 1", "0, 1, 1e-9"})
    void range_thatIsNone_isRefused(double from, double to, double step) {
        assertThrows(IllegalArgumentException.class, () -> WeightSearch.Axis.of("x", from, to, step));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0.1, 11", "0, 1, 0.3, 4", "1, 1, 5, 1", "-1, 2, 3, 2"})
    void range_hasItsEndsWhereTheStepsFit(double from, double to, double step, int count) {
        assertEquals(count, WeightSearch.Axis.of("x", from, to, step).values().length());
    }
}
