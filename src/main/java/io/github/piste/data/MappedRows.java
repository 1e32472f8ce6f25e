package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;

/**
 * Rows in a file that is mapped into memory: doubles, the lowest byte first, row by row, and nothing else. The system
 * keeps as much of it in memory as there is room for, outside the heap.
 *
 * <p>A mapping ends at 2 GB, so there are several, each of whole rows. The file may be deleted while it is mapped, where
 * the system allows that; it must not become shorter.
 */
final class MappedRows implements Rows {
    private static final long MOST_BYTES = 1L << 30;

    private final DataCache cache;
    private final int features;
    private final int rowsPerWindow;
    private final ImmutableList<DoubleBuffer> windows;

    private MappedRows(DataCache cache, int features, int rowsPerWindow, ImmutableList<DoubleBuffer> windows) {
        this.cache = cache;
        this.features = features;
        this.rowsPerWindow = rowsPerWindow;
        this.windows = windows;
    }

    /**
     * Maps a file, which may be closed after that.
     *
     * @throws IOException if that is not possible
     */
    static MappedRows of(FileChannel file, DataCache cache, int rows, int features) throws IOException {
        return of(file, cache, rows, features, MOST_BYTES);
    }

    /** With windows of about so many bytes, but at least a row. */
    static MappedRows of(FileChannel file, DataCache cache, int rows, int features, long windowBytes)
            throws IOException {
        long rowBytes = 8L * features;
        int rowsPerWindow = (int) Math.max(1, Math.min(rows, windowBytes / rowBytes));
        ImmutableList.Builder<DoubleBuffer> windows = ImmutableList.builder();
        for (long first = 0; first < rows; first += rowsPerWindow) {
            long count = Math.min(rows - first, rowsPerWindow);
            windows.add(file.map(FileChannel.MapMode.READ_ONLY, first * rowBytes, count * rowBytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer());
        }
        return new MappedRows(cache, features, rowsPerWindow, windows.build());
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public DataCache cache() {
        return cache;
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        int end;
        for (int row = from; row < to; row = end) {
            int window = row / rowsPerWindow;
            int within = row - window * rowsPerWindow;
            end = row + Math.min(to - row, rowsPerWindow - within);
            windows.get(window).get(within * features, into, at + (row - from) * features, (end - row) * features);
        }
    }
}
