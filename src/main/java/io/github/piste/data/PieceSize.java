package io.github.piste.data;

/**
 * How a large table is cut for reading on several threads.
 *
 * @param threads number of threads, at least 1
 * @param bytes about the length of a piece; a line that is longer is for the general reader
 * @param smallestFile bytes of the smallest file that is worth it
 */
record PieceSize(int threads, int bytes, long smallestFile) {
    /** More threads would wait for the file, and their buffers fill the memory. */
    private static final int MOST_THREADS = 32;

    /** A piece stays in a core's cache between reading and parsing, and its longest line keeps the general limit. */
    private static final int BYTES = 1 << 19;

    /** Below, the general reader takes some milliseconds. */
    private static final long SMALLEST_FILE = 1 << 20;

    /** Fits this machine. */
    static PieceSize standard() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new PieceSize(Math.min(cores, MOST_THREADS), BYTES, SMALLEST_FILE);
    }

    /** Leaves every file to the general reader. */
    static PieceSize never() {
        return new PieceSize(1, BYTES, Long.MAX_VALUE);
    }
}
