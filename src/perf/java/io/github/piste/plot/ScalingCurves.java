package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.SyntheticSource;
import io.github.piste.files.AtomicFiles;
import io.github.piste.objective.Kernels;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.RowWorkers;
import io.github.piste.optim.Batching;
import io.github.piste.plot.Layer.Look;
import io.github.piste.train.Descent;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Measures the time of an epoch against the rows, the features and the threads, and draws each as a picture. Arguments:
 * the folder of the pictures, and by how much to divide the sizes (1 for the real ones).
 */
final class ScalingCurves {
    private static final double SECONDS_EACH = 0.5;
    private static final int REPETITIONS = 7;
    private static final double RATE = 1e-5;
    private static final Batching BATCH = Batching.batch();
    private static final Batching STOCHASTIC = Batching.stochastic(Batching.Order.BLOCKS);

    private final Path folder;
    private final Renderer renderer = new Renderer();
    private final String machine = "JDK " + System.getProperty("java.version") + "  ·  kernel " + Kernels.name();

    private ScalingCurves(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        ScalingCurves curves = new ScalingCurves(Path.of(args[0]));
        int divisor = Integer.parseInt(args[1]);
        int million = 1_000_000 / divisor;
        curves.sizes(
                "scaling-rows",
                "Time of an epoch, 20 features",
                "rows",
                new int[] {million / 8, million / 4, million / 2, million, 2 * million, 3 * million, 4 * million},
                n -> problem(n, 20));
        curves.sizes(
                "scaling-features",
                "Time of an epoch, " + million / 10 + " rows",
                "features",
                new int[] {5, 10, 20, 50, 100, 200, 300, 400, 500},
                d -> problem(million / 10, d));
        curves.threads(million, 20);
    }

    private static LeastSquares problem(int n, int d) {
        return LeastSquares.withIntercept(new SyntheticSource(n, d, 1, 1, 1).generate());
    }

    private interface Sized {
        LeastSquares problem(int size);
    }

    private void sizes(String name, String title, String axis, int[] sizes, Sized sized) throws IOException {
        double[] batch = new double[sizes.length];
        double[] stochastic = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            LeastSquares loss = sized.problem(sizes[i]);
            batch[i] = millis(loss, BATCH);
            stochastic[i] = millis(loss, STOCHASTIC);
            System.out.printf("%s %d: batch %.3f ms, stochastic %.3f ms%n", axis, sizes[i], batch[i], stochastic[i]);
        }
        ImmutableDoubleArray x =
                ImmutableDoubleArray.copyOf(Arrays.stream(sizes).asDoubleStream());
        write(
                name,
                new Drawing(title, machine + "  ·  one thread")
                        .axes(axis, "milliseconds")
                        .add("batch", Look.LINE, Ink.BLUE, x, ImmutableDoubleArray.copyOf(batch))
                        .add(
                                "stochastic, blocks",
                                Look.LINE,
                                Ink.VERMILLION,
                                x,
                                ImmutableDoubleArray.copyOf(stochastic)));
    }

    /** Beside it what it were if each thread did its share as fast as one alone. */
    private void threads(int n, int d) throws IOException {
        LeastSquares loss = problem(n, d);
        int most = Math.max(2, Runtime.getRuntime().availableProcessors());
        double[] millis = new double[most];
        for (int t = 1; t <= most; t++) {
            try (RowWorkers workers = new RowWorkers(t)) {
                loss.shareWith(workers);
                millis[t - 1] = millis(loss, BATCH);
            }
            System.out.printf("threads %d: batch %.3f ms%n", t, millis[t - 1]);
        }
        ImmutableDoubleArray x =
                ImmutableDoubleArray.copyOf(IntStream.rangeClosed(1, most).asDoubleStream());
        ImmutableDoubleArray shared = ImmutableDoubleArray.copyOf(x.stream().map(t -> millis[0] / t));
        write(
                "scaling-threads",
                new Drawing("Time of a batch epoch, " + n + " rows, " + d + " features", machine)
                        .axes("threads", "milliseconds")
                        .add("measured", Look.LINE, Ink.BLUE, x, ImmutableDoubleArray.copyOf(millis))
                        .add("if memory had no limit", Look.DASHED, Ink.GREY, x, shared));
    }

    /** The median of some descents, each of as many epochs as take about half a second. */
    private static double millis(LeastSquares loss, Batching batching) {
        double first = millis(loss, batching, 3);
        long epochs = Math.max(2, Math.round(SECONDS_EACH * 1e3 / first));
        millis(loss, batching, epochs);
        double[] times = new double[REPETITIONS];
        for (int k = 0; k < REPETITIONS; k++) {
            times[k] = millis(loss, batching, epochs);
        }
        Arrays.sort(times);
        return times[REPETITIONS / 2];
    }

    private static double millis(LeastSquares loss, Batching batching, long epochs) {
        Trainer trainer = new Trainer(loss, Descent.plain(batching, RATE, epochs));
        long start = System.nanoTime();
        trainer.run();
        double passes = batching.equals(BATCH) ? epochs + 1.0 : epochs; // the start's is one more
        return (System.nanoTime() - start) / 1e6 / passes;
    }

    private void write(String name, Drawing drawing) throws IOException {
        byte[] png = renderer.png(drawing)
                .orElseThrow(
                        () -> new IllegalStateException(renderer.unavailable().orElse("")));
        AtomicFiles.replace(folder.resolve(name + ".png"), png);
    }
}
