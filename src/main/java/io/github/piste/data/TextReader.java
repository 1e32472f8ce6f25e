package io.github.piste.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Characters of a UTF-8 file with every line end as one line feed, and an error that knows its line for the rest.
 *
 * <p>LF, CRLF and CR are line ends, mixed as they come; CR CR LF, the mark of a file converted twice, is refused. A byte
 * order mark is dropped. A line has at most {@value #LONGEST_LINE} characters, so that a file without line ends cannot
 * fill the heap.
 */
final class TextReader extends Reader {
    /** Characters of the longest line. */
    static final int LONGEST_LINE = 1 << 21;

    private static final int BLOCK = 1 << 16;

    private final InputFile file;
    private final String source;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] bytes = new byte[BLOCK];
    private final ByteBuffer undecoded = ByteBuffer.wrap(bytes).limit(0);
    private final char[] block = new char[BLOCK];
    private int next;
    private int limit;
    private boolean atEnd;
    private boolean started;
    private long line = 1;
    private long lineLength;
    private int carriageReturns;

    TextReader(InputFile file) {
        super();
        this.file = file;
        this.source = file.source();
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == limit && !fill()) {
            return -1;
        }
        int n = Math.min(length, limit - next);
        System.arraycopy(block, next, into, offset, n);
        next += n;
        return n;
    }

    /**
     * Goes past lines.
     *
     * @param count number of lines
     * @return false if the text ended before
     * @throws IOException if reading fails
     */
    boolean skipLines(int count) throws IOException {
        int skipped = 0;
        while (skipped < count) {
            if (next == limit && !fill()) {
                return false;
            }
            if (block[next++] == '\n') {
                skipped++;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Decodes until there is at least one character; false at the end. */
    private boolean fill() throws IOException {
        next = 0;
        limit = 0;
        while (limit == 0 && !atEnd) {
            undecoded.compact();
            int n = file.read(bytes, undecoded.position(), undecoded.remaining());
            undecoded.position(undecoded.position() + Math.max(n, 0));
            undecoded.flip();
            CharBuffer decoded = CharBuffer.wrap(block);
            CoderResult result = decoder.decode(undecoded, decoded, n < 0);
            limit = normalize(decoded.position());
            if (result.isError()) {
                throw DataException.atLine(
                        source,
                        line,
                        String.format("byte 0x%02X is not valid UTF-8", undecoded.get(undecoded.position()))
                                + "; if the file is Latin-1, convert it with: iconv -f ISO-8859-1 -t UTF-8");
            }
            atEnd = n < 0;
        }
        return limit > 0;
    }

    /** Makes line ends uniform in place and checks the characters; returns how many are left. */
    private int normalize(int count) {
        int to = 0;
        int from = 0;
        if (!started && count > 0) {
            started = true;
            from = block[0] == '\uFEFF' ? 1 : 0;
        }
        long lineStart = from - lineLength;
        for (; from < count; from++) {
            char c = block[from];
            if (c > '\r') {
                block[to++] = c;
                carriageReturns = 0;
            } else if (c == '\n' && carriageReturns > 0) {
                if (carriageReturns > 1) {
                    throw DataException.atLine(
                            source,
                            line - carriageReturns,
                            "ends with CR CR LF, as after a second conversion of line ends; write the file again");
                }
                carriageReturns = 0;
                lineStart = from + 1L;
            } else if (c == '\n' || c == '\r') {
                carriageReturns = c == '\r' ? carriageReturns + 1 : 0;
                block[to++] = '\n';
                line++;
                checkLength(from - lineStart, line - 1);
                lineStart = from + 1L;
            } else if (c == '\0') {
                throw DataException.atLine(
                        source, line, "has a NUL character; this is a binary file, UTF-16 or damaged");
            } else {
                block[to++] = c;
                carriageReturns = 0;
            }
        }
        lineLength = count - lineStart;
        checkLength(lineLength, line);
        return to;
    }

    private void checkLength(long length, long at) {
        if (length > LONGEST_LINE) {
            throw DataException.atLine(
                    source, at, "is longer than " + LONGEST_LINE + " characters; are there line ends in the file?");
        }
    }
}
