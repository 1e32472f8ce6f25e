package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.github.piste.optim.StopReason;
import io.github.piste.run.RunState;
import io.github.piste.sink.ListenerException;
import io.github.piste.train.Cadence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Q12: a listener on the training thread that fails, by itself or by the wish of its owner the whole run. */
@Tag(Torture.TAG)
@Timeout(120)
class ListenerFailureIT {
    private static final double[][] X = {{1}, {2}, {3}, {4}, {5}};
    private static final double[] Y = {2.5, 3.5, 6.5, 8, 9.5};
    private static final int FAILING_STEP = 7;

    @TempDir
    private Path temp;

    private static Training training(String mode) {
        return Training.on(X, Y)
                .set("train.mode", mode)
                .set("train.learning-rate", 0.01)
                .set("train.epochs", 20)
                .set("observe.metrics.every", "1 steps")
                .set("observe.plots.enabled", false);
    }

    private static ImmutableList<Throwable> failures() {
        return ImmutableList.of(
                new IllegalStateException("unchecked"),
                new IOException("checked"),
                new InterruptedException("asked"),
                new OutOfMemoryError("pretended"),
                new StackOverflowError(),
                new NoClassDefFoundError("gone"),
                new InternalError("no fonts"),
                new Error("like the end of a thread"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void whateverItThrows_inEveryMode_itIsDisabledAndReported_orEndsTheRunIfAsked(TestInfo test) throws IOException {
        int tolerated = 0;
        int ended = 0;
        for (String mode : List.of("batch", "stochastic", "mini-batch")) {
            TrainingResult alone = training(mode).run();
            for (Throwable thrown : failures()) {
                String what = mode + " " + thrown;
                AtomicInteger calls = new AtomicInteger();
                AtomicInteger others = new AtomicInteger();
                Path place = temp.resolve("run" + tolerated);
                Training watched = training(mode)
                        .directory(place)
                        .inlineListener(new Cadence.Steps(1), snapshot -> {
                            if (calls.getAndIncrement() == FAILING_STEP) {
                                ListenerFailureIT.<RuntimeException>sneak(thrown);
                            }
                        })
                        .inlineListener(new Cadence.Steps(1), snapshot -> others.incrementAndGet());

                TrainingResult result = watched.run();
                boolean interrupted = Thread.interrupted();

                assertEquals(thrown instanceof InterruptedException, interrupted, what);
                assertEquals(alone.outcome().weights(), result.outcome().weights(), what);
                assertEquals(RunState.FINISHED, result.state(), what);
                assertEquals(FAILING_STEP + 1, calls.get(), what + ": it is called again");
                assertEquals(result.outcome().scalars().step() + 1, others.get(), what + ": the other goes on");
                assertEquals(List.of("listener: at step " + FAILING_STEP + ": " + thrown), result.degraded(), what);
                tolerated++;

                calls.set(0);
                others.set(0);
                ListenerException end = assertThrows(
                        ListenerException.class,
                        () -> watched.set("observe.fail-fast", true).run(),
                        what);
                assertEquals(thrown instanceof InterruptedException, Thread.interrupted(), what);
                assertSame(thrown, end.getCause(), what);
                assertEquals(FAILING_STEP, others.get(), what + ": it ends at that step");
                assertTrue(Files.readString(place.resolve("run.json")).contains("\"FAILED\""), what);
                assertEquals(
                        1 + FAILING_STEP + 1,
                        Files.readAllLines(place.resolve("metrics.csv")).size(),
                        what + ": what was handed over is written, under its header");
                ended++;
            }
        }
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("piste-")),
                "threads are left");
        ChildJvm.Ended byDefault = program("false");
        assertEquals(0, byDefault.code(), byDefault::toString);
        assertTrue(byDefault.out().contains("FINISHED [listener: at step 2: "), byDefault::toString);
        ChildJvm.Ended failFast = program("true");
        assertEquals(1, failFast.code(), failFast::toString);
        assertTrue(failFast.err().contains("a listener on the training thread failed at step 2"), failFast::toString);
        Torture.seen(
                test,
                "Q12",
                tolerated + " listeners disabled and reported with the bits of a run without them, " + ended
                        + " runs ended by fail-fast; a program of its own ends with " + byDefault.code()
                        + " by default and with " + failFast.code() + " by fail-fast");
    }

    private ChildJvm.Ended program(String failFast) {
        return ChildJvm.run(temp, Duration.ofSeconds(60), 256, Program.class, failFast);
    }

    /** An application that lets what a run throws end it. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            TrainingResult result = training("batch")
                    .set("observe.fail-fast", args[0])
                    .inlineListener(new Cadence.Steps(1), snapshot -> {
                        if (snapshot.scalars().step() == 2) {
                            throw new IOException("mine");
                        }
                    })
                    .run();
            assertEquals(StopReason.EPOCHS, result.outcome().reason());
            System.out.println(result.state() + " " + result.degraded());
        }
    }
}
