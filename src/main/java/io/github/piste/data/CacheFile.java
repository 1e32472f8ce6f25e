package io.github.piste.data;

import io.github.piste.files.Permissions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file of rows in the making, see {@link MappedRows}. It is written, not mapped: a disk that is full makes an error of a
 * write, but kills who stores into a mapped file.
 *
 * <p>Thread-safety: several threads may write different rows at the same time.
 */
final class CacheFile implements AutoCloseable {
    /** The JDK writes from a buffer of its own, as large as what is to be written. */
    private static final int BUFFER_BYTES = 1 << 17;

    private final Path path;
    private final DataCache cache;
    private final FileChannel channel;
    private final int rows;
    private final int features;

    /**
     * Makes the file, or empties it.
     *
     * @throws DataException if that is not possible
     */
    CacheFile(Path path, DataCache cache, int rows, int features) {
        this.path = path;
        this.cache = cache;
        this.rows = rows;
        this.features = features;
        try {
            this.channel = FileChannel.open(
                    path,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING),
                    Permissions.ofFile(path));
        } catch (IOException e) {
            throw fault("made", e);
        }
        takeName();
    }

    /** Without a name the file goes with its process, however that ends. Elsewhere {@link DataCache#deleteFrom} deletes it. */
    private void takeName() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            // Not every system lets go of the name of an open file.
        }
    }

    int features() {
        return features;
    }

    /**
     * Writes rows to their place.
     *
     * @param first row
     * @param count number of rows
     * @param x their values from the beginning
     * @throws DataException if the disk is full, or for another fault of it
     */
    void write(int first, int count, double[] x) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int values = count * features;
        long position = 8L * first * features;
        try {
            for (int at = 0; at < values; ) {
                int part = Math.min(values - at, BUFFER_BYTES / Double.BYTES);
                buffer.clear().asDoubleBuffer().put(x, at, part);
                buffer.limit(part * Double.BYTES);
                while (buffer.hasRemaining()) {
                    position += channel.write(buffer, position);
                }
                at += part;
            }
        } catch (IOException e) {
            throw fault("written", e);
        }
    }

    /** What was written, to be read. */
    MappedRows map() {
        try {
            return MappedRows.of(channel, cache, rows, features);
        } catch (IOException e) {
            throw fault("read", e);
        }
    }

    private DataException fault(String what, IOException e) {
        String named = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        String reason = named == null ? e.getClass().getSimpleName() : named;
        return new DataException(path + ": the cache of the rows cannot be " + what + ": " + reason
                + "; make room, choose another run.directory, or give Java a larger heap with -Xmx");
    }

    /** A file that was not mapped is of no use: nothing is lost if closing fails. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // What could not be written has been said.
        }
    }
}
