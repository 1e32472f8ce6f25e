package io.github.piste.data;

import java.util.ArrayList;
import java.util.List;

/** Rows of numbers whose number is not known before: grows by chunks, so that no row is copied twice on the way in. */
final class RowStore {
    private static final int CHUNK_VALUES = 1 << 16;
    /** The data set that is made of the rows holds every value again. */
    private static final int MOST_PERCENT = 45;

    private final int width;
    private final int rowsPerChunk;
    private final List<double[]> chunks = new ArrayList<>();
    private long rows;

    RowStore(int width) {
        this.width = width;
        this.rowsPerChunk = Math.max(1, CHUNK_VALUES / width);
    }

    /**
     * Copies a row to the end.
     *
     * @throws DataException if the rows have nearly filled the heap
     */
    void add(double[] row) {
        int offset = (int) (rows % rowsPerChunk) * width;
        if (offset == 0) {
            long bytes = 8L * width * (rows + rowsPerChunk);
            long heap = Runtime.getRuntime().maxMemory();
            if (bytes > heap / 100 * MOST_PERCENT) {
                throw new DataException("the data do not fit into memory: after " + rows + " rows " + (bytes >> 20)
                        + " MiB of a heap of " + (heap >> 20) + " MiB; give Java a larger heap with -Xmx"
                        + " (train takes more rows than that of a plain file in which all needed cells are numbers)");
            }
            chunks.add(new double[rowsPerChunk * width]);
        }
        System.arraycopy(row, 0, chunks.get(chunks.size() - 1), offset, width);
        rows++;
    }

    long rows() {
        return rows;
    }

    /** What is done with each row. */
    interface RowVisitor {
        /**
         * Visits a row.
         *
         * @param values array that holds the row; may be changed in place
         * @param offset where the row begins
         */
        void visit(double[] values, int offset);
    }

    /** Visits all rows in order. */
    void forEach(RowVisitor visitor) {
        visit(visitor, false);
    }

    /** Visits all rows in order and gives their memory back on the way. */
    void drain(RowVisitor visitor) {
        visit(visitor, true);
        rows = 0;
    }

    private void visit(RowVisitor visitor, boolean release) {
        long row = 0;
        for (int c = 0; c < chunks.size(); c++) {
            double[] chunk = chunks.get(c);
            for (int i = 0; i < rowsPerChunk && row < rows; i++, row++) {
                visitor.visit(chunk, i * width);
            }
            if (release) {
                chunks.set(c, new double[0]);
            }
        }
    }
}
