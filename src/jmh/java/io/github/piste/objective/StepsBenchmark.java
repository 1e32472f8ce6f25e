package io.github.piste.objective;

import io.github.piste.optim.Batching;
import io.github.piste.optim.RowOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One epoch of steps that look at one row or a few, without making the order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"--add-modules", "jdk.incubator.vector", "-XX:+UseTransparentHugePages", "-XX:+UseSerialGC"})
public class StepsBenchmark {
    private static final int STEPS = 256;

    @Param({"NONE", "BLOCKS", "RANDOM"})
    public Batching.Order order;

    private LeastSquares loss;
    private int[] list;
    private double rate;
    private final double[] noMean = {};
    private double[] mean;
    private final double[] shares = new double[STEPS];

    @Setup
    public void setUp(Rows rows) {
        loss = LeastSquares.withIntercept(rows.data);
        list = new int[rows.n];
        RowOrder.fill(list, order, 1, 1);
        rate = 0.01 / rows.d;
        mean = new double[rows.d + 1];
        Arrays.fill(shares, 0.01);
    }

    @Benchmark
    public double stochastic(Rows rows) {
        return epoch(rows, noMean);
    }

    @Benchmark
    public double stochasticWithAveraging(Rows rows) {
        return epoch(rows, mean);
    }

    private double epoch(Rows rows, double[] average) {
        Iterates iterates = new Iterates(rows.w, new double[rows.w.length], rows.gradient, average, shares);
        double sum = 0;
        for (int k = 0; k < rows.n; k += STEPS) {
            sum = loss.steps(iterates, list, k, Math.min(rows.n, k + STEPS), rate, sum);
        }
        return sum;
    }

    @Benchmark
    public double miniBatch32(Rows rows) {
        return miniBatch(rows, 32);
    }

    @Benchmark
    public double miniBatch256(Rows rows) {
        return miniBatch(rows, 256);
    }

    @Benchmark
    public double miniBatch4096(Rows rows) {
        return miniBatch(rows, 4096);
    }

    private double miniBatch(Rows rows, int size) {
        double sum = 0;
        for (int k = 0; k < rows.n; k += size) {
            sum += loss.valueAndGradient(rows.w, list, k, Math.min(rows.n, k + size), rows.gradient);
            for (int j = 0; j < rows.w.length; j++) {
                rows.w[j] -= rate * rows.gradient[j];
            }
        }
        return sum;
    }
}
