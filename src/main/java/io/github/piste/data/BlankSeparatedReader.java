package io.github.piste.data;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records of one line whose cells are separated by runs of blanks and tabs, as in tables made for the eye.
 *
 * <p>A cell with blanks is quoted; a quoted cell ends in its line. Blanks at both ends of a line separate nothing.
 */
final class BlankSeparatedReader implements RecordReader {
    private final Reader text;
    private final String source;
    private final Cells cells;
    private final char[] block = new char[1 << 14];
    private int next;
    private int limit;
    private char[] line = new char[256];
    private int length;
    private long lineNumber;

    BlankSeparatedReader(Reader text, String source, int skipped) {
        this.text = text;
        this.source = source;
        this.cells = new Cells(source);
        this.lineNumber = skipped;
    }

    @Override
    public @Nullable Cells next() {
        try {
            while (readLine()) {
                cells.begin(lineNumber);
                split();
                if (cells.count() > 0) {
                    return cells;
                }
            }
            return null;
        } catch (IOException e) {
            throw InputFile.failure(source, e);
        }
    }

    private void split() {
        int i = 0;
        while (true) {
            while (i < length && isBlank(line[i])) {
                i++;
            }
            if (i == length) {
                return;
            }
            if (line[i] == '"') {
                i = splitQuoted(i + 1);
            } else {
                int start = i;
                while (i < length && !isBlank(line[i])) {
                    i++;
                }
                cells.addPlain(line, start, i - start);
            }
        }
    }

    /** Takes the cell behind an opening quote, undoubling quotes in place; returns where the next cell may start. */
    private int splitQuoted(int start) {
        int to = start;
        int i = start;
        while (i < length) {
            if (line[i] != '"') {
                line[to++] = line[i++];
            } else if (i + 1 < length && line[i + 1] == '"') {
                line[to++] = '"';
                i += 2;
            } else if (i + 1 < length && !isBlank(line[i + 1])) {
                throw DataException.atLine(
                        source,
                        lineNumber,
                        "unbalanced quote: text follows a closing quote; a quote inside a quoted cell is doubled");
            } else {
                cells.addQuoted(line, start, to - start);
                return i + 1;
            }
        }
        throw DataException.atLine(source, lineNumber, "unbalanced quote: a quote opened in this line is not closed");
    }

    /** Reads the next line into the buffer, whose size the text below limits; false at the end. */
    private boolean readLine() throws IOException {
        length = 0;
        boolean any = false;
        while (true) {
            if (next == limit) {
                limit = Math.max(0, text.read(block, 0, block.length));
                next = 0;
                if (limit == 0) {
                    lineNumber += any ? 1 : 0;
                    return any;
                }
            }
            any = true;
            int end = next;
            while (end < limit && block[end] != '\n') {
                end++;
            }
            int size = end - next;
            if (length + size > line.length) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, length + size));
            }
            System.arraycopy(block, next, line, length, size);
            length += size;
            next = end;
            if (end < limit) {
                next++;
                lineNumber++;
                return true;
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
