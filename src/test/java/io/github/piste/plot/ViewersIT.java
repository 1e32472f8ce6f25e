package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.piste.Torture;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.RunIdentity;
import io.github.piste.checkpoint.StoredCheckpoint;
import io.github.piste.files.AtomicFiles;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** F5: two viewers read picture, run.json and the newest checkpoint as fast as they can, while all are replaced. */
@Tag(Torture.TAG)
@Timeout(300)
class ViewersIT {
    private static final int WEIGHTS = 3_000;

    @TempDir
    private Path run = Path.of("");

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong reads = new AtomicLong();
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();

    @Test
    void viewers_neverSeeHalfAFile(TestInfo test) throws Exception {
        int renders = Torture.times(60, 1_000);
        long wanted = Torture.times(3_000, 100_000);
        Path plots = Files.createDirectory(run.resolve("plots"));
        CheckpointStore store = CheckpointStore.open(run, 2);
        List<PlotData> data = new ArrayList<>();
        for (int k = 1; k <= 20; k++) {
            data.add(Runs.stochastic(20 * k, 4, 10));
        }
        PlotSink picture = new PlotSink(
                new LossPlot(),
                plots,
                new Cadence.Epochs(1),
                snapshot -> data.get((int) (snapshot.scalars().step() % data.size())),
                new Renderer());
        int replaced = replace(0, picture, store);
        ExecutorService viewers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> looking = List.of(viewers.submit(this::look), viewers.submit(this::look));
            while (replaced < renders || reads.get() < wanted) {
                replaced = replace(replaced, picture, store);
            }
            done.set(true);
            for (Future<?> viewer : looking) {
                viewer.get();
            }
        } finally {
            done.set(true);
            viewers.shutdown();
        }
        assertEquals(List.of(), List.copyOf(broken));
        assertTrue(reads.get() >= wanted && replaced >= renders);
        Torture.seen(
                test,
                "F5",
                "2 viewers, " + replaced + " renders with as many run.json and checkpoints, " + reads + " reads: "
                        + broken.size() + " broken");
    }

    private int replace(int before, PlotSink picture, CheckpointStore store) throws Exception {
        int step = before + 1;
        picture.accept(Runs.snapshot(step, true)); // always drawn
        AtomicFiles.replace(
                run.resolve("run.json"), "{\"steps\": " + step + ", \"pad\": \"" + "x".repeat(step % 900) + "\"}");
        ImmutableDoubleArray.Builder weights = ImmutableDoubleArray.builder();
        for (int i = 0; i < WEIGHTS; i++) {
            weights.add(step);
        }
        store.write(new StoredCheckpoint(
                new RunIdentity("v", "c", "d"),
                new Checkpoint(step, 1, 0, 0, ImmutableMap.of("weights", weights.build()))));
        return step;
    }

    private void look() {
        try {
            while (!done.get() && broken.isEmpty()) {
                lookAtPicture(Files.readAllBytes(run.resolve("plots").resolve("loss.png")));
                lookAtStatus(Files.readString(run.resolve("run.json")));
                reads.addAndGet(lookAtCheckpoint() ? 3 : 2);
            }
        } catch (IOException | RuntimeException e) {
            broken.add(e.toString());
        }
    }

    /** Every chunk of a PNG has its length and its checksum. */
    private void lookAtPicture(byte[] png) {
        try {
            ByteBuffer from = ByteBuffer.wrap(png).position(8);
            String type;
            do {
                int length = from.getInt();
                byte[] chunk = new byte[4 + length];
                from.get(chunk);
                CRC32 sum = new CRC32();
                sum.update(chunk);
                assertEquals((int) sum.getValue(), from.getInt());
                type = new String(chunk, 0, 4, StandardCharsets.US_ASCII);
            } while (!type.equals("IEND"));
            assertTrue(!from.hasRemaining());
        } catch (BufferUnderflowException | NegativeArraySizeException | AssertionError e) {
            broken.add("a picture of " + png.length + " bytes: " + e);
        }
    }

    private void lookAtStatus(String json) {
        try {
            assertTrue(
                    JsonParser.parseString(json).getAsJsonObject().get("steps").getAsInt() > 0);
        } catch (JsonParseException | IllegalStateException | AssertionError e) {
            broken.add("run.json: " + json);
        }
    }

    /** The newest of the folder; false if two newer ones came between the look at the folder and at the file. */
    private boolean lookAtCheckpoint() throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            Path newest = files.filter(file -> file.toString().endsWith(".ckpt"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            byte[] content = Files.readAllBytes(newest);
            CRC32C sum = new CRC32C();
            sum.update(content, 0, content.length - Integer.BYTES);
            int said = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - Integer.BYTES);
            if (content.length < 8 * WEIGHTS || said != (int) sum.getValue()) {
                broken.add(newest + " of " + content.length + " bytes");
            }
            return true;
        } catch (NoSuchFileException | NoSuchElementException e) {
            return false;
        }
    }
}
