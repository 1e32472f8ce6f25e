package io.github.piste.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.LatestCheckpoint;
import io.github.piste.checkpoint.RunIdentity;
import io.github.piste.checkpoint.StoredCheckpoint;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The newest checkpoint of a run: read, or refused by name, and then the one before it is found. */
final class CheckpointTarget implements Target {
    private static final RunIdentity RUN = new RunIdentity("0.1.0", "configuration-1", "data-1");
    private static final long PREVIOUS = 7;
    private static final long NEWEST = 12;
    private static final int LENGTH = 12;

    private final CheckpointStore store;
    private final Path newest;
    private final byte[] small;
    private final byte[] large;

    CheckpointTarget(Path folder) throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        store = CheckpointStore.open(run, 2);
        store.write(stored(PREVIOUS, 2));
        store.write(stored(NEWEST, 500));
        newest = newest(run);
        large = Files.readAllBytes(newest);
        store.write(stored(NEWEST, 2));
        small = Files.readAllBytes(newest);
    }

    private static StoredCheckpoint stored(long step, int weights) {
        double[] numbers = new double[weights];
        Arrays.setAll(numbers, i -> step + 1.0 / (i + 3));
        return new StoredCheckpoint(
                RUN,
                new Checkpoint(
                        step,
                        3,
                        4,
                        5,
                        ImmutableMap.of(
                                "weights",
                                ImmutableDoubleArray.copyOf(numbers),
                                "average",
                                ImmutableDoubleArray.of(Double.NaN))));
    }

    private static Path newest(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.filter(file -> file.toString().endsWith(NEWEST + ".ckpt"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public ImmutableList<byte[]> seeds() {
        return ImmutableList.of(
                Sealed.input(small, false),
                Sealed.input(small, true),
                Sealed.input(large, false),
                Sealed.input(large, true),
                Sealed.input(new byte[4096], false));
    }

    @Override
    public ImmutableList<byte[]> tokens() {
        return Target.bytes(
                ISO_8859_1,
                "weights",
                "average",
                "\u0089PISTE\r\n",
                "\0\0\0\0",
                "\1\0\0\0",
                "\u00ff\u00ff\u00ff\u007f");
    }

    @Override
    public int controls() {
        return 1;
    }

    @Override
    public String refusal(byte[] input) throws IOException {
        byte[] file = Sealed.file(input);
        if (Sealed.isForged(input) && file.length >= LENGTH + 8) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(LENGTH, file.length);
            file = Sealed.file(Sealed.input(file, true));
        }
        Files.write(newest, file);
        LatestCheckpoint latest = store.latest();
        long found = latest.found().orElseThrow().checkpoint().step();
        List<String> refused = latest.refused();
        if (found == NEWEST && refused.isEmpty()) {
            return "";
        }
        if (found != PREVIOUS || refused.size() != 1 || !refused.get(0).startsWith(newest + ": it")) {
            throw new AssertionError("found step " + found + ", refused " + refused);
        }
        return Line.checked(refused.get(0)).substring(newest.toString().length());
    }
}
