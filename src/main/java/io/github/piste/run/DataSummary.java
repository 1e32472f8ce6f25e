package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.github.piste.data.DataCache;
import io.github.piste.data.Dataset;
import io.github.piste.data.Delimiter;
import io.github.piste.data.LoadedData;
import java.util.function.Supplier;

/**
 * What is said about the data of a run.
 *
 * <p>Thread-safety: immutable.
 *
 * @param source path of the file, or what else the rows come from
 * @param rowsRead rows of the source; always {@code rowsUsed + rowsSkipped}
 * @param rowsUsed rows in use, those for validation included
 * @param rowsSkipped rows left out
 * @param imputedCells missing cells that became their column's mean
 * @param how how the source was read, in words; empty for rows from memory
 * @param features names of the features
 * @param target name of the target
 * @param columnsLeftOut columns that nobody asked for and that are not numbers
 * @param categories levels of the categorical columns; the first has no indicator
 * @param identity the {@link #fingerprint}, computed by a thread that ends after a pass over the rows and keeps them until
 *     then; of each summary its own, so that no two are equal
 */
public record DataSummary(
        String source,
        long rowsRead,
        long rowsUsed,
        long rowsSkipped,
        long imputedCells,
        String how,
        ImmutableList<String> features,
        String target,
        ImmutableList<String> columnsLeftOut,
        ImmutableMap<String, ImmutableList<String>> categories,
        Supplier<String> identity) {
    /**
     * Of rows that were read.
     *
     * @param loaded the rows and how they were read
     * @return their summary
     */
    public static DataSummary of(LoadedData loaded) {
        return new DataSummary(
                loaded.source(),
                loaded.rowsRead(),
                loaded.rowsUsed(),
                loaded.rowsSkipped(),
                loaded.imputedCells(),
                how(loaded),
                loaded.dataset().featureNames(),
                loaded.dataset().targetName(),
                loaded.columnsLeftOut(),
                loaded.categories(),
                new Awaited("piste-fingerprint", loaded.dataset()::fingerprint)::get);
    }

    /**
     * Identifies names and values; see {@link Dataset#fingerprint}. Waits for it where it is not there yet; an interrupt is
     * kept and does not end the wait. What computing it threw is thrown here.
     *
     * @return the fingerprint
     */
    public String fingerprint() {
        return identity.get();
    }

    private static String how(LoadedData loaded) {
        Dataset rows = loaded.dataset();
        String table = loaded.delimiter().equals(Delimiter.AUTO)
                ? ""
                : (loaded.headerUsed() ? "with header" : "without header") + ", delimiter " + loaded.delimiter();
        return rows.isInMemory()
                ? table
                : table + (table.isEmpty() ? "" : "; ") + "more than memory holds, "
                        + DataCache.size(8.0 * rows.rows() * rows.features())
                        + " read from a cache in the run directory";
    }
}
