package io.github.piste.run;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.GradientCheck;
import io.github.piste.objective.HuberLoss;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.Objective;
import io.github.piste.optim.StopReason;
import io.github.piste.plot.PlotData;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    private static Dataset data(int d) {
        Random random = new Random(d);
        double[][] x = new double[60][d];
        double[] y = new double[60];
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < d; j++) {
                x[i][j] = 7 * (j + 1) + (j + 2) * random.nextGaussian();
            }
            y[i] = 3 * x[i][0] - 20 + random.nextGaussian();
        }
        return Dataset.of(x, y);
    }

    private static RunConfig config(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(Configs.SYNTHETIC);
        return Configs.read(all.toArray(new String[0])).config();
    }

    private static Snapshot snapshot(ImmutableDoubleArray weights, Optional<StopReason> end) {
        Scalars scalars = new Scalars(1, 1, 1, 1, Double.NaN, 1, 1);
        return new Snapshot(scalars, weights, History.of(List.of(), new double[0][]), end);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true, standard, 0",
        "1, true, min-max, 0",
        "1, true, none, 0",
        "1, true, standard, 0.5",
        "2, false, standard, 0",
        "2, false, min-max, 0.25",
        "2, false, none, 0.25"
    })
    void surface_isTheObjectiveInOriginalUnits(int d, boolean intercept, String scaling, double l2) {
        Dataset rows = data(d);
        RunConfig config = config("data.scaling=" + scaling, "model.intercept=" + intercept, "model.l2=" + l2);
        Problem problem = Problem.of(config, rows);
        DescentPlan plan = DescentPlan.of(config, problem.objective(problem.training()));
        Pictures pictures = new Pictures("title", problem, plan);
        Objective surface = requireNonNull(
                        pictures.at(snapshot(problem.start(), Optional.empty())).landscape())
                .objective();

        LeastSquares original = intercept ? LeastSquares.withIntercept(rows) : LeastSquares.throughOrigin(rows);
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            double[] w = {10 * random.nextGaussian(), 40 * random.nextGaussian()};
            double penalty = 0;
            for (int j = 0; j < d; j++) {
                double scaled = w[j] * problem.scaling().scales().get(j);
                penalty += l2 * scaled * scaled; // on the scaled coefficients, never on the intercept
            }
            double expected = original.value(w) + penalty;
            assertEquals(expected, surface.value(w), 1e-9 * expected);
        }
    }

    @Test
    void huberLoss_isNamed_andItsLandscapeIsTheLossInOriginalUnits() {
        RunConfig config = config("model.loss=huber", "model.huber-delta=2");
        Problem problem = Problem.of(config, data(1));
        DescentPlan plan = DescentPlan.of(config, problem.objective(problem.training()));
        PlotData picture = new Pictures("t", problem, plan).at(snapshot(problem.start(), Optional.empty()));
        assertEquals("Huber loss", picture.loss());
        Objective landscape = requireNonNull(picture.landscape()).objective();
        double[] original = {1.5, -0.5};
        assertEquals(
                HuberLoss.withIntercept(data(1), 2).value(original),
                landscape.value(original),
                1e-12 * landscape.value(original));
        assertTrue(GradientCheck.of(landscape, original).relativeError() < 1e-7);
    }

    @Test
    void moreWeightsThanTwo_haveNoSurface() {
        Problem problem = Problem.of(config(), data(2));
        DescentPlan plan = DescentPlan.of(config(), problem.objective(problem.training()));
        assertNull(new Pictures("t", problem, plan)
                .at(snapshot(problem.start(), Optional.empty()))
                .landscape());
    }

    @Test
    void predictions_areThoseOfTheModelInOriginalUnits() {
        for (int d : new int[] {1, 3}) {
            Dataset rows = data(d);
            Problem problem = Problem.of(config("data.scaling=min-max"), rows);
            DescentPlan plan = DescentPlan.of(config(), problem.objective(problem.training()));
            double[] w = new Random(2).doubles(d + 1, -3, 3).toArray();
            PlotData picture = new Pictures("title", problem, plan)
                    .at(snapshot(ImmutableDoubleArray.copyOf(w), Optional.of(StopReason.REQUEST)));

            double[] original = problem.scaling().originalCoefficients(w).toArray();
            double[] expected = new double[60];
            LeastSquares.withIntercept(rows).predict(original, expected);
            for (int i = 0; i < 60; i++) {
                assertEquals(
                        expected[i], picture.sample().predicted().get(i), 1e-10 * Math.max(1, Math.abs(expected[i])));
                assertEquals(rows.y()[i], picture.sample().y().get(i));
                if (d == 1) {
                    assertEquals(rows.x()[i], picture.sample().columns().get(0).get(i));
                }
            }
            assertEquals(d == 1 ? List.of("x1") : List.of(), picture.sample().features());
            assertEquals("stopped", picture.state());
            assertEquals("title", picture.title());
        }
    }

    @Test
    void state_isTheRunsInLowerCase() {
        ImmutableDoubleArray none = ImmutableDoubleArray.of();
        assertEquals("running", Pictures.state(snapshot(none, Optional.empty())));
        assertEquals("converged", Pictures.state(snapshot(none, Optional.of(StopReason.ROUNDING))));
        assertEquals("diverged", Pictures.state(snapshot(none, Optional.of(StopReason.DIVERGED))));
        assertEquals("finished", Pictures.state(snapshot(none, Optional.of(StopReason.EPOCHS))));
    }
}
