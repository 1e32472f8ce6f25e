package io.github.piste.data;

import java.util.Arrays;

/** The cells of one record in a buffer that is used again for the next record, so that reading allocates nothing. */
final class Cells {
    /** Most cells in a record. */
    static final int MOST = 100_000;

    private final String source;
    private char[] text = new char[256];
    private int[] ends = new int[32];
    private int count;
    private int length;
    private long line;
    private boolean anyQuoted;

    Cells(String source) {
        this.source = source;
    }

    void begin(long startLine) {
        line = startLine;
        count = 0;
        length = 0;
        anyQuoted = false;
    }

    /**
     * Adds an unquoted cell without the blanks around it.
     *
     * @throws DataException if it contains a quote
     */
    void addPlain(char[] from, int offset, int size) {
        int start = offset;
        int end = offset + size;
        while (start < end && isBlank(from[start])) {
            start++;
        }
        while (end > start && isBlank(from[end - 1])) {
            end--;
        }
        for (int i = start; i < end; i++) {
            if (from[i] == '"') {
                throw DataException.atLine(
                        source,
                        line,
                        "unbalanced quote in " + Quoted.cell(new String(from, start, end - start))
                                + ", cell " + (count + 1)
                                + "; a cell with a quote is quoted as a whole, and the quote doubled");
            }
        }
        append(from, start, end - start);
    }

    /** Adds a cell whose quotes have been taken off. */
    void addQuoted(char[] from, int offset, int size) {
        anyQuoted = true;
        append(from, offset, size);
    }

    int count() {
        return count;
    }

    /** 1-based line where the record starts. */
    long line() {
        return line;
    }

    /** Whether the record is a line without anything, or of blanks only. */
    boolean isBlankLine() {
        return count == 0 || (count == 1 && length == 0 && !anyQuoted);
    }

    String text(int cell) {
        return new String(text, start(cell), ends[cell] - start(cell));
    }

    boolean isMissing(int cell) {
        int start = start(cell);
        int size = ends[cell] - start;
        return size == 0 || (size == 2 && text[start] == 'N' && text[start + 1] == 'A');
    }

    /** The number in a cell; NaN if it is none, infinite if it is too large. */
    double number(int cell) {
        return Decimal.parse(text, start(cell), ends[cell]);
    }

    /** Whether any cell is a number. */
    boolean hasNumber() {
        for (int i = 0; i < count; i++) {
            if (!Double.isNaN(number(i))) {
                return true;
            }
        }
        return false;
    }

    private int start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    private void append(char[] from, int offset, int size) {
        if (count == MOST) {
            throw DataException.atLine(source, line, "has more than " + MOST + " cells");
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        if (length + size > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + size));
        }
        System.arraycopy(from, offset, text, length, size);
        length += size;
        ends[count++] = length;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
