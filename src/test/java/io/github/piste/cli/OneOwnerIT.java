package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryBusyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** F9: a run directory has one owner at a time, whoever comes at the same moment, and none once that is dead. */
@Tag(Torture.TAG)
@Timeout(600)
class OneOwnerIT {
    @TempDir
    private Path temp;

    private static PisteProcess resume(Path path) {
        return PisteProcess.start("train", "--resume", path.toString());
    }

    /** Each round ends with kill -9, so that the next one finds the lock of a process that died. */
    @Test
    void twoAtTheSameMoment_exactlyOneWins_theOtherNamesIt(TestInfo test) throws IOException {
        Path logs = temp.resolve("logs");
        try (PisteProcess first = PisteProcess.start(SyntheticJob.in(
                logs,
                "stochastic",
                "train.epochs=1000000000",
                "data.synthetic.rows=500",
                "observe.plots.enabled=false"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(logs).size() == 1
                            && !RunFiles.onlyOf(logs).checkpointSteps().isEmpty());
            first.signal("KILL");
            first.await();
        }
        Path path = RunFiles.onlyOf(logs).path();
        Path link = Files.createSymbolicLink(temp.resolve("by-another-name"), path);
        int rounds = Torture.times(3, 50);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            try (PisteProcess a = resume(path);
                    PisteProcess b = resume(round % 2 == 0 ? path : link)) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !a.isAlive() || !b.isAlive());
                PisteProcess winner = a.isAlive() ? a : b;
                PisteProcess loser = winner == a ? b : a;
                PisteProcess.Ended ended = loser.await().with(ExitCode.BUSY);
                assertTrue(ended.err().contains("in use by process " + winner.pid() + ";"), ended::err);
                assertEquals(1, ended.err().lines().count(), ended::err);
                refused++;
                long step = newest(path);
                await().atMost(Duration.ofSeconds(60)).until(() -> newest(path) > step);
                assertTrue(winner.isAlive());
                winner.signal("KILL");
                winner.await();
            }
        }
        Torture.seen(
                test,
                "F9",
                rounds + " rounds of two processes at once on one directory, every second one through a link: "
                        + refused
                        + " times exactly one went on and the other ended with 6 and named it; " + rounds
                        + " kills, 0 stale locks");
    }

    private static long newest(Path path) throws IOException {
        List<Long> steps = new RunFiles(path).checkpointSteps();
        return steps.isEmpty() ? -1 : steps.get(steps.size() - 1);
    }

    /** Takes a directory, says so, and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws IOException {
            try {
                RunDirectory.at(Path.of(args[0]));
                System.out.println("mine");
                System.in.read();
            } catch (RunDirectoryBusyException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** On Linux the lock of a process ends when that process closes the file, be it on another channel. */
    @Test
    void refusalsWithinOneProcess_leaveTheDirectoryLockedForOthers() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory owner = RunDirectory.at(path)) {
            assertThrows(RunDirectoryBusyException.class, () -> RunDirectory.at(owner.path()));
            assertTrue(RunDirectory.inUse(path));
            try (PisteProcess other = PisteProcess.launch(PisteProcess.builder(List.of(
                    PisteProcess.java().toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Owner.class.getName(),
                    path.toString())))) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> other.outSoFar().contains("\n"));
                String pid = Long.toString(ProcessHandle.current().pid());
                assertTrue(other.outSoFar().contains("in use by process " + pid), other::outSoFar);
            }
        }
        assertFalse(RunDirectory.inUse(path));
    }

    @Test
    void twoThreads_exactlyOneWins() throws Exception {
        Path path = Files.createDirectory(temp.resolve("run"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), path);
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                Future<Boolean> a = threads.submit(() -> takes(path, barrier));
                Future<Boolean> b = threads.submit(() -> takes(link, barrier));
                assertTrue(a.get() ^ b.get(), "round " + round);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean takes(Path path, CyclicBarrier barrier) throws Exception {
        barrier.await();
        try (RunDirectory directory = RunDirectory.at(path)) {
            barrier.await(); // the other one has been refused, or waits here too and the round fails
            return directory.path().equals(path);
        } catch (RunDirectoryBusyException e) {
            barrier.await();
            return false;
        }
    }
}
