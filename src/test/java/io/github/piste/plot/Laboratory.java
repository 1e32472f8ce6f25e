package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Descents on functions and classified rows, to draw. */
final class Laboratory {
    static final ToDoubleFunction<double[]> SQUARE = w -> w[0] * w[0];
    static final ToDoubleFunction<double[]> ROSENBROCK =
            w -> (1 - w[0]) * (1 - w[0]) + 100 * (w[1] - w[0] * w[0]) * (w[1] - w[0] * w[0]);
    static final ToDoubleFunction<double[]> HIMMELBLAU =
            w -> Math.pow(w[0] * w[0] + w[1] - 11, 2) + Math.pow(w[0] + w[1] * w[1] - 7, 2);
    static final ToDoubleFunction<double[]> RASTRIGIN = w -> Arrays.stream(w)
            .map(x -> 10 + x * x - 10 * Math.cos(2 * Math.PI * x))
            .sum();
    static final ToDoubleFunction<double[]> ELLIPSE = w -> w[0] * w[0] / 20 + w[1] * w[1];

    private Laboratory() {}

    /** A function with its numerical gradient. */
    record Function(int dimension, ToDoubleFunction<double[]> f) implements Objective {
        @Override
        public double value(double[] w) {
            return f.applyAsDouble(w);
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            double[] at = w.clone();
            for (int j = 0; j < dimension; j++) {
                at[j] = w[j] + 1e-5;
                double above = f.applyAsDouble(at);
                at[j] = w[j] - 1e-5;
                gradient[j] = (above - f.applyAsDouble(at)) / 2e-5;
                at[j] = w[j];
            }
            return f.applyAsDouble(w);
        }
    }

    static History descend(ToDoubleFunction<double[]> f, double rate, int steps, double... start) {
        Function function = new Function(start.length, f);
        double[] w = start.clone();
        double[] gradient = new double[w.length];
        List<Scalars> scalars = new ArrayList<>();
        double[][] weights = new double[steps + 1][];
        for (int k = 0; k <= steps; k++) {
            double loss = function.valueAndGradient(w, gradient);
            double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
            scalars.add(new Scalars(k, k, k * 1e-3, loss, Double.NaN, norm, rate));
            weights[k] = w.clone();
            for (int j = 0; j < w.length; j++) {
                w[j] -= rate * gradient[j];
            }
        }
        return History.of(scalars, weights);
    }

    static PlotData run(String title, ToDoubleFunction<double[]> f, History history, Trail... others) {
        int weights = history.tracked();
        return new PlotData(
                title,
                "gradient descent",
                "value",
                "",
                weights == 1 ? ImmutableList.of("x") : ImmutableList.of("x0", "x1"),
                history,
                others.length == 0 ? "" : "rate " + history.scalars(0).learningRate(),
                ImmutableList.copyOf(others),
                Sample.NONE,
                new Landscape(() -> new Function(weights, f)),
                Double.NaN,
                "finished");
    }

    static Trail trail(ToDoubleFunction<double[]> f, double rate, int steps, double... start) {
        return new Trail("rate " + rate, descend(f, rate, steps, start));
    }

    static PlotData rates() {
        return run(
                "four rates",
                ELLIPSE,
                descend(ELLIPSE, 1.02, 40, -7, 2),
                trail(ELLIPSE, 0.01, 40, -7, 2),
                trail(ELLIPSE, 0.1, 40, -7, 2),
                trail(ELLIPSE, 0.95, 40, -7, 2));
    }

    static PlotData ratesOverOne(double worst, int steps) {
        return run(
                "x^2 at four rates",
                SQUARE,
                descend(SQUARE, worst, steps, 5),
                trail(SQUARE, 0.01, 60, 5),
                trail(SQUARE, 0.1, 60, 5),
                trail(SQUARE, 0.9, 60, 5));
    }

    /** Clouds around corners of a polygon, classified by the nearest. */
    static PlotData classes(int k, int features) {
        Random random = new Random(5);
        int n = 50 * k;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] actual = new double[n];
        double[] predicted = new double[n];
        for (int i = 0; i < n; i++) {
            int c = i % k;
            actual[i] = c;
            x[i] = 4 + 2 * centerX(c, k) + 0.75 * random.nextGaussian();
            y[i] = 2 + centerY(c, k) + 0.4 * random.nextGaussian();
            double[] p = probabilities(k, features, x[i], y[i]);
            for (int j = 1; j < k; j++) {
                predicted[i] = p[j] > p[(int) predicted[i]] ? j : predicted[i];
            }
        }
        int m = 101;
        ImmutableDoubleArray gridX = Runs.array(m, i -> 8.0 * i / (m - 1));
        ImmutableDoubleArray gridY = features == 2 ? Runs.array(61, i -> 4.0 * i / 60) : ImmutableDoubleArray.of();
        int rows = features == 2 ? 61 : 1;
        double[] map = new double[k * rows * m];
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < m; i++) {
                double[] p = probabilities(k, features, gridX.get(i), features == 2 ? gridY.get(j) : 0);
                for (int c = 0; c < k; c++) {
                    map[(c * rows + j) * m + i] = p[c];
                }
            }
        }
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int c = 0; c < k; c++) {
            names.add(List.of("setosa", "versicolor", "virginica").get(c % 3) + (c < 3 ? "" : " " + c));
        }
        ImmutableDoubleArray columnX = ImmutableDoubleArray.copyOf(x);
        Sample sample = new Sample(
                features == 2
                        ? ImmutableList.of("petal length", "petal width")
                        : features == 1 ? ImmutableList.of("petal length") : ImmutableList.of(),
                features == 2
                        ? ImmutableList.of(columnX, ImmutableDoubleArray.copyOf(y))
                        : features == 1 ? ImmutableList.of(columnX) : ImmutableList.of(),
                ImmutableDoubleArray.copyOf(actual),
                ImmutableDoubleArray.copyOf(predicted),
                names.build(),
                features == 0 ? null : new ClassMap(gridX, gridY, ImmutableDoubleArray.copyOf(map)));
        return of(sample);
    }

    static PlotData of(Sample sample) {
        return new PlotData(
                "flowers",
                "softmax regression",
                "cross-entropy",
                "species",
                ImmutableList.of(),
                Runs.losses(3, 2, 1).history(),
                "",
                ImmutableList.of(),
                sample,
                null,
                Double.NaN,
                "converged");
    }

    private static double centerX(int c, int k) {
        return Math.cos(2 * Math.PI * c / k);
    }

    private static double centerY(int c, int k) {
        return Math.sin(2 * Math.PI * c / k);
    }

    private static double[] probabilities(int k, int features, double x, double y) {
        double[] p = new double[k];
        double sum = 0;
        for (int c = 0; c < k; c++) {
            double dx = (x - 4 - 2 * centerX(c, k)) / 0.75;
            double dy = features == 1 ? 0 : (y - 2 - centerY(c, k)) / 0.4;
            p[c] = Math.exp(-(dx * dx + dy * dy) / 2);
            sum += p[c];
        }
        for (int c = 0; c < k; c++) {
            p[c] /= sum;
        }
        return p;
    }

    static Sweep sweep(@Nullable ToDoubleFunction<double[]> f, int weights) {
        ToDoubleFunction<double[]> of = f == null ? RASTRIGIN : f;
        ImmutableDoubleArray first = Runs.array(41, i -> -2 + 0.1 * i);
        ImmutableDoubleArray second = weights == 1 ? ImmutableDoubleArray.of() : Runs.array(41, i -> -1 + 0.1 * i);
        double[] losses = new double[first.length() * Math.max(1, second.length())];
        for (int k = 0; k < losses.length; k++) {
            double u = first.get(k % first.length());
            losses[k] = of.applyAsDouble(
                    weights == 1 ? new double[] {u} : new double[] {u, second.get(k / first.length())});
        }
        return new Sweep(
                "weight of eruptions",
                "mean squared error",
                weights == 1 ? ImmutableList.of("w") : ImmutableList.of("u", "v"),
                first,
                second,
                ImmutableDoubleArray.copyOf(losses),
                weights == 1 ? ImmutableDoubleArray.of(0.994) : ImmutableDoubleArray.of(0.61, 0.37),
                of.applyAsDouble(weights == 1 ? new double[] {0.994} : new double[] {0.61, 0.37}));
    }
}
