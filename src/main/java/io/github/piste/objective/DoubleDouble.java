package io.github.piste.objective;

/**
 * A sum that carries about 32 decimal digits: the unevaluated sum of two doubles, {@code hi + lo} with {@code |lo|} at
 * most half a unit in the last place of {@code hi}.
 *
 * <p>Built of error-free transformations: the rounding error of a sum (Knuth, "The Art of Computer Programming", volume
 * 2, 1969) and of a product (Dekker, "A floating-point technique for extending the available precision", 1971; here by a
 * fused multiply-add) is a double itself. A sum or product is off by at most a few times {@code 2^-104} of its terms.
 *
 * <p>Mutable, so that a loop over rows allocates nothing. Thread-safety: none.
 */
final class DoubleDouble {
    private double hi;
    private double lo;

    double hi() {
        return hi;
    }

    double lo() {
        return lo;
    }

    /** Becomes the double-double {@code high + low}. */
    void set(double high, double low) {
        hi = high;
        lo = low;
    }

    /** Adds a double-double. */
    void add(double high, double low) {
        double sum = hi + high;
        double part = sum - hi;
        double lost = (hi - (sum - part)) + (high - part);
        double lows = lo + low;
        double lowPart = lows - lo;
        double lowLost = (lo - (lows - lowPart)) + (low - lowPart);
        normalise(sum, lost + lows, lowLost);
    }

    /** Adds the product of two double-doubles. */
    void addProduct(double aHigh, double aLow, double bHigh, double bLow) {
        double product = aHigh * bHigh;
        double lost = Math.fma(aHigh, bHigh, -product) + (aHigh * bLow + aLow * bHigh);
        double sum = product + lost;
        add(sum, lost - (sum - product));
    }

    private void normalise(double sum, double low, double lowest) {
        double first = sum + low;
        double rest = low - (first - sum) + lowest;
        hi = first + rest;
        lo = rest - (hi - first);
    }
}
