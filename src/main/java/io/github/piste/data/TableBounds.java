package io.github.piste.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a table are in a file of plain text.
 *
 * @param from first byte of the first row
 * @param to behind the last byte of the last row, without its line end
 */
record TableBounds(long from, long to) {
    /** More blank lines than fit in here are for the general reader. */
    private static final int TAIL = 1 << 10;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /**
     * Finds the rows.
     *
     * @param reader reads the file
     * @param fileBytes size of the file
     * @param head number of bytes in which the first row must begin
     * @param line 1-based line of the first row
     * @return the bounds; null if there is something unusual before the rows or behind them
     * @throws IOException if reading fails
     */
    static @Nullable TableBounds find(PieceReader reader, long fileBytes, int head, long line) throws IOException {
        int from = lineBegin(reader.bytes(), reader.read(0, Math.min(fileBytes, head)), line);
        long tail = Math.max(0, fileBytes - Math.min(TAIL, head));
        int end = textEnd(reader.bytes(), reader.read(tail, fileBytes));
        return from < 0 || end < 0 || tail + end <= from ? null : new TableBounds(from, tail + end);
    }

    /** Where a line begins; -1 if it is not in the text, or a line before it ends with CR alone or inside quotes. */
    private static int lineBegin(byte[] text, int length, long line) {
        int at = startsWithMark(text, length) ? BYTE_ORDER_MARK.length : 0;
        boolean quoted = false;
        for (long passed = 1; passed < line; at++) {
            if (at == length) {
                return -1;
            }
            boolean strayReturn = text[at] == '\r' && (at + 1 == length || text[at + 1] != '\n');
            quoted ^= text[at] == '"';
            if (text[at] == '\n') {
                passed++;
            }
            if (strayReturn || (quoted && text[at] == '\n')) {
                return -1;
            }
        }
        return at;
    }

    private static boolean startsWithMark(byte[] text, int length) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i == length || text[i] != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where a text ends without the line ends at its end; -1 if it is nothing else, or ends with CR alone. */
    private static int textEnd(byte[] text, int length) {
        int end = length;
        while (end > 0 && text[end - 1] == '\n') {
            end -= end > 1 && text[end - 2] == '\r' ? 2 : 1;
        }
        return end == 0 || text[end - 1] == '\r' ? -1 : end;
    }
}
