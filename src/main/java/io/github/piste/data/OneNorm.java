package io.github.piste.data;

/**
 * The sum of magnitudes, {@code |v|_1}: a quick way to see that all of many values are finite, or far from too large.
 *
 * <p>Thread-safety: stateless.
 */
public final class OneNorm {
    /** Values whose magnitudes go to sums of their own, in a loop that is made of vectors. */
    private static final int TOGETHER = 512;

    private OneNorm() {}

    /**
     * Sums magnitudes. O(to - from); allocates 4 KB where there are many.
     *
     * @param values the values
     * @param from the first of them
     * @param to one past the last
     * @return 0 of none; infinite or NaN if one of them is, or if the sum leaves the range of a double
     */
    public static double of(double[] values, int from, int to) {
        double norm = 0;
        int next = from;
        if (to - from >= 2 * TOGETHER) {
            double[] sums = new double[TOGETHER];
            for (; next + TOGETHER <= to; next += TOGETHER) {
                add(values, next, sums);
            }
            for (double sum : sums) {
                norm += sum;
            }
        }
        for (; next < to; next++) {
            norm += Math.abs(values[next]);
        }
        return norm;
    }

    private static void add(double[] values, int from, double[] sums) {
        for (int c = 0; c < sums.length; c++) {
            sums[c] += Math.abs(values[from + c]);
        }
    }
}
