package io.github.piste;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Service;
import com.google.common.util.concurrent.Service.State;
import io.github.piste.data.DataException;
import io.github.piste.optim.StopReason;
import io.github.piste.queue.MailboxStats;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.RunState;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TrainingServiceTest {
    private static final double[][] X = {{1}, {2}, {3}, {4}, {5}};
    private static final double[] Y = {2.5, 3.5, 6.5, 8, 9.5};

    @TempDir
    private Path folder = Path.of("");

    /** Goes on until it is stopped. */
    private static Training endless() {
        return Training.on(X, Y)
                .set("train.mode", "stochastic")
                .set("train.learning-rate", 1e-7)
                .set("train.epochs", Long.MAX_VALUE);
    }

    private static Training brief() {
        return Training.on(X, Y).set("train.learning-rate", 0.1).set("train.epochs", 20);
    }

    private static void end(Service service) throws Exception {
        service.awaitTerminated(Duration.ofSeconds(30));
    }

    @Test
    void aServiceThatEndsByItself_terminatesWithTheResultOfARun() throws Exception {
        TrainingService service = brief().service();
        List<State> states = new ArrayList<>();
        service.addListener(
                new Service.Listener() {
                    @Override
                    public void starting() {
                        states.add(State.STARTING);
                    }

                    @Override
                    public void running() {
                        states.add(State.RUNNING);
                    }

                    @Override
                    public void terminated(State from) {
                        states.add(State.TERMINATED);
                    }
                },
                Runnable::run);
        assertEquals(State.NEW, service.state());
        assertTrue(service.latest().isEmpty());
        assertTrue(service.queueStats().isEmpty());
        assertTrue(service.result().isEmpty());

        service.startAsync();
        end(service);

        assertEquals(List.of(State.STARTING, State.RUNNING, State.TERMINATED), states);
        TrainingResult result = service.result().orElseThrow();
        assertEquals(brief().run().outcome().weights(), result.outcome().weights());
        assertEquals(RunState.FINISHED, result.state());
        assertEquals(List.of(), result.degraded());
        Snapshot last = service.latest().orElseThrow();
        assertEquals(StopReason.EPOCHS, last.end().orElseThrow());
        assertEquals(result.outcome().weights(), last.weights());
        for (MailboxStats mailbox : service.queueStats().orElseThrow().mailboxes()) {
            assertTrue(mailbox.addsUp(), mailbox::toString);
        }
        assertThrows(IllegalStateException.class, service::startAsync);
    }

    @Test
    void latest_andStats_areReadableWhileItRuns_andStopEndsIt() throws Exception {
        TrainingService service = endless().service();
        service.startAsync().awaitRunning();
        await().until(() -> service.latest().filter(s -> s.scalars().step() > 0).isPresent());
        long earlier = service.latest().orElseThrow().scalars().step();
        await().until(() -> service.latest().orElseThrow().scalars().step() > earlier);
        assertTrue(service.queueStats().orElseThrow().mailbox("latest").handled() > 0);
        assertEquals(State.RUNNING, service.state());
        assertTrue(service.result().isEmpty());

        service.stopAsync();
        end(service);

        TrainingResult result = service.result().orElseThrow();
        assertEquals(RunState.STOPPED, result.state());
        assertTrue(result.outcome().scalars().step() > earlier);
        assertEquals(result.outcome().scalars(), service.latest().orElseThrow().scalars());
    }

    @Test
    void threads_areDaemonsNamedByTheirRole() throws Exception {
        TrainingService service = endless().set("run.name", "roles").service();
        service.startAsync().awaitRunning();
        await().until(() -> service.latest().isPresent());
        List<Thread> ours =
                threads().filter(thread -> thread.getName().contains("piste-")).toList();
        assertTrue(ours.stream().allMatch(Thread::isDaemon), ours::toString);
        List<String> names = ours.stream().map(Thread::getName).toList();
        assertTrue(
                names.containsAll(List.of("piste-training", "piste-roles-worker-1", "piste-roles-watchdog")),
                names::toString);
        service.stopAsync();
        end(service);
    }

    @Test
    void severalAtOnce_doNotDisturbEachOther() throws Exception {
        List<TrainingService> services = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            services.add(brief().set("run.seed", i)
                    .directory(folder.resolve("run" + i))
                    .service());
        }
        TrainingService stopped = endless().service();
        stopped.startAsync();
        services.forEach(Service::startAsync);
        for (TrainingService service : services) {
            end(service);
        }
        assertEquals(State.RUNNING, stopped.state());
        stopped.stopAsync();
        end(stopped);
        for (TrainingService service : services) {
            assertEquals(
                    brief().run().outcome().weights(),
                    service.result().orElseThrow().outcome().weights());
        }
        for (int i = 0; i < 5; i++) {
            assertTrue(Files.exists(folder.resolve("run" + i).resolve("model.json")));
        }
    }

    @Test
    void badSettings_badData_andABusyDirectory_failIt() throws Exception {
        assertInstanceOf(
                InvalidConfigException.class,
                failure(brief().set("train.epoch", 3).service()));
        Path file = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\n3,x\n");
        assertInstanceOf(DataException.class, failure(Training.onCsv(file, "b").service()));
        assertInstanceOf(
                DataException.class,
                failure(Training.onCsv(folder.resolve("none.csv"), "b").service()));
        TrainingService first = endless().directory(folder.resolve("busy")).service();
        first.startAsync().awaitRunning();
        Throwable busy = failure(brief().directory(folder.resolve("busy")).service());
        assertTrue(String.valueOf(busy.getMessage()).contains("in use"), busy::toString);
        first.stopAsync();
        end(first);
    }

    private static Throwable failure(TrainingService service) {
        service.startAsync();
        assertThrows(IllegalStateException.class, () -> end(service));
        assertEquals(State.FAILED, service.state());
        assertTrue(service.result().isEmpty());
        return service.failureCause();
    }

    @Test
    void aListenerOnTheTrainingThreadThatThrows_withFailFast_failsIt() {
        Throwable cause = failure(brief().set("observe.fail-fast", true)
                .inlineListener(new Cadence.Steps(5), snapshot -> {
                    throw new IOException("stop here");
                })
                .service());
        assertTrue(String.valueOf(cause.getMessage()).contains("stop here"), cause::toString);
    }

    @Test
    void stoppedWhileItStartsUp_leavesNoThreadAndNoLock() throws Exception {
        Path directory = folder.resolve("early");
        long before = threads().count();
        TrainingService service = brief().directory(directory).service();
        service.addListener(
                new Service.Listener() {
                    @Override
                    public void starting() {
                        service.stopAsync();
                    }
                },
                Runnable::run);
        service.startAsync();
        end(service);

        await().until(() -> threads().count() <= before);
        assertEquals(RunState.STOPPED, service.result().orElseThrow().state());
        assertEquals(RunState.FINISHED, brief().directory(directory).run().state(), "the directory is free again");
    }

    @Test
    void stoppedBeforeItStarts_neverBegins() throws Exception {
        TrainingService service = brief().service();
        service.stopAsync();
        end(service);
        assertTrue(service.result().isEmpty());
        assertTrue(service.latest().isEmpty());
    }

    @Test
    void twoHundredStartsAndStops_leaveNoThreadAndNoFileBehind() throws Exception {
        cycle(0);
        long threadsBefore = threads().count();
        long filesBefore = openFiles();
        for (int i = 1; i <= 200; i++) {
            cycle(i);
        }
        await().until(() -> threads().count() <= threadsBefore);
        assertTrue(openFiles() <= filesBefore + 2, () -> filesBefore + " files before, now " + openFilesQuietly());
    }

    private void cycle(int i) throws Exception {
        Training training = endless().set("observe.plots.enabled", false);
        if (i % 4 == 0) {
            training.directory(folder.resolve("cycle" + i % 8));
        }
        TrainingService service = training.service();
        service.startAsync();
        if (i % 3 == 0) {
            service.awaitRunning();
        }
        if (i % 3 == 1) {
            await().until(() -> service.latest().isPresent());
        }
        service.stopAsync();
        end(service);
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("piste-"));
    }

    private static long openFiles() throws IOException {
        Path handles = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(handles), "skipped: no " + handles + " on this system");
        try (Stream<Path> open = Files.list(handles)) {
            return open.count();
        }
    }

    private static String openFilesQuietly() {
        ConcurrentLinkedQueue<String> targets = new ConcurrentLinkedQueue<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            open.forEach(handle -> {
                try {
                    targets.add(Files.readSymbolicLink(handle).toString());
                } catch (IOException e) {
                    targets.add(e.toString());
                }
            });
        } catch (IOException e) {
            targets.add(e.toString());
        }
        assertFalse(targets.isEmpty());
        return targets.toString();
    }
}
