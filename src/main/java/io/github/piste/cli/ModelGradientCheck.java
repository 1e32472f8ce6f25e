package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.TrainingRun;
import io.github.piste.data.Dataset;
import io.github.piste.data.LoadedData;
import io.github.piste.data.SplitMix64;
import io.github.piste.objective.GradientCheck;
import io.github.piste.objective.RowLoss;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.Problem;
import io.github.piste.run.RunConfig;
import io.github.piste.train.Control;
import java.util.Locale;
import java.util.stream.IntStream;

/** Checks the gradient of the loss that a configuration trains: at its start and at random points around it. */
final class ModelGradientCheck {
    /** From a start with kinks, where rectifiers begin to bend exactly at rows, the way to a place beside it. */
    private static final double ASIDE = 0.01;

    private static final int POINTS = 3;
    private static final int MOST_ROWS = 1000;
    private static final int COORDINATES_SHOWN = 12;

    private final Problem problem;
    private final RowLoss loss;
    private final long seed;
    private final StringBuilder text = new StringBuilder();

    ModelGradientCheck(RunConfig config) {
        LoadedData loaded = DataLoader.load(config, bytes -> {});
        RunRequest request = new RunRequest(
                config, RunPlace.NOWHERE, ImmutableList.of(), ImmutableList.of(), new Control(), ImmutableList.of());
        this.problem = new TrainingRun(request, loaded.dataset(), DataSummary.of(loaded)).problem();
        Dataset training = problem.training();
        int rows = Math.min(MOST_ROWS, training.rows());
        this.loss = problem.objective(training.select(IntStream.range(0, rows).toArray()));
        this.seed = config.run().seed();
    }

    /** Prints what was found; the exit code says whether all is well. */
    int run() {
        line(
                "%s of a %s, %s weights, %s rows, scaled columns",
                loss.label(), problem.title(), Text.count(loss.dimension()), Text.count(loss.terms()));
        SplitMix64 random = new SplitMix64(seed, 7);
        double worst = Double.NaN;
        for (int k = 0; k < POINTS; k++) {
            double[] w = problem.start().toArray();
            for (int j = 0; k > 0 && j < w.length; j++) {
                w[j] += 0.5 * random.nextGaussian();
            }
            GradientCheck check = GradientCheck.of(loss, w);
            String where = k == 0 ? "at the start" : "at a random point around it";
            if (k == 0 && !check.kinks().isEmpty()) {
                for (int j = 0; j < w.length; j++) {
                    w[j] += ASIDE * random.nextGaussian();
                }
                check = GradientCheck.of(loss, w);
                where = "beside the start, which is on a kink";
            }
            point(where, check);
            double error = Double.isFinite(check.value()) ? check.relativeError() : Double.POSITIVE_INFINITY;
            worst = Double.isNaN(worst) || error > worst ? error : worst;
        }
        line("");
        line("%s", verdict(worst));
        int printed = Terminal.print(text.toString());
        return printed == ExitCode.DONE && !(worst < GradientCheck.TOLERANCE) ? ExitCode.INTERNAL : printed;
    }

    private static String verdict(double worst) {
        String limit = Double.toString(GradientCheck.TOLERANCE);
        if (Double.isNaN(worst)) {
            return "not checked: all points lie near kinks of the loss";
        }
        if (Double.isInfinite(worst)) {
            return "not checked: the loss or a slope is not finite";
        }
        return worst < GradientCheck.TOLERANCE
                ? "the gradient is right: the largest relative error is " + Text.number(worst) + ", below " + limit
                : "the gradient is wrong, or the loss is not smooth there: relative error " + Text.number(worst)
                        + ", not below " + limit;
    }

    private void point(String where, GradientCheck check) {
        ImmutableList<String> names = problem.weightNames();
        line("");
        line("%s: loss %s", where, check.value());
        line("  %-24s %24s %24s %14s", "weight", "gradient", "extrapolated", "relative error");
        int shown = Math.min(COORDINATES_SHOWN, names.size());
        for (int j = 0; j < shown; j++) {
            row(names.get(j), j, check);
        }
        if (shown < names.size()) {
            line("  ... (%s weights)", Text.count(names.size()));
        }
        int worst = check.worst();
        if (worst >= shown) {
            row(names.get(worst), worst, check);
        }
        if (worst >= 0) {
            line("  worst: %s", Text.oneLine(names.get(worst)));
        }
        if (!check.kinks().isEmpty()) {
            line(
                    "  left out for a kink near the point: %s",
                    Text.count(check.kinks().length()));
        }
    }

    private void row(String name, int j, GradientCheck check) {
        line(
                "  %-24s %24s %24s %14s",
                Text.oneLine(name),
                check.analytic().get(j),
                check.numerical().get(j),
                check.kinks().contains(j) ? "kink" : Text.number(check.relativeError(j)));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
