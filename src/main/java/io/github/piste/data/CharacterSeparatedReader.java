package io.github.piste.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Records whose cells are separated by a character, quoted as RFC 4180 (2005) says. */
final class CharacterSeparatedReader implements RecordReader {
    private static final int LONGEST_CELL = TextReader.LONGEST_LINE + (1 << 16);

    private final String source;
    private final Handler handler;
    private final CloseableIterator<Cells> records;

    CharacterSeparatedReader(char separator, Reader text, String source, int skipped) {
        this.source = source;
        this.handler = new Handler(new Cells(source), skipped);
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_CELL)
                .build(handler, text)
                .iterator();
    }

    @Override
    public @Nullable Cells next() {
        try {
            while (records.hasNext()) {
                Cells cells = records.next();
                if (!cells.isBlankLine()) {
                    return cells;
                }
            }
            return null;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof DataException fault) {
                // What the text below or the cells found comes wrapped.
                throw fault;
            }
            throw DataException.atLine(source, handler.cells.line(), describe(e));
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw InputFile.failure(source, cause == null ? new IOException(e) : cause);
        }
    }

    private static String describe(CsvParseException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("after closing quote")) {
            return "unbalanced quote: text follows a closing quote; a quote inside a quoted cell is doubled";
        }
        return "unbalanced quote: a quote opened in this record is not closed"
                + (message.contains("buffer") ? " within " + TextReader.LONGEST_LINE + " characters" : "");
    }

    /** Collects the cells; one object for all records. */
    private static final class Handler extends CsvCallbackHandler<Cells> {
        private final Cells cells;
        private final int skipped;
        private RecordType type = RecordType.DATA;

        Handler(Cells cells, int skipped) {
            this.cells = cells;
            this.skipped = skipped;
        }

        @Override
        protected RecordType getRecordType() {
            return type;
        }

        @Override
        protected int getFieldCount() {
            return cells.count();
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            type = RecordType.DATA;
            cells.begin(startingLineNumber + skipped);
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            if (quoted) {
                cells.addQuoted(buffer, offset, length);
            } else {
                cells.addPlain(buffer, offset, length);
            }
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new AssertionError("comments are not switched on");
        }

        @Override
        protected void setEmpty() {
            type = RecordType.EMPTY;
        }

        @Override
        protected Cells buildRecord() {
            return cells;
        }
    }
}
