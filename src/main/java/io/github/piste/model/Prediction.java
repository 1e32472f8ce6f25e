package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvRows;
import io.github.piste.data.DataException;
import io.github.piste.data.MissingPolicy;
import io.github.piste.data.Quoted;
import io.github.piste.files.AtomicOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Predicts every row of a table into a CSV file with a column {@code prediction}: a number, or of a {@link Classifier} the
 * name of the class, followed by a column {@code probability(CLASS)} for each class in the order of the model.
 *
 * <p>The output has a header and one record per row of the table, in its order. With {@link MissingPolicy#SKIP} a row
 * with a missing feature gets an empty prediction, and one with too few or too many cells a record of empty cells, so
 * that both files still fit side by side. The target may be absent. Thread-safety: immutable; each call reads the table
 * anew. Memory is independent of the size of the table.
 *
 * @param model the model; its features are found by their names, or by their numbers where a column was named by its
 *     number
 * @param table where the table is and how it is read; its target, features, categories and weight are not looked at
 * @param columns what the output holds
 */
public record Prediction(Model model, CsvOptions table, Columns columns) {
    /** What the output holds. */
    public enum Columns {
        /** The predictions alone, with their probabilities. */
        PREDICTION,
        /** All columns of the table, then the predictions; columns without a header are named V1, V2, ... */
        ALL
    }

    /**
     * What became of the rows.
     *
     * @param rows rows of the table; as many records were written
     * @param predicted rows with a prediction
     * @param empty rows without: a feature was missing or the number of cells wrong
     */
    public record Counts(long rows, long predicted, long empty) {}

    /**
     * Predicts into a file, which appears when all is done; on any error it is what it was before. A link is followed.
     * What is no regular file, such as a pipe, is written to directly.
     *
     * @param out the file to replace or create; its directory must exist
     * @return what became of the rows
     * @throws IOException if the output cannot be written, naming it, or if it is the table itself
     * @throws IllegalArgumentException as the other method
     * @throws DataException as the other method
     */
    public Counts write(Path out) throws IOException {
        boolean exists = Files.exists(out);
        if (exists && !Files.isRegularFile(out) && !Files.isDirectory(out)) {
            try (OutputStream direct = Files.newOutputStream(out)) {
                return write(direct);
            } catch (IOException e) {
                throw new IOException("cannot write " + out + ": " + e.getMessage(), e);
            }
        }
        if (exists && Files.exists(table.path()) && Files.isSameFile(out, table.path())) {
            throw new IOException("cannot replace " + out + ": it is the table to predict; choose another output");
        }
        try (AtomicOutput output = AtomicOutput.open(exists ? out.toRealPath() : out)) {
            Counts counts = write(output.stream());
            output.commit();
            return counts;
        }
    }

    /**
     * Predicts into a stream, such as standard output, as rows are read. UTF-8.
     *
     * @param out flushed at the end, not closed; on an error it has received a part
     * @return what became of the rows
     * @throws IOException if writing fails
     * @throws IllegalArgumentException for {@link MissingPolicy#MEAN}, since a model does not hold the means
     * @throws DataException if the table lacks a feature or has no row, a cell is not a number, missing where that is an
     *     error, or a level that the model does not know; if all columns are kept and one of them is named like a
     *     column that is added
     */
    public Counts write(OutputStream out) throws IOException {
        try (ModelRows rows = ModelRows.open(model, table)) {
            Answer answer = Answer.of(rows);
            String[] record = header(rows.table(), answer.names());
            CsvWriter csv = CsvWriter.builder()
                    .quoteStrategy(new Quotes(record.length == 1))
                    .lineDelimiter(LineDelimiter.LF)
                    .build(out);
            csv.writeRecord(record);
            Counts counts = write(rows, answer, record, csv);
            csv.flush();
            return counts;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Counts write(ModelRows rows, Answer answer, String[] record, CsvWriter csv) {
        CsvRows table = rows.table();
        int kept = record.length - answer.names().size();
        long predicted = 0;
        long ragged = 0;
        boolean more = true;
        while (more) {
            more = rows.next();
            for (; ragged < table.rowsRagged(); ragged++) {
                Arrays.fill(record, "");
                csv.writeRecord(record);
            }
            if (more) {
                for (int column = 0; column < kept; column++) {
                    record[column] = table.text(column);
                }
                if (rows.isComplete()) {
                    answer.write(record, kept);
                    predicted++;
                } else {
                    Arrays.fill(record, kept, record.length, "");
                }
                csv.writeRecord(record);
            }
        }
        return new Counts(table.rowsRead(), predicted, table.rowsRead() - predicted);
    }

    private String[] header(CsvRows rows, ImmutableList<String> added) {
        int kept = columns == Columns.ALL ? rows.names().size() : 0;
        String[] header = new String[kept + added.size()];
        for (int column = 0; column < kept; column++) {
            header[column] = rows.headerUsed() ? rows.names().get(column) : "V" + (column + 1);
            if (added.contains(header[column])) {
                throw new DataException(rows.source() + ": column " + (column + 1) + " is already named "
                        + Quoted.cell(header[column]) + "; rename it, or do not keep the columns");
            }
        }
        for (int j = 0; j < added.size(); j++) {
            header[kept + j] = added.get(j);
        }
        return header;
    }

    /** Quotes what would not be read back as it is: blanks at an end, and the empty cell of a record that has no other. */
    private record Quotes(boolean quoteEmpty) implements QuoteStrategy {
        @Override
        public boolean quoteEmpty(int line, int field) {
            return quoteEmpty;
        }

        @Override
        public boolean quoteValue(int line, int field, String value) {
            return isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1));
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
