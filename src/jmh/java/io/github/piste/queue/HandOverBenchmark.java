package io.github.piste.queue;

import java.time.Duration;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the training thread pays: to hand over weights while the worker sleeps. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class HandOverBenchmark {
    /** A mailbox whose worker polls, and finds something every time. */
    @State(Scope.Benchmark)
    public static class Post {
        @Param({"20", "500"})
        public int d;

        private TaskQueue queue;
        private Mailbox<double[]> mailbox;
        private SlotWriter<double[]> writer;

        @Setup
        public void start() {
            double[] weights = new double[d];
            queue = TaskQueue.builder("hand-over").workers(1).start();
            mailbox = queue.mailbox(
                    MailboxConfig.conflating("pictures"), () -> new double[d], (slot, skipped) -> {});
            writer = slot -> System.arraycopy(weights, 0, slot, 0, weights.length);
        }

        @TearDown
        public void close() {
            queue.close(Duration.ofSeconds(1));
        }
    }

    @Benchmark
    public PostResult post(Post state) {
        return state.mailbox.post(state.writer);
    }
}
