package io.github.piste.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The place on a disk for the features of rows that memory does not hold: files in the directory of a run, made by the
 * run and of no use after it.
 *
 * <p>Only features go there. Targets, weights of rows and the order of an epoch stay in memory: some 32 bytes a row.
 *
 * <p>Thread-safety: belongs to the thread that prepares a run.
 */
public final class DataCache {
    private static final String SUFFIX = ".cache";

    /** For data that have to fit into memory. */
    static final DataCache NONE = new DataCache(Optional::empty, 1, 1);

    /** Of the free heap, which may be cut up and is needed for other things too. */
    private static final double USABLE = 0.75;

    private static final int BYTES_A_ROW = 32;
    private static final int BLOCK_VALUES = 1 << 17;

    private final Supplier<Optional<Path>> directory;
    private final int copies;
    private final int files;
    private final LongSupplier freeHeap;
    private int made;

    /**
     * A place that is asked for when it is needed.
     *
     * @param directory where the files go; empty if there is none, then all data have to fit into memory
     * @param copies how many times memory would hold all rows while a run is prepared, at least 1
     * @param files how many files of all rows there would be instead, at least 1
     */
    public DataCache(Supplier<Optional<Path>> directory, int copies, int files) {
        this(directory, copies, files, DataCache::freeHeap);
    }

    /** With another opinion on how many bytes of the heap are free. */
    DataCache(Supplier<Optional<Path>> directory, int copies, int files, LongSupplier freeHeap) {
        this.directory = directory;
        this.copies = copies;
        this.files = files;
        this.freeHeap = freeHeap;
    }

    private static long freeHeap() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - java.totalMemory() + java.freeMemory();
    }

    /**
     * Makes a file for rows that memory does not hold.
     *
     * @param rows number of rows
     * @param features number of features
     * @return the file; empty for rows that memory holds, or without a place for files
     * @throws DataException if neither memory nor disk has room
     */
    Optional<CacheFile> forLarge(long rows, long features) {
        double room = USABLE * freeHeap.getAsLong();
        double bytes = 8.0 * rows * features;
        double inMemory = bytes * copies + (double) BYTES_A_ROW * rows;
        if (inMemory <= room && rows * features <= ArrayRows.MOST_VALUES) {
            return Optional.empty();
        }
        Optional<Path> place = directory.get();
        if (place.isEmpty()) {
            return Optional.empty();
        }
        if (rows > ArrayRows.MOST_VALUES || (double) BYTES_A_ROW * rows > room) {
            throw new DataException("the targets of " + rows + " rows do not fit into memory, even with the features"
                    + " on the disk; give Java a larger heap with -Xmx");
        }
        checkSpace(place.get(), files * bytes);
        return Optional.of(next(place.get(), (int) rows, (int) features));
    }

    private static void checkSpace(Path place, double bytes) {
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            if (bytes > free) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: the rows do not fit into memory, and their cache there takes %s, but its disk has %s free; make"
                                + " room, choose another run.directory, or give Java a larger heap with -Xmx",
                        place,
                        size(bytes),
                        size((double) free)));
            }
        } catch (IOException e) {
            // Then a write says whether there is room.
        }
    }

    /**
     * Deletes the files that a run had, or left when it was killed.
     *
     * @param directory of the run, which nobody else uses
     * @throws IOException if the directory cannot be read or a file cannot be deleted, as on Windows while it is mapped
     */
    public static void deleteFrom(Path directory) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : found) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Writes a size for people.
     *
     * @param bytes how many
     * @return for example {@code 1.6 GB}
     */
    public static String size(double bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private CacheFile next(Path place, int rows, int features) {
        made++;
        return new CacheFile(
                place.resolve(made == 1 ? "data" + SUFFIX : "data-" + made + SUFFIX), this, rows, features);
    }

    /** Writes the features of a data set to a file of their own, as they are; checks them on the way. */
    Rows write(Dataset data) {
        int block = Math.max(1, BLOCK_VALUES / data.features());
        double[] x = new double[block * data.features()];
        try (CacheFile file = next(directory.get().orElseThrow(), data.rows(), data.features())) {
            for (int from = 0, to; from < data.rows(); from = to) {
                to = from + Math.min(block, data.rows() - from);
                data.copyRows(from, to, x);
                DatasetCheck.checkFeatures(data, from, to, x);
                file.write(from, to - from, x);
            }
            return file.map();
        }
    }
}
