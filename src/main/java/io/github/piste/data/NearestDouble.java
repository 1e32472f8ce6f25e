package io.github.piste.data;

import java.math.BigInteger;

/**
 * The double nearest to {@code mantissa * 10^exponent}, ties to even.
 *
 * <p>Up to 2^53 with a power of ten up to 22 both factors are exact, so that one rounding decides (Clinger, How to read
 * floating point numbers accurately, 1990). Otherwise the upper bits of the product with the power of five, known to 128
 * bits, decide in all but a few cases that can be told (Lemire, Number parsing at a gigabyte per second, 2021).
 *
 * <p>Thread-safety: stateless. Cost: some nanoseconds, no allocation.
 */
final class NearestDouble {
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int EXACT_POWER = 22;
    /** Below 2^53: numbers of 16 and 17 digits then go one way, which the processor can foresee. */
    private static final long EXACT = 1_000_000_000_000_000L;

    /** Largest power of ten of the second way, in both directions. */
    private static final int LARGEST = 64;

    private static final int BIAS = 1023;
    private static final int FRACTION_BITS = 52;
    /** Bits of the upper half of a product below the fraction, the hidden bit, one for rounding and one to spare. */
    private static final int SPARE_BITS = 64 - FRACTION_BITS - 3;

    private static final long SPARE = (1L << SPARE_BITS) - 1;
    /** The first 128 bits of 5^k at 2 (k + LARGEST), upper half first; rounded up where k is negative. */
    private static final long[] FIVES = fives();

    private NearestDouble() {}

    /**
     * Rounds.
     *
     * @param mantissa an unsigned integer
     * @param exponent any power of ten
     * @return the nearest double; NaN if these two ways do not settle it
     */
    static double of(long mantissa, int exponent) {
        if (isQuotient(mantissa, exponent)) {
            return quotient(mantissa, exponent);
        }
        if (mantissa >= 0 && mantissa <= EXACT && exponent >= 0 && exponent <= EXACT_POWER) {
            return mantissa * POWERS[exponent];
        }
        return ofLong(mantissa, exponent);
    }

    /**
     * Tells whether the nearest double is that of one division, as it is for most numbers with a point.
     *
     * @param mantissa an unsigned integer
     * @param exponent any power of ten
     * @return whether {@link #quotient} gives it
     */
    static boolean isQuotient(long mantissa, int exponent) {
        return mantissa >= 0 && mantissa <= EXACT && exponent < 0 && exponent >= -EXACT_POWER;
    }

    /**
     * Divides: nothing to be asked of the result, so that nobody has to wait for it.
     *
     * @param mantissa of a quotient
     * @param exponent of a quotient
     * @return the nearest double
     */
    static double quotient(long mantissa, int exponent) {
        return mantissa / POWERS[-exponent];
    }

    private static double ofLong(long mantissa, int exponent) {
        if (mantissa == 0) {
            return 0;
        }
        if (exponent < -LARGEST || exponent > LARGEST) {
            return Double.NaN;
        }
        int shift = Long.numberOfLeadingZeros(mantissa);
        long m = mantissa << shift;
        int at = 2 * (exponent + LARGEST);
        long high = multiplyHigh(m, FIVES[at]);
        long low = m * FIVES[at];
        if ((high & SPARE) == SPARE) {
            // What the lower half of the power adds may reach the bits that count.
            long more = multiplyHigh(m, FIVES[at + 1]);
            low += more;
            high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
            if (low == -1) {
                return Double.NaN;
            }
        }
        int top = (int) (high >>> 63);
        long bits = high >>> (top + SPARE_BITS);
        if (low >>> 1 == 0 && (bits & 1) == 1 && bits << (top + SPARE_BITS) == high) {
            // Half way between two doubles, or so near that the last bit of the power would decide.
            return Double.NaN;
        }
        bits = (bits + (bits & 1)) >>> 1;
        int binary = binaryExponent(exponent) + 63 + top - shift + BIAS;
        // A carry out of the fraction goes into the exponent by itself.
        bits += ((long) binary - 1) << FRACTION_BITS;
        return Double.longBitsToDouble(bits);
    }

    /** The binary exponent of 10^k, rounded down: k log2(10), with the logarithm in 16 bits, right to |k| = 350. */
    private static int binaryExponent(int k) {
        return (217_706 * k) >> 16;
    }

    /** Upper half of the product of two unsigned numbers of 64 bits. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private static long[] fives() {
        long[] out = new long[2 * (2 * LARGEST + 1)];
        for (int k = -LARGEST; k <= LARGEST; k++) {
            BigInteger five = BigInteger.valueOf(5).pow(Math.abs(k));
            int length = five.bitLength();
            BigInteger bits = k < 0
                    ? BigInteger.ONE.shiftLeft(length + 127).divide(five).add(BigInteger.ONE)
                    : five.shiftLeft(Math.max(0, 128 - length)).shiftRight(Math.max(0, length - 128));
            out[2 * (k + LARGEST)] = bits.shiftRight(64).longValue();
            out[2 * (k + LARGEST) + 1] = bits.longValue();
        }
        return out;
    }
}
