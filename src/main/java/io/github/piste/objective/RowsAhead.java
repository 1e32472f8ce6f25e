package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a list shortly before their turn, so that they are in the cache then. Where the rows of a list are no
 * neighbours, a pass waits for memory row by row and target by target; what is read together is waited for together.
 *
 * <p>Changes no bit of any result. Thread-safety: stateless.
 */
final class RowsAhead {
    /** Rows that are read together: as many as the first cache holds of rows of 500 values. */
    static final int TOGETHER = 8;

    /** Steps of single rows read the next so many rows ahead, which are neighbours in the default order. */
    private static final int WINDOW = 256;

    /** About as many values as the cache of a core holds. */
    private static final int CACHED_VALUES = 1 << 17;

    private static final int VALUES_OF_A_LINE = 8;
    private static final int SHORT = 3 * VALUES_OF_A_LINE;

    private RowsAhead() {}

    /** Reads rows {@code list[from] .. list[to - 1]}. */
    static void read(LinearRows data, int @Nullable [] list, int from, int to, Scratch scratch) {
        if (list == null || to - from < TOGETHER || !worthIt(data, list, from)) {
            return;
        }
        double sum = 0;
        int k = from;
        for (; data.d > SHORT && k + TOGETHER <= to; k += TOGETHER) {
            sum += sumOfEight(data, list, k);
        }
        for (; k < to; k++) {
            sum += sumOfShort(data, list[k]);
        }
        scratch.read = sum;
    }

    /** Reads up to eight rows at each of four places of the list, {@code apart} positions from one to the next. */
    static void readFour(LinearRows data, int @Nullable [] list, int next, int to, int apart, Scratch scratch) {
        int end = Math.min(to, next + TOGETHER);
        for (int place = 0; list != null && place < 4; place++) {
            read(data, list, next + place * apart, end + place * apart, scratch);
        }
    }

    /** Few rows are in the cache anyway, neighbours come by themselves, and the longest would push each other out. */
    private static boolean worthIt(LinearRows data, int[] list, int from) {
        boolean neighbours = list[from + 1] == list[from] + 1;
        return data.x.length > CACHED_VALUES && !neighbours && TOGETHER * data.d <= CACHED_VALUES / 2;
    }

    /**
     * Reads two short rows of the next window, for the pair at {@code k}: a step waits for the one before it, and a processor
     * has time for memory meanwhile. They come from the two halves of the window: memory is read ahead at two places, which
     * is a tenth faster than at one.
     *
     * @return a value to be kept
     */
    static double readTwo(LinearRows data, int[] list, int k) {
        int next = k - k % WINDOW / 2 + WINDOW;
        int last = list.length - 1;
        return sumOfShort(data, list[Math.min(next, last)]) + sumOfShort(data, list[Math.min(next + WINDOW / 2, last)]);
    }

    /** A value of every cache line, of eight rows at once: about as many streams as memory serves. */
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
        double[] y = data.y;
        double sum0 = y[list[k]] + y[list[k + 1]];
        double sum1 = y[list[k + 2]] + y[list[k + 3]];
        double sum2 = y[list[k + 4]] + y[list[k + 5]];
        double sum3 = y[list[k + 6]] + y[list[k + 7]];
        for (int j = 0; j < d; j += VALUES_OF_A_LINE) {
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
        return (front + back) + data.y[i];
    }
}
