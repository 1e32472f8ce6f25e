package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.objective.ClosedForm;
import io.github.piste.objective.LeastSquares;
import io.github.piste.train.TrackedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    private static Dataset data(int n, int d) {
        Random random = new Random(n + d);
        double[][] x = new double[n][d];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x[i][j] = 10 * (j + 1) + (j + 2) * random.nextGaussian();
            }
            y[i] = i;
        }
        return Dataset.of(x, y);
    }

    private static RunConfig config(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(Configs.SYNTHETIC);
        return Configs.read(all.toArray(new String[0])).config();
    }

    private static double[] column(Dataset data, int j) {
        double[] column = new double[data.rows()];
        Arrays.setAll(column, i -> data.x()[i * data.stride() + j]);
        return column;
    }

    @Test
    void split_takesItsShare_leavesEveryRowOnOneSide_andIsTheSeedsAlone() {
        Dataset rows = data(100, 2);
        Problem problem = Problem.of(config("data.validation=0.25", "run.seed=3"), rows);
        Dataset validation = problem.validation().orElseThrow();
        assertEquals(75, problem.training().rows());
        assertEquals(25, validation.rows());
        boolean[] seen = new boolean[100];
        for (double y : problem.training().y()) {
            seen[(int) y] = true;
        }
        for (double y : validation.y()) {
            assertFalse(seen[(int) y], "row " + y + " is on both sides");
            seen[(int) y] = true;
        }
        for (boolean row : seen) {
            assertTrue(row);
        }
        Dataset again = Problem.of(config("data.validation=0.25", "run.seed=3"), rows)
                .validation()
                .orElseThrow();
        assertArrayEquals(validation.y(), again.y());
        Dataset other = Problem.of(config("data.validation=0.25", "run.seed=4"), rows)
                .validation()
                .orElseThrow();
        assertFalse(Arrays.equals(validation.y(), other.y()));
        assertTrue(Problem.of(config(), rows).validation().isEmpty());
    }

    @Test
    void oneRow_cannotBeSplit() {
        assertThrows(DataException.class, () -> Problem.of(config("data.validation=0.5"), data(1, 1)));
    }

    @Test
    void scaling_isFittedToTheTrainingRowsOnly_andAppliedToBoth() {
        Dataset rows = data(80, 2);
        Problem problem = Problem.of(config("data.validation=0.5"), rows);
        double[] column = column(problem.training(), 0);
        assertEquals(0, Arrays.stream(column).average().orElseThrow(), 1e-12);
        assertEquals(1, Arrays.stream(column).map(v -> v * v).average().orElseThrow(), 1e-12);
        Dataset validation = problem.validation().orElseThrow();
        double mean = Arrays.stream(column(validation, 0)).average().orElseThrow();
        assertTrue(mean != 0 && Math.abs(mean) < 1);
        int row = (int) validation.y()[3];
        double expected = (rows.x()[row * 2] - problem.scaling().shifts().get(0))
                / problem.scaling().scales().get(0);
        assertEquals(expected, validation.x()[3 * 2], 1e-14);
    }

    @Test
    void withoutIntercept_columnsAreScaledButNeverShifted() {
        Problem problem = Problem.of(config("model.intercept=false"), data(50, 3));
        assertEquals(3, problem.dimension());
        problem.scaling().shifts().forEach(shift -> assertEquals(0, shift));
        assertEquals(
                1,
                Arrays.stream(column(problem.training(), 1))
                        .map(v -> v * v)
                        .average()
                        .orElseThrow(),
                1e-12);
    }

    @Test
    void start_inOriginalUnits_isTheSameModelOnScaledColumns() {
        for (String scaling : List.of("standard", "min-max", "none")) {
            Dataset rows = data(30, 2);
            Problem problem = Problem.of(config("data.scaling=" + scaling, "model.initial=[2, -3, 5]"), rows);
            double original = LeastSquares.withIntercept(rows).value(new double[] {2, -3, 5});
            double scaled =
                    problem.objective(problem.training()).value(problem.start().toArray());
            assertEquals(original, scaled, 1e-9 * original, scaling);
        }
        assertEquals(
                ImmutableDoubleArray.of(0, 0, 0),
                Problem.of(config(), data(30, 2)).start());
    }

    @Test
    void start_ofAnotherLength_namesTheWeights() {
        InvalidConfigException e =
                assertThrows(InvalidConfigException.class, () -> Problem.of(config("model.initial=[1]"), data(5, 2)));
        assertEquals(
                List.of("model.initial: found 1 numbers, expected 3, one for each of x1, x2, intercept"), e.problems());
    }

    @Test
    void trackedWeights_areTheFirstHundredInOriginalUnits_theInterceptAmongThem() {
        for (String options : List.of("model.intercept=true", "model.intercept=false")) {
            for (int d : new int[] {1, 3, 99, 100, 150}) {
                Problem problem = Problem.of(config(options), data(20, d));
                TrackedWeights tracked = problem.tracked();
                double[] w = new Random(d).doubles(problem.dimension(), -1, 1).toArray();
                double[] read = new double[tracked.size()];
                tracked.read(w, read);

                double[] all = problem.scaling().originalCoefficients(w).toArray();
                boolean intercept = problem.dimension() > d;
                assertEquals(Math.min(problem.dimension(), 100), tracked.size());
                assertEquals(tracked.size(), problem.trackedNames().size());
                int slopes = intercept ? tracked.size() - 1 : tracked.size();
                for (int j = 0; j < slopes; j++) {
                    assertEquals(all[j], read[j]);
                    assertEquals("x" + (j + 1), problem.trackedNames().get(j));
                }
                if (intercept) {
                    assertEquals(all[d], read[slopes], 1e-10 * Math.max(1, Math.abs(all[d])));
                    assertEquals("intercept", problem.trackedNames().get(slopes));
                }
            }
        }
    }

    @Test
    void blocks_areMixedOnce_otherOrdersAreNot() {
        Dataset rows = data(60, 1);
        assertArrayEquals(rows.y(), Problem.of(config(), rows).training().y());
        assertArrayEquals(
                rows.y(),
                Problem.of(config("train.mode=stochastic", "train.order=none"), rows)
                        .training()
                        .y());
        double[] mixed =
                Problem.of(config("train.mode=stochastic"), rows).training().y().clone();
        assertFalse(Arrays.equals(rows.y(), mixed));
        Arrays.sort(mixed);
        assertArrayEquals(rows.y(), mixed);
    }

    @Test
    void sample_isSpreadOverAllRows_andBounded() {
        Problem problem = Problem.of(config(), data(20_000, 1));
        double[] y = problem.sample().y();
        assertEquals(5000, y.length);
        for (int i = 0; i < y.length; i++) {
            assertEquals(4.0 * i, y[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.mode=batch",
                "train.mode=stochastic",
                "train.order=random",
                "data.scaling=none",
                "data.scaling=min-max",
                "data.validation=0.25",
                "data.precision=single",
                "data.folds=4",
                "model.intercept=false",
                "model.loss=huber",
                "model.kind=mlp"
            })
    void takingOver_isTheSameProblem(String option) {
        for (String mode : List.of("train.mode=batch", "train.mode=mini-batch")) {
            Problem expected = Problem.of(config(mode, option), data(500, 3));
            Problem found = Problem.takingOver(config(mode, option), data(500, 3), () -> {});
            for (int part = 0; part < 2; part++) {
                Dataset rows =
                        part == 0 ? expected.training() : expected.validation().orElse(expected.sample());
                Dataset same = part == 0 ? found.training() : found.validation().orElse(found.sample());
                assertArrayEquals(rows.inMemory().x(), same.inMemory().x());
                assertArrayEquals(rows.y(), same.y());
            }
            assertArrayEquals(
                    expected.sample().inMemory().x(), found.sample().inMemory().x());
            assertEquals(expected.scaling(), found.scaling());
            assertEquals(expected.start(), found.start());
            assertEquals(expected.optimum().solution(), found.optimum().solution());
        }
    }

    @Test
    void takingOver_changesTheRowsOnlyOnceTheyAreReleased() {
        Dataset rows = data(500, 3);
        double[] before = rows.x().clone();
        List<Boolean> untouched = new ArrayList<>();
        Problem.takingOver(config("train.mode=stochastic"), rows, () -> untouched.add(Arrays.equals(before, rows.x())));
        assertEquals(List.of(true), untouched);
        assertFalse(Arrays.equals(before, rows.x()));

        Problem.of(config("train.mode=stochastic"), data(500, 3));
        Dataset kept = data(500, 3);
        Problem.of(config("train.mode=stochastic", "data.validation=0.5"), kept);
        assertArrayEquals(before, kept.x());
    }

    /** Large enough to be solved beside the descent, when the original rows are gone. */
    @Test
    void takingOver_aLargeProblem_hasTheOptimumOfTheOriginalRows() {
        for (String mode : List.of("train.mode=batch", "train.mode=stochastic")) {
            Dataset large = data(210_000, 9);
            ClosedForm expected = ClosedForm.withIntercept(large);
            Problem problem = Problem.takingOver(config(mode), large, () -> {});
            assertFalse(problem.optimum().isSolved());
            problem.optimum().solve();
            ClosedForm found = problem.optimum().solution().orElseThrow();
            assertEquals(expected.mse(), found.mse(), 1e-13 * expected.mse());
            for (int j = 0; j < 10; j++) {
                double coefficient = expected.coefficients().get(j);
                assertEquals(coefficient, found.coefficients().get(j), 1e-9 * Math.abs(coefficient));
                assertEquals(
                        expected.statistics().standardErrors().get(j),
                        found.statistics().standardErrors().get(j),
                        1e-9 * Math.abs(coefficient));
            }
        }
    }

    @Test
    void takingOver_aLargeProblemOfDependentColumns_namesThem() {
        Dataset base = data(300_000, 7);
        double[][] x = new double[base.rows()][8];
        for (int i = 0; i < x.length; i++) {
            System.arraycopy(base.x(), 7 * i, x[i], 0, 7);
            x[i][7] = x[i][0] + x[i][3];
        }
        Problem problem = Problem.takingOver(config(), Dataset.of(x, base.y()), () -> {});
        assertFalse(problem.optimum().isSolved());
        problem.optimum().solve();
        ClosedForm found = problem.optimum().solution().orElseThrow();
        assertEquals(8, found.rank());
        assertEquals(List.of("x1", "x4", "x8"), found.collinear());
    }

    @Test
    void largeProblem_isGivenUpByAThreadThatIsInterrupted() {
        Problem problem = Problem.of(config(), data(210_000, 9));
        Thread.currentThread().interrupt();
        try {
            problem.optimum().solve();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertFalse(problem.optimum().isSolved());
    }

    @Test
    void smallProblem_isSolvedByAThreadThatIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertTrue(Problem.of(config(), data(50, 2)).optimum().isSolved());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }
}
