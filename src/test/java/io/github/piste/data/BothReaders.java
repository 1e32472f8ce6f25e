package io.github.piste.data;

import java.util.Arrays;
import java.util.Optional;

/** Loads a small table as a small one and as a large one, and holds the two together. */
public final class BothReaders {
    private static final PieceSize LARGE = new PieceSize(2, 64, 0);

    private BothReaders() {}

    /**
     * Loads a table twice.
     *
     * @param options where it is and how it is read
     * @return the one line in which it was refused; empty if it was read
     */
    public static Optional<String> refusal(CsvOptions options) {
        String general = outcome(options, PieceSize.never());
        String numbers = outcome(options, LARGE);
        if (!general.equals(numbers)) {
            throw new AssertionError("read as a small table: " + general + "\nas a large one: " + numbers);
        }
        return general.startsWith("error: ") ? Optional.of(general.substring("error: ".length())) : Optional.empty();
    }

    /** Everything that loading gives, bit by bit, or its error. */
    static String outcome(CsvOptions options, PieceSize size) {
        LoadedData loaded;
        try {
            loaded = new CsvSource(options, size).load();
        } catch (DataException e) {
            return "error: " + e.getMessage();
        }
        if (loaded.rowsRead() != loaded.rowsUsed() + loaded.rowsSkipped()) {
            throw new AssertionError("rows were lost: " + loaded.rowsRead() + " read, " + loaded.rowsUsed() + " used, "
                    + loaded.rowsSkipped() + " skipped");
        }
        Dataset data = loaded.dataset();
        return String.join(
                "\n",
                data.fingerprint(),
                data.toString(),
                Arrays.hashCode(data.x()) + " " + Arrays.hashCode(data.y()) + " " + data.x().length,
                data.weights() == null ? "no weights" : "weights " + Arrays.hashCode(data.weights()),
                loaded.rowsRead() + " " + loaded.rowsUsed() + " " + loaded.rowsSkipped(),
                loaded.imputedCells() + " " + loaded.headerUsed() + " " + loaded.delimiter(),
                loaded.columnsLeftOut() + " " + loaded.categories() + " " + loaded.source());
    }
}
