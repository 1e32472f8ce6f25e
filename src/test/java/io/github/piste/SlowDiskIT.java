package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.piste.files.WatchedFiles;
import io.github.piste.files.WatchedFiles.Kind;
import io.github.piste.files.WatchedFiles.Operation;
import io.github.piste.queue.MailboxStats;
import io.github.piste.train.Cadence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** F13: a disk so slow that the training makes thousands of steps while it forces one file. */
@Tag(Torture.TAG)
@Timeout(300)
class SlowDiskIT {
    private static final int ROWS = 1_000;
    private static final long STEPS_A_FILE = 500_000;

    @TempDir
    private Path temp = Path.of("");

    /** Forces a file when the training has made so many steps more, or is over. */
    private static final class SlowDisk implements WatchedFiles.Watcher {
        private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

        private final AtomicLong steps = new AtomicLong();
        private final AtomicLong saves = new AtomicLong();
        private final AtomicLong pictures = new AtomicLong();
        private volatile boolean over;
        private volatile boolean stoodStill;

        @Override
        public void before(Operation operation) throws IOException {
            if (operation.kind() != Kind.FORCE || over || steps.get() == 0) {
                return;
            }
            long begin = steps.get();
            long beginNanos = System.nanoTime();
            while (!over && steps.get() - begin < STEPS_A_FILE) {
                if (System.nanoTime() - beginNanos > PATIENCE_NANOS) {
                    stoodStill = true; // it waits for us, or for another that does
                    throw new IOException("the training stood still while " + operation.path() + " was forced");
                }
                LockSupport.parkNanos(100_000);
            }
            if (!over) {
                String name = operation.path().toString();
                (name.endsWith(".tmp") && name.contains("/checkpoints/") ? saves : pictures).incrementAndGet();
            }
        }
    }

    private static Training training(long epochs) {
        Random random = new Random(2);
        double[][] x = new double[ROWS][4];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            Arrays.setAll(x[i], j -> random.nextGaussian());
            y[i] = x[i][0] - x[i][3] + 0.1 * random.nextGaussian();
        }
        return Training.on(x, y)
                .set("train.mode", "stochastic")
                .set("train.averaging", false)
                .set("train.learning-rate", 1e-5)
                .set("train.epochs", epochs)
                .set("observe.workers", 2)
                .set("observe.plots.every", "10ms")
                .set("observe.plots.kinds", "[loss]")
                .set("observe.metrics.every", "1 epoch")
                .set("observe.checkpoint.every", "10ms");
    }

    @Test
    void training_makesItsStepsWhileASaveIsInFlight_andTheNewestPictureIsDrawn(TestInfo test) throws IOException {
        long epochs = Torture.times(30_000, 120_000);
        Path directory = temp.resolve("run");
        SlowDisk disk = new SlowDisk();
        TrainingResult slow = training(epochs)
                .directory(WatchedFiles.watched(directory, disk))
                .inlineListener(new Cadence.Steps(1), snapshot -> {
                    disk.steps.set(snapshot.scalars().step());
                    disk.over =
                            snapshot.scalars().step() >= epochs * ROWS - 1; // the end waits for room before it is told
                })
                .run();
        assertEquals(training(epochs).run().outcome().weights(), slow.outcome().weights());
        assertTrue(!disk.stoodStill);
        assertEquals(0, slow.degraded().size(), slow.degraded()::toString);
        assertTrue(disk.saves.get() >= 3, disk.saves + " saves");
        MailboxStats picture = slow.queue().mailbox("plot-loss");
        assertTrue(picture.conflated() > 0 && picture.handled() > 2, picture::toString);
        JsonObject status = JsonParser.parseString(Files.readString(directory.resolve("run.json")))
                .getAsJsonObject();
        assertEquals(epochs * ROWS, status.get("steps").getAsLong());
        String page = Files.readString(directory.resolve("index.html"));
        assertTrue(page.contains(String.format(Locale.ROOT, "<dd>%,d</dd>", epochs * ROWS)), page);
        Torture.seen(
                test,
                "F13",
                disk.saves + " checkpoints and " + disk.pictures + " other files each took the disk as long as "
                        + STEPS_A_FILE + " steps: the training made them meanwhile, " + picture.conflated()
                        + " pictures were skipped, the last was drawn, 0 differing bits");
    }
}
