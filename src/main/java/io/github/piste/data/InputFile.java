package io.github.piste.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * An open data file: unpacks gzip, refuses what is known not to be text, and notices a change while it is read.
 *
 * <p>A pipe or a terminal is read once, from front to end, like a file; only the check for changes is left out.
 */
final class InputFile implements AutoCloseable {
    /** Unpacked bytes up to which any ratio is fine. */
    private static final long BOMB_BYTES = 64L << 20;
    /** Honest tables pack by 3 to 30; long runs of one digit by 1000. */
    private static final long BOMB_RATIO = 200;

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final String source;
    private final @Nullable BasicFileAttributes before;
    private final Counted raw;
    private final InputStream content;
    private final boolean packed;
    private long unpacked;

    private InputFile(Path path, LongConsumer progress) throws IOException {
        this.path = path;
        this.source = Quoted.escape(path.toString());
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new DataException(source + ": is a directory; name a file in it");
        }
        this.before = attributes.isRegularFile() ? attributes : null;
        this.raw = new Counted(Files.newInputStream(path), attributes.isRegularFile(), progress);
        InputStream stream = raw;
        try {
            InputStream buffered = new BufferedInputStream(raw, BUFFER);
            this.packed = startsWith(buffered, 0x1F, 0x8B);
            stream = packed ? new BufferedInputStream(unpack(buffered), BUFFER) : buffered;
            refuseOtherFormats(stream);
            this.content = stream;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Opens a file.
     *
     * @param path file or pipe
     * @param progress told the number of bytes read so far, packed ones if the file is packed
     * @return the file at its first byte
     * @throws DataException if there is no such file, it cannot be read or is no text
     */
    static InputFile open(Path path, LongConsumer progress) {
        String source = Quoted.escape(path.toString());
        try {
            return new InputFile(path, progress);
        } catch (NoSuchFileException e) {
            throw new DataException(source + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new DataException(source + ": permission denied; make the file readable", e);
        } catch (IOException e) {
            throw failure(source, e);
        }
    }

    /**
     * Words a failed read for the user.
     *
     * @param source name of the file
     * @param e what went wrong
     * @return the exception to throw
     */
    static DataException failure(String source, IOException e) {
        if (e instanceof ZipException) {
            return new DataException(source + ": damaged gzip data (" + e.getMessage() + "); pack the file again", e);
        }
        if (e instanceof java.io.EOFException) {
            return new DataException(source + ": gzip data end too early; the file is cut off", e);
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new DataException(source + ": cannot be read (" + reason + ")", e);
    }

    /**
     * Reads bytes.
     *
     * @param into buffer
     * @param offset where to put the first byte
     * @param length room in the buffer
     * @return number of bytes, -1 at the end
     * @throws IOException if reading fails
     */
    int read(byte[] into, int offset, int length) throws IOException {
        int n = content.read(into, offset, length);
        if (packed && n > 0) {
            unpacked += n;
            if (unpacked > BOMB_BYTES && unpacked > BOMB_RATIO * raw.count) {
                throw new DataException(source + ": " + raw.count + " bytes of gzip unpack to more than " + unpacked
                        + "; unpack the file yourself if that is right");
            }
        }
        return n;
    }

    /** Size of a regular file that is not packed; -1 for any other. */
    long plainBytes() {
        return before == null || packed ? -1 : before.size();
    }

    Path path() {
        return path;
    }

    /** Name of the file, escaped. */
    String source() {
        return source;
    }

    /**
     * Compares size and time of the file with those at opening.
     *
     * @throws DataException if the file changed while it was read
     */
    void checkUnchanged() {
        if (before == null) {
            return;
        }
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            if (now.size() != before.size() || !now.lastModifiedTime().equals(before.lastModifiedTime())) {
                throw new DataException(source + ": the file changed while it was read (" + before.size()
                        + " bytes before, " + now.size() + " now); wait until it is complete");
            }
        } catch (IOException e) {
            throw new DataException(source + ": the file disappeared while it was read", e);
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static InputStream unpack(InputStream packed) throws IOException {
        return new GZIPInputStream(packed, BUFFER);
    }

    private void refuseOtherFormats(InputStream stream) throws IOException {
        String looksLike = null;
        if (startsWith(stream, 0xFF, 0xFE) || startsWith(stream, 0xFE, 0xFF)) {
            throw new DataException(source + ": looks like UTF-16; convert it with: iconv -f UTF-16 -t UTF-8");
        } else if (startsWith(stream, 0x1F, 0x8B)) {
            looksLike = "gzip inside gzip";
        } else if (startsWith(stream, 'P', 'K', 3, 4)) {
            looksLike = "a zip archive or a spreadsheet";
        } else if (startsWith(stream, 0x89, 'P', 'N', 'G')) {
            looksLike = "a PNG image";
        } else if (startsWith(stream, 0xFF, 0xD8, 0xFF)) {
            looksLike = "a JPEG image";
        } else if (startsWith(stream, '%', 'P', 'D', 'F')) {
            looksLike = "a PDF document";
        } else if (startsWith(stream, 'P', 'A', 'R', '1')) {
            looksLike = "a Parquet file";
        } else if (startsWith(stream, 'B', 'Z', 'h')) {
            looksLike = "bzip2";
        } else if (startsWith(stream, 0xFD, '7', 'z', 'X', 'Z')) {
            looksLike = "xz";
        } else if (startsWith(stream, 0x28, 0xB5, 0x2F, 0xFD)) {
            looksLike = "zstd";
        } else if (startsWith(stream, 0xD0, 0xCF, 0x11, 0xE0)) {
            looksLike = "an old spreadsheet";
        }
        if (looksLike != null) {
            throw new DataException(source + ": looks like " + looksLike + "; give delimited text, plain or gzip");
        }
    }

    private static boolean startsWith(InputStream stream, int... magic) throws IOException {
        stream.mark(16);
        byte[] head = stream.readNBytes(magic.length);
        stream.reset();
        String found = new String(head, StandardCharsets.ISO_8859_1);
        return found.equals(new String(magic, 0, magic.length));
    }

    /** Counts the bytes that come from the disk. */
    private static final class Counted extends FilterInputStream {
        private final boolean seekable;
        private final LongConsumer progress;
        private long count;

        Counted(InputStream in, boolean seekable, LongConsumer progress) {
            super(in);
            this.seekable = seekable;
            this.progress = progress;
        }

        /** A pipe cannot tell, and fails when asked; that there may be more is always right. */
        @Override
        public int available() throws IOException {
            return seekable ? super.available() : 1;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            if (n > 0) {
                count += n;
                progress.accept(count);
            }
            return n;
        }
    }
}
