package io.github.piste.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.github.piste.ChildJvm;
import io.github.piste.data.Dataset;
import io.github.piste.objective.Kernels;
import io.github.piste.objective.LeastSquares;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.Schedule;
import io.github.piste.optim.StopRule;
import io.github.piste.optim.UpdateRule;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the compiler makes objects of vectors, in a process whose profile is that of one training. */
class SingleStepsAllocationIT {
    private static final int ROWS = 101;
    private static final int EPOCHS = 10_000;
    private static final int ATTEMPTS = 100;

    @TempDir
    Path temp;

    /** Rows of less than two vectors, of three, and of many; pairs are cut at every epoch's end. */
    @ParameterizedTest
    @ValueSource(ints = {9, 20, 40})
    void plainStepsOfSingleRows_allocateLessThanAByteAStep_onceTheyAreCompiled(int features) {
        ChildJvm.Ended ended = ChildJvm.run(
                temp,
                Duration.ofMinutes(3),
                List.of("--add-modules", "jdk.incubator.vector"),
                Program.class,
                String.valueOf(features));
        assertEquals(0, ended.code(), ended::toString);
    }

    /** Ends with 0 as soon as twice the epochs allocate less than a byte more for each step more. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            if (Kernels.name().equals("scalar")) {
                throw new IllegalStateException("no Vector API");
            }
            LeastSquares loss = LeastSquares.withIntercept(rows(Integer.parseInt(args[0])));
            long more = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && more >= (long) ROWS * EPOCHS; attempt++) {
                more = allocated(loss, 2 * EPOCHS) - allocated(loss, EPOCHS);
            }
            if (more >= (long) ROWS * EPOCHS) {
                throw new IllegalStateException(more + " bytes for " + ROWS * EPOCHS + " steps");
            }
        }

        private static Dataset rows(int features) {
            Random random = new Random(5);
            double[][] x = new double[ROWS][features];
            for (double[] row : x) {
                Arrays.setAll(row, j -> random.nextGaussian());
            }
            return Dataset.of(x, random.doubles(ROWS).toArray());
        }

        private static long allocated(LeastSquares loss, int epochs) {
            Descent descent = new Descent(
                    Batching.stochastic(Batching.Order.RANDOM),
                    new UpdateRule.Sgd(),
                    1e-6,
                    new Schedule.Constant(),
                    Penalty.NONE,
                    true,
                    StopRule.after(epochs),
                    3);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            new Trainer(loss, descent).run();
            return threads.getThreadAllocatedBytes(thread) - before;
        }
    }
}
