package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a list shortly before their turn, so that they are in the cache then. Where the rows of a list are no
 * neighbours, a pass waits for memory row by row and target by target; what is read together is waited for together.
 *
 * <p>Changes no bit of any result. Thread-safety: stateless.
 */
final class RowsAhead {
    /** Rows that are read at once: about as many streams as memory serves. */
    private static final int AT_ONCE = 8;

    /** Values of rows that are read one after the other: the first cache holds them. */
    private static final int TOGETHER = 1 << 12;

    /** More short rows gain nothing more. */
    private static final int MOST_ROWS = 128;

    /** Steps of single rows read the next so many rows ahead where these are neighbours, as in the default order. */
    private static final int WINDOW = 256;

    /** About as many values as the cache of a core holds. */
    private static final int CACHED_VALUES = 1 << 17;

    private static final int VALUES_OF_A_LINE = 8;

    private RowsAhead() {}

    /**
     * Reads rows from position {@code from} of a list on, as many as the first cache holds.
     *
     * @return the position of the first that is not read, where to read again; {@code to} where reading ahead gains nothing
     */
    static int readSome(LinearRows data, int @Nullable [] list, int from, int to, Scratch scratch) {
        if (list == null || !worthIt(data, list, from, to)) {
            return to;
        }
        int end = end(from, to, together(data.d));
        read(data, list, from, end, scratch);
        return end;
    }

    /**
     * Reads rows at each of four places of a list, {@code apart} positions from one to the next.
     *
     * @return the position of the first that is not read, at the first place
     */
    static int readFour(LinearRows data, int @Nullable [] list, int from, int to, int apart, Scratch scratch) {
        if (list == null || !worthIt(data, list, from, to)) {
            return to;
        }
        int end = end(from, to, together(data.d) / 4);
        for (int place = 0; place < 4; place++) {
            read(data, list, from + place * apart, end + place * apart, scratch);
        }
        return end;
    }

    /** Too few to be read at once are read with those before them. */
    private static int end(int from, int to, int rows) {
        return to - from < rows + AT_ONCE ? to : from + rows;
    }

    private static int together(int d) {
        return Math.max(AT_ONCE, Math.min(MOST_ROWS, TOGETHER / d / AT_ONCE * AT_ONCE));
    }

    /** First the targets, which lie close together, then the features. */
    private static void read(LinearRows data, int[] list, int from, int to, Scratch scratch) {
        double[] y = data.y;
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += y[list[k]];
        }
        int k = from;
        for (; k + AT_ONCE <= to; k += AT_ONCE) {
            sum += sumOfEight(data, list, k);
        }
        for (; k < to; k++) {
            sum += sumOfShort(data, list[k]);
        }
        scratch.read = sum;
    }

    /** Few rows are in the cache anyway, neighbours come by themselves, and the longest would push each other out. */
    private static boolean worthIt(LinearRows data, int[] list, int from, int to) {
        return to - from >= AT_ONCE
                && data.x.length > CACHED_VALUES
                && !areNeighbours(list, from)
                && AT_ONCE * data.d <= CACHED_VALUES / 2;
    }

    private static boolean areNeighbours(int[] list, int k) {
        return list[k + 1] == list[k] + 1;
    }

    /** How far {@link #readTwo} is to read ahead: not at all where the rows at {@code k} are no neighbours. */
    static int window(int[] list, int k) {
        return areNeighbours(list, k) ? WINDOW : 0;
    }

    /**
     * Reads two short rows of the next window, for the pair at {@code k}: a step waits for the one before it, and a processor
     * has time for memory meanwhile. They come from the two halves of the window: memory is read ahead at two places, which
     * is a tenth faster than at one. A branch around it in the loop over pairs costs a quarter.
     *
     * @param window as {@link #window} gives it, once for many pairs
     * @return a value to be kept
     */
    static double readTwo(LinearRows data, int[] list, int k, int window) {
        int last = list.length - 1;
        int next = Math.min(k + Math.max(0, window - k % WINDOW / 2), last);
        int a = list[next];
        int b = list[Math.min(next + window / 2, last)];
        return sumOfShort(data, a) + data.y[a] + sumOfShort(data, b) + data.y[b];
    }

    /** A value of every cache line, of eight rows at once. */
    private static double sumOfEight(LinearRows data, int[] list, int k) {
        double[] x = data.x;
        int d = data.d;
        int a = list[k] * d;
        int b = list[k + 1] * d;
        int c = list[k + 2] * d;
        int e = list[k + 3] * d;
        int f = list[k + 4] * d;
        int g = list[k + 5] * d;
        int h = list[k + 6] * d;
        int i = list[k + 7] * d;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int next = 0; next < d + VALUES_OF_A_LINE - 1; next += VALUES_OF_A_LINE) {
            int j = Math.min(next, d - 1);
            sum0 += x[a + j];
            sum1 += x[b + j];
            sum2 += x[c + j];
            sum3 += x[e + j];
            sum0 += x[f + j];
            sum1 += x[g + j];
            sum2 += x[h + j];
            sum3 += x[i + j];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** The lines of a row that has four at most; of a longer one some. */
    private static double sumOfShort(LinearRows data, int i) {
        double[] x = data.x;
        int d = data.d;
        int row = i * d;
        double front = x[row] + x[row + Math.min(VALUES_OF_A_LINE, d - 1)];
        double back = x[row + Math.min(2 * VALUES_OF_A_LINE, d - 1)] + x[row + d - 1];
        return front + back;
    }
}
