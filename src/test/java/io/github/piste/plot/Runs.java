package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import io.github.piste.optim.StopReason;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Runs to draw: a real one on Old Faithful and made-up ones for everything that can go wrong. */
final class Runs {
    private Runs() {}

    /** Batch descent on waiting from eruptions with scaled columns, weights in original units. */
    static PlotData oldFaithful(double rate, int epochs, String state) {
        double[][] rows = rows();
        int n = rows.length;
        double meanX = 0;
        double meanY = 0;
        for (double[] row : rows) {
            meanX += row[0] / n;
            meanY += row[1] / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (double[] row : rows) {
            xx += (row[0] - meanX) * (row[0] - meanX) / n;
            xy += (row[0] - meanX) * (row[1] - meanY) / n;
            yy += (row[1] - meanY) * (row[1] - meanY) / n;
        }
        double sd = Math.sqrt(xx);
        double b = 0;
        double w = 0;
        List<Scalars> scalars = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        for (int k = 0; k <= epochs; k++) {
            double gb = 2 * (b - meanY);
            double gw = 2 * (w - xy / sd);
            double loss = yy - xy * xy / xx + (b - meanY) * (b - meanY) + (w - xy / sd) * (w - xy / sd);
            scalars.add(new Scalars(k, k, 1e-4 * k, loss, loss * 1.1 + 3, Math.hypot(gb, gw), rate));
            weights.add(new double[] {b - w / sd * meanX, w / sd});
            b -= rate * gb;
            w -= rate * gw;
        }
        double[] last = weights.get(epochs);
        Sample sample = Sample.of(
                "eruptions",
                array(n, i -> rows[i][0]),
                array(n, i -> rows[i][1]),
                array(n, i -> last[0] + last[1] * rows[i][0]));
        Quadratic surface =
                new Quadratic(yy + meanY * meanY, -2 * meanY, -2 * (xy + meanX * meanY), 1, meanX, xx + meanX * meanX);
        return new PlotData(
                "old-faithful",
                "linear regression",
                "mean squared error",
                "waiting",
                ImmutableList.of("intercept", "eruptions"),
                History.of(scalars, weights.toArray(new double[0][])),
                "",
                ImmutableList.of(),
                sample,
                new Landscape(() -> surface),
                yy - xy * xy / xx,
                state);
    }

    /** A run with these losses and nothing else. */
    static PlotData losses(double... losses) {
        return losses(losses.length, i -> losses[i]);
    }

    static PlotData losses(int n, IntToDoubleFunction loss) {
        List<Scalars> scalars = IntStream.range(0, n)
                .mapToObj(i -> new Scalars(i, i, i, loss.applyAsDouble(i), Double.NaN, loss.applyAsDouble(i), 0.1))
                .toList();
        return new PlotData(
                "losses",
                "linear regression",
                "mean squared error",
                "y",
                ImmutableList.of(),
                History.of(scalars, new double[n][0]),
                "",
                ImmutableList.of(),
                Sample.NONE,
                null,
                Double.NaN,
                "running");
    }

    /** Noisy descent with {@code d} weights and a sample of many rows. */
    static PlotData stochastic(int epochs, int d, int sampled) {
        Random random = new Random(1);
        double[] goal = random.doubles(d, -3, 3).toArray();
        List<Scalars> scalars = new ArrayList<>();
        double[][] weights = new double[epochs][d];
        for (int i = 0; i < epochs; i++) {
            double left = Math.exp(-6.0 * i / epochs);
            for (int j = 0; j < d; j++) {
                weights[i][j] = goal[j] * (1 - left) + 0.03 * random.nextGaussian();
            }
            double loss = 0.25 * (1 + 0.2 * random.nextGaussian()) + 90 * left * left;
            double norm = Math.abs(2 + random.nextGaussian()) + 20 * left;
            scalars.add(new Scalars(1000L * i, i * 0.1, i * 0.01, Math.abs(loss), Double.NaN, norm, 0.01));
        }
        double[] y = random.doubles(sampled, -10, 10).toArray();
        Sample sample =
                Sample.of(array(sampled, i -> y[i]), array(sampled, i -> y[i] * 0.98 + 0.5 * random.nextGaussian()));
        return new PlotData(
                "long-run",
                "linear regression",
                "mean squared error",
                "y",
                IntStream.range(0, d)
                        .mapToObj(j -> j == 0 ? "intercept" : "x" + j)
                        .collect(ImmutableList.toImmutableList()),
                History.of(scalars, weights),
                "",
                ImmutableList.of(),
                sample,
                null,
                0.25,
                "running");
    }

    static Snapshot snapshot(long step, boolean last) {
        Scalars scalars = new Scalars(step, step, step * 0.01, 1.0 / (step + 1), Double.NaN, 1, 0.1);
        return new Snapshot(
                scalars,
                ImmutableDoubleArray.of(),
                losses(3, 2, 1).history(),
                last ? Optional.of(StopReason.EPOCHS) : Optional.empty());
    }

    /** The pictures that apply to a run. */
    static List<Plot> plots(PlotData data) {
        return Plot.all().stream().filter(plot -> plot.applies(data)).toList();
    }

    static ImmutableDoubleArray array(int n, IntToDoubleFunction value) {
        return ImmutableDoubleArray.copyOf(IntStream.range(0, n).mapToDouble(value));
    }

    private static double[][] rows() {
        try {
            return Files.readAllLines(Path.of("config", "samples", "old-faithful.csv")).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[1])})
                    .toArray(double[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
