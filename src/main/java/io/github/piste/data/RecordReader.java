package io.github.piste.data;

import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Splits text into records, one dialect per implementation. */
interface RecordReader {
    /**
     * Reads the next record that is not a blank line.
     *
     * @return its cells, valid until the next call; null at the end
     * @throws DataException for unbalanced quotes and whatever the text below finds
     */
    @Nullable
    Cells next();

    /**
     * Opens a reader for a dialect.
     *
     * @param delimiter a character or whitespace
     * @param text text whose line ends are line feeds
     * @param source name of the file
     * @param skipped number of lines of the file before the text
     * @return the reader
     */
    static RecordReader of(Delimiter delimiter, Reader text, String source, int skipped) {
        return delimiter.kind() == Delimiter.Kind.WHITESPACE
                ? new BlankSeparatedReader(text, source, skipped)
                : new CharacterSeparatedReader(delimiter.character(), text, source, skipped);
    }
}
