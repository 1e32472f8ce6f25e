package io.github.piste.run;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.objective.RowLoss;
import io.github.piste.plot.ClassMap;
import java.util.Arrays;

/**
 * What a classifier of one or two features says of every place around the rows that are drawn.
 *
 * <p>Thread-safety: immutable.
 */
final class ClassMapper {
    private static final int POINTS_OF_ONE = 200;
    private static final int COLUMNS = 90;
    private static final int ROWS = 60;
    /** How far the map goes beyond the rows, as a share of their range. */
    private static final double BEYOND = 0.08;

    private final Problem problem;
    private final ImmutableDoubleArray x;
    private final ImmutableDoubleArray y;
    private final Dataset places;

    ClassMapper(Problem problem, Dataset sample) {
        this.problem = problem;
        boolean two = sample.features() == 2;
        this.x = range(sample, 0, two ? COLUMNS : POINTS_OF_ONE);
        this.y = two ? range(sample, 1, ROWS) : ImmutableDoubleArray.of();
        int m = x.length();
        double[][] rows = new double[m * Math.max(1, y.length())][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = two ? new double[] {x.get(i % m), y.get(i / m)} : new double[] {x.get(i)};
        }
        Dataset grid = Dataset.of(rows, new double[rows.length], sample.featureNames(), sample.targetName());
        this.places = problem.scaling().apply(grid.withClasses(sample.classes()));
    }

    private static ImmutableDoubleArray range(Dataset sample, int j, int points) {
        double[] values = new double[sample.rows()];
        Arrays.setAll(values, i -> sample.x()[i * sample.stride() + j]);
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        double margin = high > low ? BEYOND * (high - low) : Math.max(1, Math.abs(low)) * BEYOND;
        double[] grid = new double[points];
        Arrays.setAll(grid, i -> low - margin + (high - low + 2 * margin) * i / (points - 1));
        return ImmutableDoubleArray.copyOf(grid);
    }

    ClassMap of(double[] w) {
        RowLoss loss = problem.objective(places);
        int outputs = loss.outputs();
        int n = places.rows();
        double[] predicted = new double[n * outputs];
        loss.predict(w, predicted);
        int classes = Math.max(2, outputs);
        double[] probabilities = new double[classes * n];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                probabilities[c * n + i] =
                        outputs > 1 ? predicted[i * outputs + c] : c == 1 ? predicted[i] : 1 - predicted[i];
            }
        }
        return new ClassMap(x, y, ImmutableDoubleArray.copyOf(probabilities));
    }
}
