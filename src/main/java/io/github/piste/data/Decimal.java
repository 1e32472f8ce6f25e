package io.github.piste.data;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * Reads plain decimal notation, {@code [+-]digits[.digits][e[+-]digits]} with digits before or after the point.
 *
 * <p>{@link Double#parseDouble} also takes {@code 1d}, {@code 1f}, {@code 0x1p3}, {@code NaN} and {@code Infinity}, which
 * in a table are mistakes. The result is the nearest double: by {@link NearestDouble} up to 18 digits, by
 * FastDoubleParser for more.
 */
final class Decimal {
    /** A mantissa below this takes one more digit without overflow. */
    private static final long ROOM = (Long.MAX_VALUE - 9) / 10;

    private Decimal() {}

    /**
     * Reads a number.
     *
     * @param text characters
     * @param from first character
     * @param to behind the last character
     * @return the number; NaN if this is not plain decimal notation; infinite if it is too large for a double
     */
    static double parse(char[] text, int from, int to) {
        int i = from;
        boolean negative = i < to && text[i] == '-';
        if (negative || (i < to && text[i] == '+')) {
            i++;
        }
        long mantissa = 0;
        boolean cut = false;
        int start = i;
        while (i < to && isDigit(text[i])) {
            cut |= mantissa > ROOM;
            mantissa = cut ? mantissa : mantissa * 10 + (text[i] - '0');
            i++;
        }
        int digits = i - start;
        int exponent = 0;
        if (i < to && text[i] == '.') {
            i++;
            int fraction = i;
            while (i < to && isDigit(text[i])) {
                cut |= mantissa > ROOM;
                mantissa = cut ? mantissa : mantissa * 10 + (text[i] - '0');
                i++;
            }
            exponent = fraction - i;
            digits += i - fraction;
        }
        if (digits == 0) {
            return Double.NaN;
        }
        if (i < to && (text[i] == 'e' || text[i] == 'E')) {
            i++;
            boolean down = i < to && text[i] == '-';
            if (down || (i < to && text[i] == '+')) {
                i++;
            }
            int first = i;
            int written = 0;
            while (i < to && isDigit(text[i])) {
                written = Math.min(100_000_000, written * 10 + (text[i] - '0'));
                i++;
            }
            if (i == first) {
                return Double.NaN;
            }
            exponent += down ? -written : written;
        }
        if (i != to) {
            return Double.NaN;
        }
        double value = cut ? Double.NaN : NearestDouble.of(mantissa, exponent);
        if (Double.isNaN(value)) {
            return JavaDoubleParser.parseDouble(text, from, to - from);
        }
        return negative ? -value : value;
    }

    /**
     * Reads a number from a string.
     *
     * @param text any text
     * @return as the other method
     */
    static double parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /**
     * Guesses what is wrong with a cell.
     *
     * @param text a cell that is no number
     * @return what to do, after a semicolon; empty if nothing comes to mind
     */
    static String hint(String text) {
        if (text.length() > 100) {
            return "";
        }
        if (text.matches("[+-]?[0-9]{1,3}([ ',][0-9]{3})+[^,]*") && !text.matches("[+-]?[0-9]+,[0-9]+")) {
            return "; leave out the thousands marks";
        }
        if (text.matches("[+-]?[0-9]+,[0-9]+")) {
            return "; write a decimal point, not a comma";
        }
        if (text.matches("(?i)[+-]?(nan|inf|infinity|null|none|-|[?])")) {
            return "; leave a missing cell empty or write NA";
        }
        if (text.matches("[+-]?[0-9.]+ ?[^0-9.].*")) {
            return "; leave out units and type marks";
        }
        return "";
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
