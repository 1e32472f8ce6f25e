package io.github.piste.data;

import java.util.function.LongConsumer;

/**
 * Loads a table of delimited text as a data set.
 *
 * <ul>
 *   <li>A column is text when its first cell that is not missing is not a number. A later cell of a numeric column that
 *       is not a number is an error, whatever the policy for missing cells.
 *   <li>Features default to all numeric columns but target and weight; the others are listed in the result.
 *   <li>A categorical column with the sorted levels a, b, c becomes the indicator columns {@code name=b} and
 *       {@code name=c}: with an indicator for a as well, they would add up to the intercept. The coefficients are
 *       differences to level a.
 *   <li>A text target makes classes, in sorted order.
 *   <li>With {@link MissingPolicy#SKIP} a row with a missing cell that is needed, or with a wrong number of cells, is
 *       left out and counted.
 * </ul>
 *
 * <p>A large plain file whose needed cells are all numbers, without quotes, is read on as many threads as there are
 * cores, straight into the data set. Everything else, such as text, missing cells, quotes, runs of blanks, gzip or a
 * pipe, is read once from front to end; then the values are held twice for a moment. Which way it was makes no difference
 * to the result or an error. Cost: linear in the size of the file. Thread-safety: not to be shared between threads.
 */
public final class CsvSource {
    private final CsvOptions options;
    private final PieceSize pieces;

    /**
     * Prepares loading; the file is not touched yet.
     *
     * @param options where the table is and how it is read
     */
    public CsvSource(CsvOptions options) {
        this(options, PieceSize.standard());
    }

    /** Prepares loading with another way of cutting large files. */
    CsvSource(CsvOptions options, PieceSize pieces) {
        this.options = options;
        this.pieces = pieces;
    }

    /**
     * Loads the table.
     *
     * @return the data set and how it was loaded
     * @throws DataException in one line for everything that is wrong with the file or does not fit the options
     */
    public LoadedData load() {
        return load(bytes -> {});
    }

    /**
     * Loads the table and tells how far it has come.
     *
     * @param progress told the number of bytes read so far, on this thread, about every 64 KiB or MiB; it starts over
     *     when a large file looked like plain numbers and turns out not to be
     * @return the data set and how it was loaded
     * @throws DataException as the other method
     */
    public LoadedData load(LongConsumer progress) {
        return load(progress, DataCache.NONE);
    }

    /**
     * Loads the table; the features of a large plain file that memory does not hold go to a file.
     *
     * @param progress told as by the other method
     * @param cache the place for it
     * @return the data set and how it was loaded
     * @throws DataException as the other methods, and if neither memory nor disk has room
     */
    public LoadedData load(LongConsumer progress, DataCache cache) {
        try (CsvRows rows = CsvRows.open(options, progress)) {
            RowCollector collected = new RowCollector(rows, options);
            collected.begin();
            LoadedData numbers = new NumericTable(rows, collected, pieces, progress, cache).load();
            if (numbers != null) {
                return numbers;
            }
            collected.collect();
            return new DatasetAssembly(rows, collected).assemble();
        }
    }
}
