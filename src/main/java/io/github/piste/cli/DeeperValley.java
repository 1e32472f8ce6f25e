package io.github.piste.cli;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.run.FunctionOutcome;
import io.github.piste.run.FunctionProblem;
import java.util.Locale;
import java.util.Optional;

/** A coarse look around a path over one or two variables: is there a valley that is deeper than the one it ended in? */
final class DeeperValley {
    private static final int POINTS_OF_ONE = 20_001;
    private static final int POINTS_OF_TWO = 201;
    /** What counts as deeper, as a part of what the descent gained. */
    private static final double CLEARLY = 1e-3;

    private static final double LEAST_REACH = 5;

    private DeeperValley() {}

    /** Looks at the window around the path, three times as wide and high as the path, at least 10. */
    static Optional<String> near(FunctionProblem problem, ImmutableDoubleArray start, FunctionOutcome outcome) {
        int d = problem.dimension();
        if (d > 2) {
            return Optional.empty();
        }
        double[] low = new double[2];
        double[] high = new double[2];
        for (int j = 0; j < d; j++) {
            double[] path = outcome.history().weight(j).stream()
                    .filter(Double::isFinite)
                    .toArray();
            double least = ImmutableDoubleArray.copyOf(path).stream().min().orElse(start.get(j));
            double most = ImmutableDoubleArray.copyOf(path).stream().max().orElse(start.get(j));
            double reach = Math.max(LEAST_REACH, most - least);
            low[j] = least - reach;
            high[j] = most + reach;
        }
        Objective f = problem.objective();
        int columns = d == 1 ? POINTS_OF_ONE : POINTS_OF_TWO;
        int rows = d == 1 ? 1 : POINTS_OF_TWO;
        double[] w = new double[d];
        double[] best = new double[d];
        double deepest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < columns; i++) {
            for (int k = 0; k < rows; k++) {
                w[0] = low[0] + (high[0] - low[0]) * i / (columns - 1);
                if (d == 2) {
                    w[1] = low[1] + (high[1] - low[1]) * k / (rows - 1);
                }
                double value = f.value(w);
                if (value < deepest) {
                    deepest = value;
                    best = w.clone();
                }
            }
        }
        double gained = f.value(start.toArray()) - outcome.value();
        if (!(deepest < outcome.value() - CLEARLY * Math.abs(gained) - 1e-9 * Math.abs(outcome.value()))) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "It ended in a local minimum, value %s: the wrong valley. Not far away the function is deeper, %s at about"
                        + " %s. Another start leads there.",
                Text.number(outcome.value()),
                Text.number(deepest),
                Points.brief(ImmutableDoubleArray.copyOf(best))));
    }
}
