package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of any size row by row, each cell as text or as a number.
 *
 * <p>Blank lines are no rows. A cell is missing when it is empty or {@code NA}; blanks around an unquoted cell do not
 * belong to it. A number is plain decimal notation and fits a double; everything else is refused with its line and
 * column. All errors are {@link DataException}s. Thread-safety: one thread at a time. Cost: linear in the size of the
 * file, memory independent of it; no allocation per row but for {@link #text}.
 */
public final class CsvRows implements AutoCloseable {
    private final InputFile file;
    private final MissingPolicy missing;
    private final RecordReader records;
    private final Delimiter delimiter;
    private final boolean headerUsed;
    private final long firstLine;
    private final ColumnNames columns;
    private final ImmutableList<String> names;
    private @Nullable Cells current;
    private boolean held;
    private long rowsRead;
    private long rowsRagged;

    private CsvRows(InputFile file, CsvOptions options) throws IOException {
        this.file = file;
        this.missing = options.missing();
        TextReader text = new TextReader(file);
        if (!text.skipLines(options.skipLines())) {
            throw new DataException(
                    file.source() + ": has no more than the " + options.skipLines() + " lines that are to be skipped");
        }
        Reader table = text;
        if (options.delimiter().kind() == Delimiter.Kind.AUTO) {
            char[] beginning = DelimiterFinder.beginning(text);
            PushbackReader whole = new PushbackReader(text, beginning.length + 1);
            int following = whole.read();
            if (following >= 0) {
                whole.unread(following);
            }
            whole.unread(beginning);
            this.delimiter = DelimiterFinder.find(beginning, following < 0, file.source(), options.skipLines());
            table = whole;
        } else {
            this.delimiter = options.delimiter();
        }
        this.records = RecordReader.of(delimiter, table, file.source(), options.skipLines());
        Cells first = records.next();
        if (first == null) {
            throw new DataException(file.source() + ": the file is empty; expected a table");
        }
        this.firstLine = first.line();
        this.headerUsed =
                options.header() == HeaderRule.PRESENT || (options.header() == HeaderRule.AUTO && !first.hasNumber());
        this.columns = ColumnNames.of(first, headerUsed, file.source());
        this.names = columns.names();
        this.held = !headerUsed;
        this.current = first;
    }

    /**
     * Opens a table.
     *
     * @param options where it is and how it is read; of the columns only names are resolved, by {@link #column}
     * @return the rows, before the first
     * @throws DataException if the file cannot be read, is empty or no table, or has two columns of one name
     */
    public static CsvRows open(CsvOptions options) {
        return open(options, bytes -> {});
    }

    /**
     * Opens a table and tells how far reading has come.
     *
     * @param options where it is and how it is read
     * @param progress told the number of bytes read so far, on the reading thread, about every 64 KiB
     * @return the rows, before the first
     * @throws DataException as the other method
     */
    public static CsvRows open(CsvOptions options, LongConsumer progress) {
        InputFile file = InputFile.open(options.path(), progress);
        boolean opened = false;
        try {
            CsvRows rows = new CsvRows(file, options);
            opened = true;
            return rows;
        } catch (IOException e) {
            throw InputFile.failure(file.source(), e);
        } finally {
            if (!opened) {
                closeQuietly(file);
            }
        }
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end of the file
     * @throws DataException for a row with another number of cells than the first record, unless the policy is
     *     {@link MissingPolicy#SKIP}, which counts it; for damaged text; at the end if the file changed meanwhile
     */
    public boolean next() {
        while (true) {
            if (held) {
                held = false;
            } else {
                current = records.next();
            }
            if (current == null) {
                file.checkUnchanged();
                return false;
            }
            rowsRead++;
            if (current.count() == names.size()) {
                return true;
            }
            if (missing != MissingPolicy.SKIP) {
                throw DataException.atLine(
                        source(),
                        current.line(),
                        "found " + current.count() + (current.count() == 1 ? " cell" : " cells") + ", expected "
                                + names.size() + " as in the "
                                + (headerUsed ? "header" : "first record") + " of line " + firstLine
                                + "; correct the line, or skip such rows with missing = skip");
            }
            rowsRagged++;
        }
    }

    /**
     * Finds a column.
     *
     * @param reference its name, or its 1-based number if no column has that name
     * @param key what refers to it, for the message, such as {@code target}
     * @return its 0-based index
     * @throws DataException if there is no such column, naming the nearest name
     */
    public int column(String reference, String key) {
        return columns.find(reference, key);
    }

    /**
     * Reads a cell of the current row as text.
     *
     * @param column 0-based index
     * @return the cell without quotes
     */
    public String text(int column) {
        return row().text(column);
    }

    /**
     * Tells whether a cell of the current row is empty or {@code NA}.
     *
     * @param column 0-based index
     * @return whether it is missing
     */
    public boolean isMissing(int column) {
        return row().isMissing(column);
    }

    /**
     * Reads a cell of the current row as a number.
     *
     * @param column 0-based index
     * @return the number; NaN if the cell is missing
     * @throws DataException naming line, column and cell if it is no plain decimal number or too large for a double
     */
    public double number(int column) {
        double value = row().number(column);
        if (Double.isFinite(value) || row().isMissing(column)) {
            return value;
        }
        throw notANumber(column, value);
    }

    /** Whether a cell of the current row is written as a number, whatever its size. */
    boolean isNumber(int column) {
        return !Double.isNaN(row().number(column));
    }

    /**
     * Describes a fault of a cell.
     *
     * @param line where its row began
     * @param column 0-based index
     * @param what the fault and its fix
     * @return the exception to throw
     */
    public DataException fault(long line, int column, String what) {
        return DataException.atCell(source(), line, column, names.get(column), what);
    }

    /**
     * Gives the line of the current row.
     *
     * @return 1-based line of the file where the row starts
     */
    public long line() {
        return row().line();
    }

    /**
     * Gives the names of the columns.
     *
     * @return the cells of the header, an empty one replaced by its number; 1-based numbers without a header
     */
    public ImmutableList<String> names() {
        return names;
    }

    /**
     * Tells whether the first record was taken as header.
     *
     * @return whether it was
     */
    public boolean headerUsed() {
        return headerUsed;
    }

    /**
     * Gives the delimiter in use.
     *
     * @return a character or whitespace, never {@link Delimiter#AUTO}
     */
    public Delimiter delimiter() {
        return delimiter;
    }

    /**
     * Counts the rows so far, ragged ones too.
     *
     * @return number of rows read
     */
    public long rowsRead() {
        return rowsRead;
    }

    /**
     * Counts the rows that were skipped because they had too few or too many cells.
     *
     * @return number of ragged rows
     */
    public long rowsRagged() {
        return rowsRagged;
    }

    /**
     * Names the file.
     *
     * @return the path as it was given, escaped for messages
     */
    public String source() {
        return file.source();
    }

    InputFile file() {
        return file;
    }

    /** Closes the file. A fault in closing what was only read concerns nobody. */
    @Override
    public void close() {
        closeQuietly(file);
    }

    private static void closeQuietly(InputFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is lost: the file was only read.
        }
    }

    private Cells row() {
        if (current == null || held || rowsRead == 0) {
            throw new IllegalStateException("call next() first, and stop when it is false");
        }
        return current;
    }

    private DataException notANumber(int column, double value) {
        String text = text(column);
        return fault(
                line(),
                column,
                "found " + Quoted.cell(text) + ", "
                        + (Double.isNaN(value)
                                ? "expected a plain decimal number such as -1.5 or 2e-3" + Decimal.hint(text)
                                : "too large for a double (about 1.8e308)"));
    }
}
