package io.github.piste.plot;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code history.bin}: enough to redraw every plot of a run without its data.
 *
 * <p>Format, little-endian: the eight bytes {@code PISTEHST}, version (int, 2), the fields of {@link PlotData} in their
 * order, and the CRC-32C of everything before it (int). A text is its length in bytes (int) and UTF-8; numbers are an
 * int count and doubles; a history is the number of records and of tracked weights (ints) and for each record its step
 * (long), the other six scalars and the weights. A landscape is preceded by a byte: 0 for none, 1 for the six numbers of
 * a quadratic, 2 for a grid: its bounds, its cells along each side (ints; 0 along the second over one weight), its values.
 *
 * <p>A file from a stranger is safe to open: every length is checked against what is left before anything is allocated.
 *
 * <p>Thread-safety: stateless.
 */
public final class HistoryFile {
    /** Larger files are refused unread; a thousand records of 5,000 weights are 40 MB. */
    static final long MAX_BYTES = 64L << 20;

    private static final long MAGIC = ByteBuffer.wrap("PISTEHST".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    private static final int VERSION = 2;
    /** Numbers of a record before its weights. */
    static final int SCALARS = 7;

    private static final int HEADER = Long.BYTES + Integer.BYTES;

    private HistoryFile() {}

    /**
     * The bytes of a history file.
     *
     * @param data a run
     * @return what {@link #decode(Path)} reads back as an equal run, names cut to 1,000 characters
     */
    public static byte[] encode(PlotData data) {
        HistoryOutput to = new HistoryOutput().put(MAGIC).put(VERSION);
        to.put(data.title()).put(data.model()).put(data.loss()).put(data.target());
        to.put(data.weightNames()).put(data.history()).put(data.label());
        to.put(data.others().size());
        for (Trail other : data.others()) {
            to.put(other.label()).put(other.history());
        }
        to.put(data.sample()).putLandscape(data).put(data.optimum()).put(data.state());
        byte[] written = to.bytes();
        return to.put(crc(written, written.length)).bytes();
    }

    /**
     * Reads a history file.
     *
     * @param file its path
     * @return the run it holds
     * @throws HistoryFormatException if it is damaged, cut short, of another version or not such a file at all
     * @throws IOException if it cannot be read
     */
    public static PlotData decode(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new HistoryFormatException(file.toString(), "more than " + MAX_BYTES + " bytes");
        }
        return decode(Files.readAllBytes(file), file.toString());
    }

    /** Reads the bytes of a file of this name. */
    static PlotData decode(byte[] bytes, String name) throws HistoryFormatException {
        if (bytes.length < HEADER + Integer.BYTES) {
            throw new HistoryFormatException(name, "only " + bytes.length + " bytes");
        }
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (from.getLong() != MAGIC) {
            throw new HistoryFormatException(name, "it does not begin like one");
        }
        int version = from.getInt();
        if (version != VERSION) {
            throw new HistoryFormatException(name, "version " + version + ", this program reads " + VERSION);
        }
        int end = bytes.length - Integer.BYTES;
        if (from.getInt(end) != crc(bytes, end)) {
            throw new HistoryFormatException(name, "damaged or cut short (checksum differs)");
        }
        from.limit(end);
        try {
            PlotData data = read(new HistoryInput(from));
            if (from.hasRemaining()) {
                throw new HistoryFormatException(name, from.remaining() + " bytes too many");
            }
            return data;
        } catch (BufferUnderflowException e) {
            throw new HistoryFormatException(name, "a length in it goes beyond its end");
        } catch (IllegalArgumentException e) {
            throw new HistoryFormatException(name, String.valueOf(e.getMessage()));
        }
    }

    private static PlotData read(HistoryInput from) {
        return new PlotData(
                from.text(),
                from.text(),
                from.text(),
                from.text(),
                from.texts(),
                from.history(),
                from.text(),
                from.trails(),
                from.sample(),
                from.landscape(),
                from.number(),
                from.text());
    }

    private static int crc(byte[] bytes, int length) {
        return Hashing.crc32c().hashBytes(bytes, 0, length).asInt();
    }
}
