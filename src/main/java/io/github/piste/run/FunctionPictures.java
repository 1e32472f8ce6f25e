package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Landscape;
import io.github.piste.plot.PlotData;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.Sample;
import io.github.piste.plot.Trail;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a snapshot of a descent on a function into what its pictures show.
 *
 * <p>Thread-safety: may be asked by several workers at once.
 */
final class FunctionPictures implements PlotDataSource {
    private static final int MOST_DRAWN = 2;

    private final FunctionProblem problem;
    private final String label;
    private final ImmutableList<Trail> others;
    private final RecordedPath path;
    private final @Nullable Landscape landscape;

    FunctionPictures(FunctionProblem problem, String label, ImmutableList<Trail> others, RecordedPath path) {
        this.problem = problem;
        this.label = label;
        this.others = others;
        this.path = path;
        this.landscape = problem.dimension() <= MOST_DRAWN ? new Landscape(problem::trusted) : null;
    }

    @Override
    public PlotData at(Snapshot snapshot) {
        return new PlotData(
                problem.heading(),
                problem.direction() == FunctionProblem.Direction.ASCENT ? "gradient ascent" : "gradient descent",
                problem.heading(),
                "",
                problem.variables(),
                snapshot.last() ? way(snapshot.history(), path) : snapshot.history(),
                label,
                others,
                Sample.NONE,
                landscape,
                least(problem),
                Pictures.state(snapshot));
    }

    /** The least value of the objective, NaN where it is not known. */
    static double least(FunctionProblem problem) {
        return problem.direction() == FunctionProblem.Direction.DESCENT
                ? problem.known().map(function -> function.least()).orElse(Double.NaN)
                : Double.NaN;
    }

    /** The history of a descent ends with its result, which may be its best point; the way itself ends elsewhere. */
    static History way(History history, RecordedPath path) {
        int n = history.length();
        List<Scalars> scalars = new ArrayList<>(n);
        double[][] weights = new double[n][history.tracked()];
        for (int i = 0; i < n - 1; i++) {
            scalars.add(history.scalars(i));
        }
        Scalars end = history.scalars(n - 1);
        scalars.add(new Scalars(
                path.steps(),
                end.epoch(),
                end.elapsedSeconds(),
                path.value(),
                Double.NaN,
                end.gradientNorm(),
                end.learningRate()));
        for (int j = 0; j < history.tracked(); j++) {
            double[] column = history.weight(j).toArray();
            for (int i = 0; i < n; i++) {
                weights[i][j] = column[i];
            }
        }
        ImmutableList<ImmutableDoubleArray> points = path.points();
        weights[n - 1] =
                points.get(points.size() - 1).subArray(0, history.tracked()).toArray();
        return History.of(scalars, weights);
    }
}
