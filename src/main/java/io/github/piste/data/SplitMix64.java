package io.github.piste.data;

/**
 * A random generator that gives the same bits on every JVM: Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators" (2014); normal numbers by the ziggurat of Marsaglia and Tsang (2000) in the form of Doornik (2005).
 *
 * <p>Thread-safety: none; belongs to one thread. Allocates nothing.
 *
 * <p>Tables and the rare corners of the ziggurat use {@link StrictMath}, whose results are fixed by its specification.
 */
public final class SplitMix64 {
    private static final int BLOCKS = 128;
    private static final double R = 3.442619855899;
    private static final double AREA = 9.91256303526217e-3;
    private static final double[] EDGES = new double[BLOCKS + 1];
    private static final double[] RATIOS = new double[BLOCKS];

    static {
        double f = StrictMath.exp(-0.5 * R * R);
        EDGES[0] = AREA / f;
        EDGES[1] = R;
        EDGES[BLOCKS] = 0;
        for (int i = 2; i < BLOCKS; i++) {
            EDGES[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / EDGES[i - 1] + f));
            f = StrictMath.exp(-0.5 * EDGES[i] * EDGES[i]);
        }
        for (int i = 0; i < BLOCKS; i++) {
            RATIOS[i] = EDGES[i + 1] / EDGES[i];
        }
    }

    private long state;

    /**
     * Starts a stream.
     *
     * @param seed any number
     * @param stream which of the streams of this seed
     */
    public SplitMix64(long seed, long stream) {
        this.state = mix(mix(seed) + stream * 0xD1342543DE82EF95L);
    }

    long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /**
     * A number uniform in [0, 1).
     *
     * @return a multiple of 2^-53
     */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * An integer uniform in 0 to bound-1, without bias: Lemire (2019), with the high half of a 64-bit product.
     *
     * @param bound how many there are to choose from, above 0
     * @return from 0 to below the bound
     */
    public int nextInt(int bound) {
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = (1L << 32) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /**
     * A standard normal number.
     *
     * @return of mean 0 and deviation 1
     */
    public double nextGaussian() {
        while (true) {
            long bits = nextLong();
            int i = (int) bits & (BLOCKS - 1);
            double u = (bits >> 10) * 0x1p-53;
            if (Math.abs(u) < RATIOS[i]) {
                return u * EDGES[i];
            }
            if (i == 0) {
                return tail(u < 0);
            }
            double x = u * EDGES[i];
            double upper = StrictMath.exp(-0.5 * (EDGES[i] * EDGES[i] - x * x));
            double lower = StrictMath.exp(-0.5 * (EDGES[i + 1] * EDGES[i + 1] - x * x));
            if (lower + nextDouble() * (upper - lower) < 1) {
                return x;
            }
        }
    }

    private double tail(boolean negative) {
        while (true) {
            double x = StrictMath.log(1 - nextDouble()) / R;
            double y = StrictMath.log(1 - nextDouble());
            if (-2 * y >= x * x) {
                return negative ? x - R : R - x;
            }
        }
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
