package io.github.piste.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.IntConsumer;

/**
 * Reads pieces of a file into a buffer that is used again.
 *
 * <p>The file is read at positions, not mapped: a mapped file that becomes shorter kills a thread in the middle of
 * parsing. Thread-safety: one thread; several readers may share a channel.
 */
final class PieceReader {
    /** The JDK reads into a buffer of its own, as large as what is asked for, and copies from there. */
    private static final int SLICE = 1 << 17;

    private final FileChannel file;
    private final byte[] bytes;
    private final IntConsumer progress;

    /**
     * Prepares reading.
     *
     * @param file an open file
     * @param largest bytes of the largest piece
     * @param progress told how many bytes each piece had
     */
    PieceReader(FileChannel file, int largest, IntConsumer progress) {
        this.file = file;
        this.bytes = new byte[largest + 1 + NumericRows.PADDING];
        this.progress = progress;
    }

    /** The buffer: the piece that was read last, from the beginning, and behind it room for a line feed and padding. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Reads a piece.
     *
     * @param from its first byte
     * @param to behind its last byte
     * @return its length
     * @throws IOException if reading fails or the file ends before
     */
    int read(long from, long to) throws IOException {
        int length = (int) (to - from);
        int done = 0;
        while (done < length) {
            int n = file.read(ByteBuffer.wrap(bytes, done, Math.min(SLICE, length - done)), from + done);
            if (n < 0) {
                throw new EOFException("the file became shorter");
            }
            done += n;
        }
        progress.accept(length);
        return length;
    }
}
