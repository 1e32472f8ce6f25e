package io.github.piste.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.train.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the fields between header and checksum and trusts none of them: every length is compared with the bytes that are
 * left before anything of that size is allocated.
 */
final class CheckpointFields {
    /** An array without name and without numbers: two lengths. */
    private static final int SHORTEST_ARRAY = 4 + 4;

    private final Path file;
    private final ByteBuffer in;

    CheckpointFields(Path file, ByteBuffer in) {
        this.file = file;
        this.in = in;
    }

    StoredCheckpoint read() throws CheckpointException {
        RunIdentity identity = new RunIdentity(text(), text(), text());
        need(8 + 8 + 4 + 8);
        long step = in.getLong();
        long epoch = in.getLong();
        int position = in.getInt();
        long elapsedNanos = in.getLong();
        if (step < 0 || epoch < 0 || position < 0 || elapsedNanos < 0) {
            throw new CheckpointException(
                    file,
                    "it is malformed: step " + step + ", epoch " + epoch + ", position " + position + ", "
                            + elapsedNanos + " ns; none can be below 0");
        }
        ImmutableMap<String, ImmutableDoubleArray> state = arrays();
        if (in.hasRemaining()) {
            throw new CheckpointException(file, "it is malformed: " + in.remaining() + " bytes follow its last array");
        }
        return new StoredCheckpoint(identity, new Checkpoint(step, epoch, position, elapsedNanos, state));
    }

    private ImmutableMap<String, ImmutableDoubleArray> arrays() throws CheckpointException {
        int count = length(SHORTEST_ARRAY);
        Set<String> names = new HashSet<>();
        ImmutableMap.Builder<String, ImmutableDoubleArray> state = ImmutableMap.builder();
        for (int i = 0; i < count; i++) {
            String name = text();
            if (!names.add(name)) {
                throw new CheckpointException(file, "it is malformed: two arrays have one name");
            }
            int length = length(Double.BYTES);
            ImmutableDoubleArray.Builder array = ImmutableDoubleArray.builder(length);
            for (int j = 0; j < length; j++) {
                array.add(Double.longBitsToDouble(in.getLong()));
            }
            state.put(name, array.build());
        }
        return state.buildOrThrow();
    }

    private String text() throws CheckpointException {
        int length = length(1);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file, "it is malformed: a text is not UTF-8", e);
        }
    }

    /** Reads how many things of at least that many bytes follow. */
    private int length(int bytesEach) throws CheckpointException {
        need(4);
        int length = in.getInt();
        if (length < 0 || length > in.remaining() / bytesEach) {
            throw new CheckpointException(
                    file, "it is malformed: a length of " + length + " where " + in.remaining() + " bytes are left");
        }
        return length;
    }

    private void need(int bytes) throws CheckpointException {
        if (in.remaining() < bytes) {
            throw new CheckpointException(file, "it is malformed: it ends inside a field");
        }
    }
}
