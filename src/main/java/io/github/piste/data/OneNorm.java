package io.github.piste.data;

/**
 * The sum of magnitudes, {@code |v|_1}: a quick way to see that all of many values are finite, or far from too large.
 *
 * <p>Thread-safety: stateless.
 */
public final class OneNorm {
    private OneNorm() {}

    /**
     * Sums magnitudes, in four sums so that additions do not wait for each other. O(count), allocates nothing.
     *
     * @param values the values
     * @param count how many of them, from the beginning
     * @return 0 of none; infinite or NaN if one of them is, or if the sum leaves the range of a double
     */
    public static double of(double[] values, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            s0 += Math.abs(values[i]);
            s1 += Math.abs(values[i + 1]);
            s2 += Math.abs(values[i + 2]);
            s3 += Math.abs(values[i + 3]);
        }
        for (; i < count; i++) {
            s0 += Math.abs(values[i]);
        }
        return (s0 + s1) + (s2 + s3);
    }
}
