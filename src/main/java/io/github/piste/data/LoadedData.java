package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * A data set and how it came out of its file.
 *
 * <p>Thread-safety: immutable.
 *
 * @param dataset the examples
 * @param rowsRead rows of the file without header and blank lines; always {@code rowsUsed + rowsSkipped}
 * @param rowsUsed rows of the data set
 * @param rowsSkipped rows left out for missing cells or a wrong number of cells
 * @param imputedCells cells of used rows that were missing and became their column's mean
 * @param headerUsed whether the first record was taken as header
 * @param delimiter the delimiter in use
 * @param columnsLeftOut columns that default features passed over: text, or without any value
 * @param categories the levels of each categorical column by its name, in sorted order; the first has no indicator
 * @param source the path as it was given, escaped for messages
 */
public record LoadedData(
        Dataset dataset,
        long rowsRead,
        long rowsUsed,
        long rowsSkipped,
        long imputedCells,
        boolean headerUsed,
        Delimiter delimiter,
        ImmutableList<String> columnsLeftOut,
        ImmutableMap<String, ImmutableList<String>> categories,
        String source) {

    /**
     * Checks that no row is lost.
     *
     * @param dataset the examples
     * @param rowsRead rows of the file without header and blank lines; always {@code rowsUsed + rowsSkipped}
     * @param rowsUsed rows of the data set
     * @param rowsSkipped rows left out for missing cells or a wrong number of cells
     * @param imputedCells cells of used rows that were missing and became their column's mean
     * @param headerUsed whether the first record was taken as header
     * @param delimiter the delimiter in use
     * @param columnsLeftOut columns that default features passed over: text, or without any value
     * @param categories the levels of each categorical column by its name, in sorted order; the first has no indicator
     * @param source the path as it was given, escaped for messages
     * @throws IllegalArgumentException if the numbers of rows do not add up
     */
    public LoadedData {
        Preconditions.checkArgument(
                rowsRead == rowsUsed + rowsSkipped && rowsUsed == dataset.rows(),
                "%s rows read, %s used, %s skipped, %s in the data set",
                rowsRead,
                rowsUsed,
                rowsSkipped,
                dataset.rows());
    }

    /**
     * Rows that did not come from a file: all of them are used.
     *
     * @param dataset the examples
     * @param source what to call them
     * @return the data
     */
    public static LoadedData whole(Dataset dataset, String source) {
        return new LoadedData(
                dataset,
                dataset.rows(),
                dataset.rows(),
                0,
                0,
                false,
                Delimiter.AUTO,
                ImmutableList.of(),
                ImmutableMap.of(),
                source);
    }
}
