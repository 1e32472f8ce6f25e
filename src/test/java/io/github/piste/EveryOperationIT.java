package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.LatestCheckpoint;
import io.github.piste.files.WatchedFiles;
import io.github.piste.files.WatchedFiles.Kind;
import io.github.piste.files.WatchedFiles.Operation;
import io.github.piste.run.RunDirectoryException;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** F3: each operation on the files of a run fails once, one run after the other. */
@Tag(Torture.TAG)
@Timeout(600)
class EveryOperationIT {
    private static final int EPOCHS = 40;
    private static final int CHECKPOINT_EPOCHS = 10;

    @TempDir
    private Path temp = Path.of("");

    private final double[][] x = new double[60][3];
    private final double[] y = new double[60];

    /** Lets the n-th operation fail, and knows when the checkpoint in the making is over. */
    private static final class Fault implements WatchedFiles.Watcher {
        private final long number;
        private final String reason;
        private final AtomicLong operations = new AtomicLong();
        private final AtomicLong checkpoints = new AtomicLong();
        private final AtomicReference<@Nullable Operation> failed = new AtomicReference<>();
        private volatile boolean hadCheckpoint;

        Fault(long number, String reason) {
            this.number = number;
            this.reason = reason;
        }

        @Override
        public void before(Operation operation) throws IOException {
            boolean fails = operations.incrementAndGet() == number;
            boolean ofCheckpoint = operation.to().toString().contains("checkpoints/step-")
                    || operation.path().toString().contains("checkpoints/.step-");
            if (ofCheckpoint && (fails || operation.kind() == Kind.MOVE)) {
                checkpoints.incrementAndGet();
            }
            if (fails) {
                failed.set(operation);
                hadCheckpoint = checkpoints.get() > 0;
                throw operation.kind() == Kind.WRITE || operation.kind() == Kind.FORCE
                        ? new IOException(reason)
                        : new FileSystemException(operation.path().toString(), null, reason);
            }
        }

        /** The descent is over in no time; so that its checkpoints are written, each waits for the one before. */
        void awaitCheckpointBefore(Snapshot snapshot) {
            long before = (long) snapshot.scalars().epoch() / CHECKPOINT_EPOCHS - 1;
            try {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(2))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> checkpoints.get() >= before);
            } catch (ConditionTimeoutException e) {
                // Its sink could not even be tried; what the run is without it will be seen.
            }
        }
    }

    private Training training() {
        Random random = new Random(5);
        for (int i = 0; i < y.length; i++) {
            Arrays.setAll(x[i], j -> random.nextGaussian());
            y[i] = 1 + x[i][0] - 2 * x[i][2] + 0.1 * random.nextGaussian();
        }
        return Training.on(x, y)
                .set("train.mode", "mini-batch")
                .set("train.learning-rate", 0.01)
                .set("train.epochs", EPOCHS)
                .set("observe.workers", 1)
                .set("observe.plots.every", CHECKPOINT_EPOCHS + " epochs")
                .set("observe.plots.kinds", "[loss, weights]")
                .set("observe.checkpoint.every", CHECKPOINT_EPOCHS + " epochs")
                .set("observe.metrics.every", "1 epoch");
    }

    private static ImmutableDoubleArray weights(TrainingResult result) {
        return result.outcome().weights();
    }

    @Test
    void operationThatFailsOnce_changesNoWeight_harmsNoOldFile_andIsReported(TestInfo test) throws IOException {
        TrainingResult expected = training().run();
        int stride = Torture.times(30, 1);
        long operations = 0;
        long runs = 0;
        long refused = 0;
        long reported = 0;
        for (String reason : List.of("No space left on device", "Input/output error")) {
            boolean more = true;
            for (long n = 1 + runs % stride; more; n += stride) {
                Path directory = temp.resolve("run-" + runs++);
                Fault fault = new Fault(n, reason);
                try {
                    TrainingResult result = training()
                            .directory(WatchedFiles.watched(directory, fault))
                            .inlineListener(new Cadence.Epochs(CHECKPOINT_EPOCHS), fault::awaitCheckpointBefore)
                            .run();
                    assertEquals(weights(expected), weights(result), fault.failed::toString);
                    more = fault.failed.get() != null;
                    operations = Math.max(operations, fault.operations.get());
                    assertNoTemporaries(directory);
                    assertReport(fault, result, directory);
                    assertWhole(fault, directory);
                    reported += result.degraded().isEmpty() ? 0 : 1;
                } catch (RunDirectoryException e) {
                    String message = String.valueOf(e.getMessage());
                    assertTrue(message.contains(directory.toString()) && message.contains(reason), message);
                    assertTrue(fault.operations.get() < 60, () -> "it was under way: " + fault.failed);
                    assertNoTemporaries(directory);
                    refused++;
                }
            }
        }
        assertTrue(operations > 60 && reported > 0 && refused > 0, operations + " operations");
        Torture.seen(
                test,
                "F3",
                runs + " runs of up to " + operations
                        + " file operations, each failing once with ENOSPC and with EIO: 0"
                        + " runs aborted, " + refused + " refused before their first step, " + reported
                        + " named what is missing, the others lost nothing; 0 damaged files, 0 temporaries left, 0"
                        + " differing bits");
    }

    /** What failed is named, and nothing else. */
    private static void assertReport(Fault fault, TrainingResult result, Path directory) throws IOException {
        Operation failed = fault.failed.get();
        String lines = String.join("\n", result.degraded());
        if (failed == null || !costsSomething(failed, fault.hadCheckpoint, directory)) {
            assertEquals("", lines, () -> "though only this failed: " + failed);
        } else {
            assertEquals(1, result.degraded().size(), () -> failed + " gave " + lines);
            assertTrue(lines.startsWith(outputOf(failed, directory)), () -> failed + " gave " + lines);
            assertTrue(lines.contains(fault.reason) || lines.contains("the folder"), () -> failed + " gave " + lines);
        }
        JsonObject status = JsonParser.parseString(Files.readString(directory.resolve("run.json")))
                .getAsJsonObject();
        assertEquals("FINISHED", status.get("state").getAsString());
        assertEquals(
                result.degraded(),
                status.getAsJsonArray("degraded").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList());
    }

    /** A folder that is not forced costs nothing but certainty about a checkpoint, a file that is not deleted nothing. */
    private static boolean costsSomething(Operation failed, boolean hadCheckpoint, Path directory) {
        if (Files.isDirectory(failed.path())) {
            return hadCheckpoint && failed.path().equals(directory.resolve("checkpoints"));
        }
        return failed.kind() != Kind.DELETE;
    }

    /** How the report calls it; run.json has a sink for its news and is written by the run itself at the end. */
    private static String outputOf(Operation failed, Path directory) {
        String file = directory.relativize(failed.to()).toString();
        String name = file.replaceFirst("(^|/)\\.(.+)\\.[0-9a-f]{16}\\.tmp$", "$1$2");
        if (name.startsWith("checkpoints")) {
            return "checkpoint: ";
        }
        return switch (name) {
            case "metrics.csv" -> "metrics: ";
            case "history.bin" -> "history: ";
            case "index.html" -> "page: ";
            case "run.json" -> "";
            default -> name.startsWith("plots/") ? "plot-" + name.substring(6, name.indexOf('.')) + ": " : name + ": ";
        };
    }

    /** Everything that can be read is whole, and what failed once came again. */
    private static void assertWhole(Fault fault, Path directory) throws IOException {
        LatestCheckpoint latest = CheckpointStore.open(directory, 2).latest();
        assertEquals(List.of(), latest.refused());
        assertTrue(latest.found().isPresent(), () -> "no checkpoint after " + fault.failed);
        for (String line : Files.readAllLines(directory.resolve("metrics.csv"))) {
            assertTrue(line.startsWith("#") || line.split(",", -1).length == 7, line);
        }
        for (String picture : List.of("loss.png", "weights.png")) {
            byte[] png = Files.readAllBytes(directory.resolve("plots").resolve(picture));
            assertEquals("IEND", new String(png, png.length - 8, 4, StandardCharsets.US_ASCII));
        }
    }

    private static void assertNoTemporaries(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                assertFalse(files.anyMatch(file -> file.toString().endsWith(".tmp")));
            }
        }
    }
}
