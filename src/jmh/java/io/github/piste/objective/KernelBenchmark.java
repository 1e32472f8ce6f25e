package io.github.piste.objective;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Value and gradient over all rows: one epoch of batch descent. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"--add-modules", "jdk.incubator.vector", "-XX:+UseTransparentHugePages", "-XX:+UseSerialGC"})
public class KernelBenchmark {
    /** How many threads share a pass. */
    @State(Scope.Benchmark)
    public static class Threads {
        @Param({"1", "2"})
        public int threads;

        RowWorkers workers;

        @Setup
        public void start() {
            workers = new RowWorkers(threads);
        }

        @TearDown
        public void close() {
            workers.close();
        }
    }

    /** Least squares. */
    @State(Scope.Benchmark)
    public static class Squares {
        LinearLoss loss;

        @Setup(Level.Trial)
        public void setUp(Rows rows, Threads threads) {
            loss = LeastSquares.withIntercept(rows.data);
            loss.shareWith(threads.workers);
        }
    }

    /** Logistic regression. */
    @State(Scope.Benchmark)
    public static class Logistic {
        LinearLoss loss;

        @Setup(Level.Trial)
        public void setUp(Rows rows, Threads threads) {
            loss = LogisticLoss.withIntercept(rows.classes());
            loss.shareWith(threads.workers);
        }
    }

    @Benchmark
    public double squares(Rows rows, Threads threads, Squares squares) {
        return squares.loss.valueAndGradient(rows.w, rows.gradient);
    }

    @Benchmark
    public double logistic(Rows rows, Threads threads, Logistic logistic) {
        return logistic.loss.valueAndGradient(rows.w, rows.gradient);
    }
}
