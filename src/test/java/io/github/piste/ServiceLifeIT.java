package io.github.piste;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.util.concurrent.Service;
import io.github.piste.run.RunState;
import io.github.piste.train.Cadence;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that starts and stops trainings all its life keeps nothing of them. */
@Tag(Torture.TAG)
@Timeout(600)
class ServiceLifeIT {
    private static final Path HANDLES = Path.of("/proc/self/fd");
    /** What the virtual machine itself may keep for its own purposes, caches of reflection and strings. */
    private static final long SLACK_BYTES = 2 << 20;

    @TempDir
    private Path temp;

    /** A training with every sink there is, which ends when it is stopped. */
    private Training everySink(int cycle) {
        double[][] x = new double[40][2];
        double[] y = new double[40];
        for (int i = 0; i < 40; i++) {
            x[i] = new double[] {Math.sin(i), Math.cos(3.0 * i)};
            y[i] = 1 + x[i][0] - 2 * x[i][1] + Math.sin(17.0 * i) / 5;
        }
        return Training.on(x, y)
                .set("run.name", "cycle")
                .set("train.mode", List.of("batch", "stochastic", "mini-batch").get(cycle % 3))
                .set("train.learning-rate", 1e-4)
                .set("train.epochs", Long.MAX_VALUE)
                .set("observe.workers", 1 + cycle % 2)
                .set("observe.plots.every", "10ms")
                .set("observe.metrics.every", "1 steps")
                .set("observe.log.every", "10ms")
                .set("observe.checkpoint.every", "10ms")
                .listener(snapshot -> {})
                .inlineListener(new Cadence.Every(Duration.ofMillis(5)), snapshot -> {})
                .directory(temp.resolve("run" + cycle % 2));
    }

    private void cycle(int cycle) throws Exception {
        TrainingService service = everySink(cycle).service();
        service.startAsync();
        if (cycle % 3 == 0) {
            service.awaitRunning();
        } else if (cycle % 3 == 1) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> service.latest()
                    .isPresent());
        }
        service.stopAsync();
        service.awaitTerminated(Duration.ofSeconds(60));
        service.result().ifPresent(result -> {
            assertEquals(RunState.STOPPED, result.state());
            assertEquals(List.of(), result.degraded());
        });
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    private static long handles() {
        try (Stream<Path> open = Files.list(HANDLES)) {
            return open.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** P8. */
    @Test
    void startedAndStopped_aThousandTimes_leavesNoThreadNoHandleNoHeap(TestInfo test) throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(HANDLES), "skipped: no " + HANDLES + " on this system");
        int cycles = Torture.times(20, 1_000);
        for (int i = 0; i < 10; i++) {
            cycle(i); // what is loaded once and for all
        }
        int threadsBefore = threads();
        long handlesBefore = handles();
        long heapBefore = heapAfterCollection();
        for (int i = 0; i < cycles; i++) {
            cycle(i);
        }
        await().atMost(Duration.ofSeconds(20)).pollInSameThread().until(() -> threads() <= threadsBefore);
        await().atMost(Duration.ofSeconds(20)).until(() -> handles() <= handlesBefore);
        long grown = heapAfterCollection() - heapBefore;
        assertTrue(grown < SLACK_BYTES, () -> "the heap grew by " + grown + " bytes in " + cycles + " cycles");
        Torture.seen(
                test,
                "P8",
                cycles + " starts and stops with every sink: threads " + threadsBefore + " before, " + threads()
                        + " after; file handles " + handlesBefore + " before, " + handles() + " after; heap "
                        + grown / 1024 + " KB more after garbage collection");
    }

    /** P8: everything of Piste in a class loader of its own. */
    @Test
    void classLoaderThatIsThrownAway_isCollected(TestInfo test) throws Exception {
        int loaders = Torture.times(2, 10);
        List<WeakReference<ClassLoader>> thrownAway = new ArrayList<>();
        for (int i = 0; i < loaders; i++) {
            thrownAway.add(runInItsOwnLoader(temp.resolve("loader" + i)));
        }
        assertEquals(new Evicting(temp), new Evicting(temp));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return thrownAway.stream().allMatch(loader -> loader.get() == null);
        });
        Torture.seen(
                test,
                "P8 class loader",
                thrownAway.stream().filter(loader -> loader.get() == null).count() + " of " + loaders
                        + " class loaders with Piste and its libraries collected after a run with every sink");
    }

    /** The JDK's maker of equals() holds on to the last type it saw in any record; this one takes that place. */
    private record Evicting(Path any) {}

    private static WeakReference<ClassLoader> runInItsOwnLoader(Path directory) throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> embedded = loader.loadClass(EmbeddedRun.class.getName());
            assertFalse(embedded == EmbeddedRun.class, "the class is not its own");
            Callable<?> run =
                    (Callable<?>) embedded.getConstructor(String.class).newInstance(directory.toString());
            assertEquals("STOPPED", run.call());
            return new WeakReference<>(loader);
        }
    }

    /** Q11: of the service. */
    @Test
    void startedTwiceAndStoppedTwice_atRandomMoments_oneStartWinsAndItEnds(TestInfo test) throws Exception {
        int rounds = Torture.times(30, 1_000);
        Random random = new Random(11);
        int ran = 0;
        int refused = 0;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < rounds; round++) {
                TrainingService service = Training.on(new double[][] {{1}, {2}, {3}}, new double[] {2, 4, 6})
                        .set("train.mode", "stochastic")
                        .set("train.learning-rate", 1e-7)
                        .set("train.epochs", Long.MAX_VALUE)
                        .service();
                CyclicBarrier together = new CyclicBarrier(4);
                List<Future<Boolean>> calls = new ArrayList<>();
                for (Callable<Service> call : List.<Callable<Service>>of(
                        service::startAsync, service::startAsync, service::stopAsync, service::stopAsync)) {
                    int spin = random.nextInt(2_000);
                    calls.add(threads.submit(() -> {
                        together.await();
                        for (int i = 0; i < spin; i++) {
                            Thread.onSpinWait();
                        }
                        try {
                            call.call();
                            return true;
                        } catch (IllegalStateException misuse) {
                            return false;
                        }
                    }));
                }
                int starts = (calls.get(0).get() ? 1 : 0) + (calls.get(1).get() ? 1 : 0);
                assertTrue(calls.get(2).get() && calls.get(3).get(), "a stop is never refused");
                assertTrue(starts <= 1, "started twice");
                service.awaitTerminated(Duration.ofSeconds(30));
                ran += starts;
                refused += 2 - starts;
                assertTrue(service.result().isEmpty()
                        || service.result().orElseThrow().state() == RunState.STOPPED);
            }
        } finally {
            threads.shutdown();
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("piste-")));
        Torture.seen(
                test,
                "Q11 service",
                rounds + " services started twice and stopped twice at random moments: " + ran + " ran and ended, "
                        + refused + " starts refused, all terminated");
    }
}
