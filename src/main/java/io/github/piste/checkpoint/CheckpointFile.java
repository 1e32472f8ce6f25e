package io.github.piste.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The format of a checkpoint file, little-endian.
 *
 * <pre>
 * 8 bytes  magic: 89 'P' 'I' 'S' 'T' 'E' 0D 0A (a transfer as text would break it)
 * int      format version, 1
 * long     length of the whole file in bytes
 * text     version of Piste
 * text     fingerprint of the configuration
 * text     fingerprint of the data
 * long     step
 * long     epoch
 * int      position in the epoch
 * long     elapsed nanoseconds
 * int      number of arrays, and for each of them:
 *   text     name
 *   int      length
 *   long...  the raw bits of each number
 * int      CRC-32C of all bytes before it
 * </pre>
 *
 * <p>A text is an int, its length in bytes, and that many bytes of UTF-8. Magic, format version, length and checksum are
 * at the same places in every version, so a damaged file is told from one of another version.
 *
 * <p>Thread-safety: stateless. Cost: O(size of the file); memory of about twice that.
 */
final class CheckpointFile {
    static final int FORMAT_VERSION = 1;
    static final int HEADER_BYTES = 8 + 4 + 8;
    static final int CHECKSUM_BYTES = 4;

    private static final long MAGIC = 0x0A0D_4554_5349_5089L;
    private static final int FIXED_BYTES = HEADER_BYTES + 8 + 8 + 4 + 8 + 4 + CHECKSUM_BYTES;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private CheckpointFile() {}

    /**
     * The content of a file.
     *
     * @param target names the file in a message
     * @param stored what to put into it
     * @return its bytes
     * @throws CheckpointException if they are more than an array can hold
     */
    static byte[] encode(Path target, StoredCheckpoint stored) throws CheckpointException {
        Checkpoint checkpoint = stored.checkpoint();
        byte[][] origin = {
            stored.identity().version().getBytes(UTF_8),
            stored.identity().configuration().getBytes(UTF_8),
            stored.identity().data().getBytes(UTF_8)
        };
        long size = FIXED_BYTES;
        for (byte[] text : origin) {
            size += 4 + text.length;
        }
        for (Map.Entry<String, ImmutableDoubleArray> array : checkpoint.state().entrySet()) {
            size += 4
                    + array.getKey().getBytes(UTF_8).length
                    + 4
                    + 8L * array.getValue().length();
        }
        if (size > LARGEST) {
            throw new CheckpointException(
                    target, "the checkpoint would have " + size + " bytes, at most " + LARGEST + " can be written");
        }
        ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(MAGIC).putInt(FORMAT_VERSION).putLong(size);
        for (byte[] text : origin) {
            out.putInt(text.length).put(text);
        }
        out.putLong(checkpoint.step()).putLong(checkpoint.epoch()).putInt(checkpoint.position());
        out.putLong(checkpoint.elapsedNanos()).putInt(checkpoint.state().size());
        checkpoint.state().forEach((name, array) -> put(out, name, array));
        return out.putInt(checksum(out.array())).array();
    }

    private static void put(ByteBuffer out, String name, ImmutableDoubleArray array) {
        byte[] text = name.getBytes(UTF_8);
        out.putInt(text.length).put(text).putInt(array.length());
        for (int i = 0; i < array.length(); i++) {
            out.putLong(Double.doubleToRawLongBits(array.get(i)));
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return what it holds
     * @throws CheckpointException if it cannot be read or is anything but a whole checkpoint of this format version;
     *     nothing else is ever thrown for the sake of its content
     */
    static StoredCheckpoint read(Path file) throws CheckpointException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CheckpointException(file, "it is not a file");
        }
        try (FileChannel channel = FileChannel.open(file, READ)) {
            long size = channel.size();
            ByteBuffer header = ByteBuffer.allocate((int) Math.min(size, HEADER_BYTES));
            fill(file, channel, header);
            checkHeader(file, header.array(), size);
            long heap = Runtime.getRuntime().maxMemory();
            if (size > LARGEST || size > heap / 2) {
                throw new CheckpointException(
                        file,
                        "it has " + size + " bytes, too many for a Java heap of " + heap
                                + "; give it more memory with -Xmx");
            }
            ByteBuffer content = ByteBuffer.allocate((int) size).put(header.array());
            fill(file, channel, content);
            return decode(file, content.array());
        } catch (CheckpointException refused) {
            throw refused;
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "it does not exist", e);
        } catch (AccessDeniedException e) {
            throw new CheckpointException(file, "permission denied", e);
        } catch (IOException e) {
            throw new CheckpointException(file, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private static void fill(Path file, FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new CheckpointException(file, "it became shorter while it was read");
            }
        }
    }

    /**
     * Reads the content of a file.
     *
     * @param file names it in a message
     * @param content its bytes
     * @return what they hold
     * @throws CheckpointException as {@link #read} does
     */
    static StoredCheckpoint decode(Path file, byte[] content) throws CheckpointException {
        int version = checkHeader(file, content, content.length);
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(content.length - CHECKSUM_BYTES) != checksum(content)) {
            throw new CheckpointException(file, "it is damaged: its checksum does not match its content");
        }
        if (version != FORMAT_VERSION) {
            String age = version > FORMAT_VERSION ? "a newer" : "another";
            throw new CheckpointException(
                    file,
                    "it was written by " + age + " Piste (checkpoint format " + version + ", this one reads "
                            + FORMAT_VERSION + "); resume with the version that wrote it");
        }
        in.position(HEADER_BYTES).limit(content.length - CHECKSUM_BYTES);
        return new CheckpointFields(file, in).read();
    }

    /** Checks what can be said before the content is in memory; returns the format version. */
    private static int checkHeader(Path file, byte[] content, long size) throws CheckpointException {
        if (size == 0) {
            throw new CheckpointException(file, "it is empty");
        }
        ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (size >= 8 && header.getLong() != MAGIC) {
            throw new CheckpointException(file, "it is no checkpoint of Piste");
        }
        if (size < FIXED_BYTES) {
            throw new CheckpointException(file, "it is cut off after " + size + " bytes");
        }
        int version = header.getInt();
        long length = header.getLong();
        if (length != size) {
            throw new CheckpointException(
                    file,
                    length > size
                            ? "it is cut off or damaged: it has " + size + " bytes and says " + length
                            : "it is damaged: it has " + size + " bytes and says " + length);
        }
        return version;
    }

    /** The CRC-32C of all but the place of the checksum itself. */
    static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, content.length - CHECKSUM_BYTES);
        return (int) crc.getValue();
    }
}
