package io.github.piste.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file cut into pieces of whole lines, which ends with how many lines come before each.
 *
 * <p>A line ends with a line feed. Thread-safety: immutable.
 */
final class LinePieces {
    /** Where each piece begins; at the end the end of the last one. */
    private final long[] begins;
    /** Lines before each piece; at the end the number of all lines. */
    private final long[] lines;

    private LinePieces(long[] begins, long[] lines) {
        this.begins = begins;
        this.lines = lines;
    }

    /**
     * Cuts a part of a file and counts lines, reading the part once.
     *
     * @param from first byte of the first line
     * @param to behind the last byte of the last line, without its line feed
     * @param pieceBytes about the length of a piece; no piece has twice as many
     * @param crew who works
     * @param readers one for each of the crew
     * @return the pieces; null if a line is longer than a piece
     * @throws IOException if reading fails
     */
    static @Nullable LinePieces count(long from, long to, int pieceBytes, Crew crew, List<PieceReader> readers)
            throws IOException {
        int pieces = (int) ((to - from + pieceBytes - 1) / pieceBytes);
        long[] begins = new long[pieces + 1];
        long[] lines = new long[pieces + 1];
        Arrays.fill(begins, -1);
        begins[0] = from;
        boolean counted = crew.run(pieces, (worker, piece) -> {
            long begin = from + (long) piece * pieceBytes;
            PieceReader reader = readers.get(worker);
            int length = reader.read(begin, Math.min(to, begin + pieceBytes));
            int last = lastLineFeed(reader.bytes(), length);
            lines[piece + 1] = lineFeeds(reader.bytes(), length);
            if (piece < pieces - 1) {
                begins[piece + 1] = begin + last + 1;
                return last >= 0;
            }
            return true;
        });
        begins[pieces] = to;
        lines[pieces]++;
        for (int piece = 0; piece < pieces; piece++) {
            lines[piece + 1] += lines[piece];
        }
        return counted ? new LinePieces(begins, lines) : null;
    }

    int pieces() {
        return begins.length - 1;
    }

    long begin(int piece) {
        return begins[piece];
    }

    long end(int piece) {
        return begins[piece + 1];
    }

    /** Lines before a piece; before the one behind the last, all of them. */
    long linesBefore(int piece) {
        return lines[piece];
    }

    private static int lineFeeds(byte[] bytes, int length) {
        int count = 0;
        int i = 0;
        for (; i <= length - 8; i += 8) {
            count += Digits.lineFeeds(Digits.word(bytes, i));
        }
        for (; i < length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private static int lastLineFeed(byte[] bytes, int length) {
        int i = length - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }
}
