package io.github.piste.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a reader wants to see them on an axis or in a sentence: short, with powers of ten as superscripts. */
final class Numbers {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Numbers() {}

    /** Four significant digits: {@code 33.47}, {@code 0.001}, {@code 1.234×10⁻⁷}; "not finite" where it is not. */
    static String brief(double value) {
        return text(value, 4);
    }

    static String text(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "not finite";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = exponent(rounded);
        return isPlain(exponent) ? plain(rounded) : plain(rounded.scaleByPowerOfTen(-exponent)) + "×" + tenTo(exponent);
    }

    /** Without the digits that do not matter in a picture of this extent: 1e-9 is 0 beside 5. */
    static double rounded(double value, double extent) {
        if (!Double.isFinite(value) || !(extent > 0) || !Double.isFinite(extent)) {
            return value;
        }
        int digits = 5 - (int) Math.floor(Math.log10(extent));
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    }

    /** {@code (1.5, −2)}. */
    static String point(double x, double y) {
        return "(" + brief(x) + ", " + brief(y) + ")";
    }

    /** {@code 10⁻³}. */
    static String tenTo(int exponent) {
        StringBuilder text = new StringBuilder("10");
        for (char c : Integer.toString(exponent).toCharArray()) {
            text.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
        }
        return text.toString();
    }

    /** {@code digit × 10^exponent}: {@code 0.02}, {@code 500}, {@code 10⁻⁷}, {@code 2×10⁻⁷}. */
    static String power(int digit, int exponent) {
        if (isPlain(exponent)) {
            return plain(BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent));
        }
        return digit == 1 ? tenTo(exponent) : digit + "×" + tenTo(exponent);
    }

    /** All digits, no exponent, a true minus sign. */
    static String plain(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        return value.stripTrailingZeros().toPlainString().replace('-', '−');
    }

    /** The power of ten of the first digit; 0 for zero. */
    static int exponent(BigDecimal value) {
        return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    }

    /** Whether numbers of this power of ten are read more easily without an exponent. */
    static boolean isPlain(int exponent) {
        return exponent >= -3 && exponent <= 5;
    }
}
