package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.LinearLoss;
import io.github.piste.objective.Quadratic;
import io.github.piste.plot.Landscape;
import io.github.piste.plot.PlotData;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.Sample;
import io.github.piste.train.Snapshot;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns a snapshot into what pictures of this run show: predictions for the drawn rows, weights in original units, the
 * loss over two weights.
 *
 * <p>Thread-safety: immutable; may be asked by several workers at once.
 */
public final class Pictures implements PlotDataSource {
    private final String title;
    private final String model;
    private final ImmutableList<String> weightNames;
    private final @Nullable Landscape landscape;
    private final String target;
    private final LinearLoss sampleObjective;
    private final String feature;
    private final ImmutableDoubleArray x;
    private final ImmutableDoubleArray y;
    private final Optimum optimum;

    /**
     * Pictures of one run.
     *
     * @param title of every picture
     * @param problem what is minimised
     * @param plan how
     */
    public Pictures(String title, Problem problem, DescentPlan plan) {
        Dataset sample = problem.sample();
        boolean single = sample.features() == 1;
        this.title = title;
        this.model = "linear regression, "
                + RunStatus.label(plan.descent().batching().mode());
        this.weightNames = problem.trackedNames();
        Quadratic surface = problem.dimension() == 2 ? surface(problem, plan) : null;
        this.landscape = surface == null ? null : new Landscape(() -> surface);
        this.target = sample.targetName();
        this.sampleObjective = problem.objective(problem.scaling().apply(sample));
        this.feature = single ? sample.featureNames().get(0) : "";
        this.x =
                single ? ImmutableDoubleArray.copyOf(sample.x()).subArray(0, sample.rows()) : ImmutableDoubleArray.of();
        this.y = ImmutableDoubleArray.copyOf(sample.y());
        this.optimum = problem.optimum();
    }

    /** The loss over the two weights in original units: exact for least squares, which is a quadratic; none otherwise. */
    private static @Nullable Quadratic surface(Problem problem, DescentPlan plan) {
        LinearLoss objective = problem.objective(problem.training());
        if (!(objective instanceof LeastSquares)) {
            return null;
        }
        double l2 = plan.descent().penalty().l2();
        double[] origin = {0, 0};
        double[] b = new double[2];
        double[] first = new double[2];
        double[] second = new double[2];
        double c = objective.valueAndGradient(origin, b);
        objective.valueAndGradient(new double[] {1, 0}, first);
        objective.valueAndGradient(new double[] {0, 1}, second);
        double a00 = (first[0] - b[0]) / 2 + l2;
        double a01 = (first[1] - b[1]) / 2;
        double a11 = (second[1] - b[1]) / 2 + (objective.penalised() > 1 ? l2 : 0);
        return original(problem, new Quadratic(c, b[0], b[1], a00, a01, a11));
    }

    /** Scaled weights are {@code (s0 u, s1 v)} without and {@code (s0 u, v + m0 u)} with an intercept {@code v}. */
    private static Quadratic original(Problem problem, Quadratic q) {
        double s0 = problem.scaling().scales().get(0);
        boolean intercept = problem.training().features() == 1;
        double m = intercept ? problem.scaling().shifts().get(0) : 0;
        double s1 = intercept ? 1 : problem.scaling().scales().get(1);
        return new Quadratic(
                q.c(),
                q.b0() * s0 + q.b1() * m,
                q.b1() * s1,
                q.a00() * s0 * s0 + 2 * q.a01() * s0 * m + q.a11() * m * m,
                (q.a01() * s0 + q.a11() * m) * s1,
                q.a11() * s1 * s1);
    }

    /**
     * What is trained, in words.
     *
     * @return half a sentence
     */
    public String model() {
        return model;
    }

    /**
     * How a run is doing at a snapshot.
     *
     * @param snapshot a moment of it
     * @return a word in lower case
     */
    public static String state(Snapshot snapshot) {
        return snapshot.end()
                .map(RunState::after)
                .orElse(RunState.RUNNING)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public PlotData at(Snapshot snapshot) {
        double[] predicted = new double[y.length()];
        sampleObjective.predict(snapshot.weights().toArray(), predicted);
        return new PlotData(
                title,
                model,
                sampleObjective.label(),
                target,
                weightNames,
                snapshot.history(),
                "",
                ImmutableList.of(),
                sample(ImmutableDoubleArray.copyOf(predicted)),
                landscape,
                optimum.loss(),
                state(snapshot));
    }

    private Sample sample(ImmutableDoubleArray predicted) {
        return feature.isEmpty() ? Sample.of(y, predicted) : Sample.of(feature, x, y, predicted);
    }
}
