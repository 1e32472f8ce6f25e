package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Iterables;
import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose sink never returns end all the same, in time, and say what was lost. */
@Tag(Torture.TAG)
class StuckSinkIT {
    private static final int SHUTDOWNS = Torture.times(3, 20);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
    /** The drain limit plus a second, as promised. */
    private static final Duration PROMISED = DRAIN_LIMIT.plusSeconds(1);

    /** For the end of Java itself on a busy machine. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(2);

    @TempDir
    private Path temp;

    @Test
    void shutdownWithAStuckSink_endsWithinTheLimitPlusASecond_andListsWhatWasLost(TestInfo test) throws Exception {
        List<Callable<Long>> shutdowns = new ArrayList<>();
        Iterator<StuckSink.Kind> kinds =
                Iterables.cycle(StuckSink.Kind.values()).iterator();
        Iterator<StuckSink.End> ends = Iterables.cycle(StuckSink.End.values()).iterator();
        StuckSink.Kind kind = kinds.next();
        for (int i = 0; i < SHUTDOWNS; i++) {
            StuckSink.End end = ends.next();
            StuckSink.Kind stuck = kind;
            if (end == StuckSink.End.HOOK_STOPS_A_SERVICE) {
                kind = kinds.next();
            }
            Path folder = temp.resolve("run-" + i);
            shutdowns.add(() -> shutdown(stuck, end, folder));
        }
        ExecutorService several = Executors.newFixedThreadPool(2);
        long longest = 0;
        int within = 0;
        try {
            for (Future<Long> shutdown : several.invokeAll(shutdowns)) {
                longest = Math.max(longest, shutdown.get());
                within += shutdown.get() <= PROMISED.toMillis() ? 1 : 0;
            }
        } finally {
            several.shutdownNow();
            assertTrue(several.awaitTermination(1, TimeUnit.MINUTES));
        }
        assertTrue(longest < PROMISED.plus(ALLOWANCE).toMillis(), longest + " ms");
        Torture.seen(
                test,
                "P3",
                shutdowns.size() + " shutdowns with a stuck sink and a drain limit of " + DRAIN_LIMIT.toMillis()
                        + " ms: "
                        + within + " over within " + PROMISED.toMillis() + " ms, the longest " + longest
                        + " ms with the end of Java; each lists what was lost");
    }

    /** How many milliseconds from the end of the descent to the end of the process. */
    private static long shutdown(StuckSink.Kind kind, StuckSink.End end, Path folder) throws IOException {
        try (PisteProcess process = PisteProcess.startProgram(
                StuckSink.class, kind.name(), end.name(), folder.toString(), DRAIN_LIMIT.toMillis() + "ms")) {
            boolean service = end == StuckSink.End.HOOK_STOPS_A_SERVICE;
            awaitWord(process, service ? "serving" : "over");
            if (service) {
                RunFiles run = new RunFiles(folder);
                await().atMost(Duration.ofSeconds(30)).until(() -> run.newestCheckpoint() >= 0 || isRunning(run));
                process.signal("TERM");
            }
            long start = System.nanoTime();
            PisteProcess.Ended ended = process.await(PROMISED.plus(ALLOWANCE));
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            String all = ended.out() + ended.err();
            switch (end) {
                case MAIN_RETURNS -> assertEquals(0, ended.code(), all);
                case MAIN_THROWS -> assertEquals(1, ended.code(), all);
                case HOOK_STOPS_A_SERVICE -> assertEquals(ExitCode.TERMINATED, ended.code(), all);
            }
            if (end == StuckSink.End.MAIN_THROWS) {
                assertTrue(ended.err().contains("mine"), all);
                assertTrue(all.contains("mailbox 'stuck'") && all.contains("1 in progress"), all);
                assertEquals("FAILED", new RunFiles(folder).state());
            } else {
                assertTrue(all.contains("lost: stuck: "), all);
                assertTrue(all.contains("did not end in time"), all);
                RunFiles run = new RunFiles(folder);
                assertEquals(run.json("run.json").get("steps").getAsLong(), run.newestCheckpoint(), all);
            }
            return millis;
        }
    }

    private static boolean isRunning(RunFiles run) {
        return run.file("run.json").toFile().exists() && run.state().equals("RUNNING");
    }

    private static void awaitWord(PisteProcess process, String word) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> process.outSoFar().contains(word) || !process.isAlive());
    }
}
