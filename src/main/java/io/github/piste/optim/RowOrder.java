package io.github.piste.optim;

/**
 * The order in which an epoch goes through the rows: a pure function of seed and epoch, so that a resume needs to know
 * nothing else.
 *
 * <p>Thread-safety: stateless. Cost: O(n) an epoch, allocates nothing.
 */
public final class RowOrder {
    /** The golden ratio in 64 bits, the step of SplitMix64 (Steele, Lea and Flood 2014). */
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    /** Elements that share a block: enough rows that memory is read in sequence, few enough that blocks are many. */
    private static final int ROWS_PER_BLOCK = 1024;

    private RowOrder() {}

    /**
     * Writes the order of one epoch.
     *
     * @param rows {@code [n]}: receives each of {@code 0 .. n-1} once
     * @param order which kind of order
     * @param seed the seed of the run
     * @param epoch the epoch, from 0
     */
    public static void fill(int[] rows, Batching.Order order, long seed, long epoch) {
        switch (order) {
            case NONE -> identity(rows);
            case RANDOM -> {
                identity(rows);
                shuffle(rows, rows.length, mix(seed ^ mix(epoch)));
            }
            case BLOCKS -> blocks(rows, mix(seed ^ mix(epoch)));
        }
    }

    private static void identity(int[] rows) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
    }

    /** Shuffles the numbers of the blocks in front, then lets them fall apart into rows from the back. */
    private static void blocks(int[] rows, long state) {
        int size = blockSize(rows.length);
        int count = (rows.length + size - 1) / size;
        for (int b = 0; b < count; b++) {
            rows[b] = b;
        }
        shuffle(rows, count, state);
        int shortBlock = count - 1;
        int end = rows.length;
        for (int b = count - 1; b >= 0; b--) {
            int block = rows[b];
            int length = block == shortBlock ? rows.length - shortBlock * size : size;
            int start = end - length;
            for (int i = length - 1; i >= 0; i--) {
                rows[start + i] = block * size + i;
            }
            end = start;
        }
    }

    /** At least 32 blocks where there are rows for them, so that few rows are mixed too. */
    private static int blockSize(int n) {
        return Math.max(1, Math.min(ROWS_PER_BLOCK, n / 32));
    }

    /** Fisher and Yates, in the form of Durstenfeld 1964, over the first {@code count} elements. */
    private static void shuffle(int[] rows, int count, long seed) {
        long state = seed;
        for (int i = count - 1; i > 0; i--) {
            state += GAMMA;
            int j = (int) (((mix(state) >>> 32) * (i + 1L)) >>> 32);
            int swap = rows[i];
            rows[i] = rows[j];
            rows[j] = swap;
        }
    }

    /** The output function of SplitMix64. */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
