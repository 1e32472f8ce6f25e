package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.Quadratic;
import io.github.piste.objective.RowLoss;
import io.github.piste.plot.Landscape;
import io.github.piste.plot.PlotData;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.Sample;
import io.github.piste.train.Snapshot;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a snapshot into what pictures of this run show: predictions for the drawn rows, weights in original units, the
 * loss over two weights.
 *
 * <p>Thread-safety: safe; may be asked by several workers at once.
 */
public final class Pictures implements PlotDataSource {
    private final String title;
    private final String model;
    private final Problem problem;
    private final Dataset scaledSample;
    private final ImmutableList<String> weightNames;
    private final @Nullable Landscape landscape;
    private final ImmutableList<String> features;
    private final ImmutableList<ImmutableDoubleArray> columns;
    private final ImmutableDoubleArray y;
    private final Optional<ClassMapper> mapper;
    private final String lossName;
    private volatile @Nullable Predicted latest;

    /**
     * Pictures of one run.
     *
     * @param title of every picture
     * @param problem what is minimised
     * @param plan how
     */
    public Pictures(String title, Problem problem, DescentPlan plan) {
        Dataset sample = problem.sample();
        int drawn = sample.features() <= 2 ? sample.features() : 0;
        this.title = title;
        this.model = problem.title() + ", "
                + RunStatus.label(plan.descent().batching().mode());
        this.problem = problem;
        this.scaledSample = problem.scaling().apply(sample);
        this.weightNames = problem.trackedNames();
        this.landscape = landscape(problem, plan, scaledSample);
        this.features = sample.featureNames().subList(0, drawn);
        this.columns =
                IntStream.range(0, drawn).mapToObj(j -> column(sample, j)).collect(ImmutableList.toImmutableList());
        this.y = ImmutableDoubleArray.copyOf(sample.y());
        this.lossName = problem.objective(scaledSample).label();
        this.mapper = drawn > 0 && !sample.classes().isEmpty()
                ? Optional.of(new ClassMapper(problem, sample))
                : Optional.empty();
    }

    private static ImmutableDoubleArray column(Dataset sample, int j) {
        return ImmutableDoubleArray.copyOf(
                IntStream.range(0, sample.rows()).mapToDouble(i -> sample.x()[i * sample.stride() + j]));
    }

    /** The loss over one or two weights as people see them; least squares over two is an exact quadratic. */
    private static @Nullable Landscape landscape(Problem problem, DescentPlan plan, Dataset scaledSample) {
        if (problem.dimension() > 2) {
            return null;
        }
        RowLoss loss = problem.objective(problem.training());
        if (problem.dimension() == 2
                && loss instanceof LeastSquares
                && plan.descent().penalty().l1() == 0) {
            Quadratic surface = surface(problem, plan, loss);
            return new Landscape(() -> surface);
        }
        return new Landscape(() -> problem.reportedObjective(scaledSample));
    }

    private static Quadratic surface(Problem problem, DescentPlan plan, RowLoss objective) {
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
        Predicted now = predicted(snapshot.weights());
        return new PlotData(
                title,
                model,
                lossName,
                scaledSample.targetName(),
                weightNames,
                snapshot.history(),
                "",
                ImmutableList.of(),
                now.sample(),
                landscape,
                problem.optimum().loss(),
                state(snapshot));
    }

    /** The rows with what given weights say of them. */
    private record Predicted(ImmutableDoubleArray weights, Sample sample) {}

    /** Several pictures of one moment ask for the same predictions. */
    private Predicted predicted(ImmutableDoubleArray weights) {
        Predicted known = latest;
        if (known != null && known.weights().equals(weights)) {
            return known;
        }
        double[] w = weights.toArray();
        RowLoss loss = problem.objective(scaledSample); // its scratch belongs to this call
        double[] predicted = new double[scaledSample.rows() * loss.outputs()];
        loss.predict(w, predicted);
        Sample sample = new Sample(
                features,
                columns,
                y,
                scaledSample.classes().isEmpty()
                        ? ImmutableDoubleArray.copyOf(predicted)
                        : mostProbable(predicted, loss.outputs()),
                scaledSample.classes(),
                mapper.map(map -> map.of(w)).orElse(null));
        Predicted now = new Predicted(weights, sample);
        latest = now;
        return now;
    }

    private static ImmutableDoubleArray mostProbable(double[] predicted, int outputs) {
        return ImmutableDoubleArray.copyOf(IntStream.range(0, predicted.length / outputs)
                .mapToDouble(i -> Accuracy.mostProbable(predicted, i, outputs)));
    }
}
