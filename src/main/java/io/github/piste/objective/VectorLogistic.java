package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The logistic loss of many scores at once. Exponential and logarithm are made of sums and products only, since those of
 * the Vector API may round differently from one JVM to the next.
 *
 * <p>{@code exp(-a) = 2^k exp(r)} with {@code |r| <= log(2) / 2} and the Taylor series of {@code exp(r)} to the 13th power:
 * the first term left out is below 5e-18 (Cody and Waite, "Software Manual for the Elementary Functions", 1980, for the
 * two-part reduction). {@code log(1 + e) = 2 artanh(s)} with {@code s = e / (2 + e) <= 1/3}, by its series to {@code s^33}:
 * what is left out is below 1e-17 of it. Both are right to two units in the last place.
 */
final class VectorLogistic {
    /** Below {@code exp} of minus this, the exponential is taken as 0; it lies above the subnormal numbers. */
    private static final double LARGEST = 708;

    private static final double LOG2_E = 1.4426950408889634;
    /** The logarithm of 2, of which the first part has zeros at its end. */
    private static final double LN2_HIGH = 0x1.62e42feep-1;

    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    /** Adding it leaves an integer in the last bits. */
    private static final double ROUND = 0x1.8p52;

    private static final int EXPONENT_BIAS = 1023;
    private static final int FRACTION_BITS = 52;

    private static final double[] INVERSE_FACTORIALS = new double[14];
    private static final double[] INVERSE_ODD = new double[17];

    static {
        double factorial = 1;
        for (int k = 0; k < INVERSE_FACTORIALS.length; k++) {
            factorial *= Math.max(1, k);
            INVERSE_FACTORIALS[k] = 1 / factorial;
        }
        for (int k = 0; k < INVERSE_ODD.length; k++) {
            INVERSE_ODD[k] = 2.0 / (2 * k + 1);
        }
    }

    private VectorLogistic() {}

    static double slopes(Scratch tile, int count) {
        DoubleVector sum = DoubleVector.zero(VectorLanes.SPECIES);
        int whole = tile.fillUp(count, LANES);
        for (int k = 0; k < whole; k += LANES) {
            DoubleVector z = load(tile.scores, k);
            DoubleVector y = load(tile.targets, k);
            DoubleVector weight = load(tile.weights, k);
            DoubleVector e = expOfMinus(z.lanewise(VectorOperators.ABS));
            DoubleVector positive = z.max(0);
            DoubleVector term = positive.sub(y.mul(z)).add(logOfOneAnd(e));
            sum = term.fma(weight, sum);
            VectorMask<Double> negative = z.compare(VectorOperators.LT, 0);
            VectorMask<Double> second = y.compare(VectorOperators.NE, 0);
            DoubleVector ones = all(1);
            DoubleVector top =
                    ones.blend(e, negative).blend(e.blend(ones, negative).neg(), second);
            top.div(e.add(1)).mul(weight).intoArray(tile.scores, k);
        }
        tile.release(count, whole);
        sum.intoArray(tile.lanes, 0);
        return VectorLanes.sum(tile.lanes, 0);
    }

    private static DoubleVector expOfMinus(DoubleVector a) {
        DoubleVector t = a.neg();
        DoubleVector shifted = t.fma(all(LOG2_E), all(ROUND));
        DoubleVector k = shifted.sub(ROUND);
        DoubleVector r = k.fma(all(-LN2_LOW), k.fma(all(-LN2_HIGH), t));
        DoubleVector p = all(INVERSE_FACTORIALS[INVERSE_FACTORIALS.length - 1]);
        for (int i = INVERSE_FACTORIALS.length - 2; i >= 0; i--) {
            p = p.fma(r, all(INVERSE_FACTORIALS[i]));
        }
        LongVector power =
                shifted.reinterpretAsLongs().add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, FRACTION_BITS);
        return p.mul(power.reinterpretAsDoubles()).blend(0, a.compare(VectorOperators.GT, LARGEST));
    }

    private static DoubleVector logOfOneAnd(DoubleVector e) {
        DoubleVector s = e.div(e.add(2));
        DoubleVector square = s.mul(s);
        DoubleVector p = all(INVERSE_ODD[INVERSE_ODD.length - 1]);
        for (int i = INVERSE_ODD.length - 2; i >= 0; i--) {
            p = p.fma(square, all(INVERSE_ODD[i]));
        }
        return p.mul(s);
    }
}
