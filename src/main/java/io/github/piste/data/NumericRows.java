package io.github.piste.data;

/**
 * Parses lines of plain numbers straight to where they belong in a data set.
 *
 * <p>It knows what is common: numbers in plain decimal notation, blanks around them, one delimiter, LF or CRLF. At
 * anything else it stops, for the general reader to say what is wrong, or that nothing is. Thread-safety: one thread;
 * several objects may fill different rows of the same arrays. Cost: O(bytes), no allocation but for rare numbers.
 */
final class NumericRows {
    /** Bytes behind a text that may be looked at. */
    static final int PADDING = 16;

    /** More digits might not fit an unsigned long. */
    private static final int MOST_DIGITS = 19;
    /** A longer cell is none of the common ones. */
    private static final int LONGEST_CELL = 1 << 10;

    private static final int MOST_EXPONENT_DIGITS = 5;
    /** In place of where a number ends. */
    private static final int NO_NUMBER = -1;

    private static final long EIGHT_DIGITS = 100_000_000;
    private static final long[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};

    private final byte delimiter;
    private final NumericTarget target;
    private final int[] places;
    private final int stride;
    private final int last;
    private final char[] oddCell = new char[LONGEST_CELL];
    /** Of the cell just parsed; NaN if even the general reader's way found no number. */
    private double value;
    /** Where features go; the row {@link #base} is at its beginning. */
    private double[] x = {};

    private int base;

    /**
     * Prepares for a table.
     *
     * @param delimiter an ASCII character
     * @param target where the values of each column go
     */
    NumericRows(byte delimiter, NumericTarget target) {
        this.delimiter = delimiter;
        this.target = target;
        this.places = target.places();
        this.stride = target.stride();
        this.last = places.length - 1;
    }

    /**
     * Parses lines.
     *
     * @param text whole lines, each ended by a line feed, and {@link #PADDING} bytes of any kind behind them
     * @param length bytes of the lines
     * @param firstRow row of the data set that the first line becomes
     * @param rows number of lines
     * @return whether these are exactly so many lines of plain numbers; if not, the rows hold anything
     */
    boolean parse(byte[] text, int length, int firstRow, int rows) {
        if (text[length - 1] != '\n') {
            // The file has changed since its lines were counted; nothing would stop a number at the end.
            return false;
        }
        x = target.room(rows, x);
        base = target.base(firstRow);
        int at = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            if (at >= length) {
                return false;
            }
            at = parseRow(text, at, row);
            if (at < 0) {
                return false;
            }
        }
        target.filled(firstRow, rows, x);
        return at == length;
    }

    /** Parses a line; gives where the next one begins, -1 if it is none of the common ones. */
    private int parseRow(byte[] text, int from, int row) {
        int at = from;
        int start = (row - base) * stride;
        for (int column = 0; column <= last; column++) {
            int place = places[column];
            int end = place == NumericTarget.UNUSED ? skip(text, at) : number(text, at);
            if (end == NO_NUMBER || !isEnd(text, end, column)) {
                end = place == NumericTarget.UNUSED ? end : oddNumber(text, at);
                if (!isEnd(text, end, column) || !Double.isFinite(value)) {
                    return -1;
                }
            }
            if (place >= 0) {
                x[start + place] = value;
            } else if (!target.put(row, place, value)) {
                return -1;
            }
            at = end + 1;
        }
        return text[at - 1] == '\r' ? at + 1 : at;
    }

    private boolean isEnd(byte[] text, int at, int column) {
        byte found = text[at];
        if (column < last) {
            return found == delimiter;
        }
        return found == '\n' || (found == '\r' && text[at + 1] == '\n');
    }

    /** Reads a number that begins here into the value; gives where it ends, or that there is none. */
    private int number(byte[] text, int from) {
        long signed = Digits.word(text, from);
        // Signs are random: no branch for them, and nothing that comes later waits for one. A minus becomes a zero.
        int negative = ((((int) signed & 0xFF) ^ '-') - 1) >>> 31;
        long word = signed ^ (-negative & ('-' ^ '0'));
        long others = Digits.others(word);
        int whole = Digits.first(others);
        // A shift by 64 is none, so that this is a digit when all eight are: what is longer before the point goes the
        // odd way.
        if ((byte) (word >>> (8 * whole)) != '.') {
            return integer(text, from + negative, negative);
        }
        // The digits in one row: those before the point move into its place, and a zero comes in before them.
        long fromPoint = -1L << (8 * whole);
        long joined = ((word & ~fromPoint) << 8) | (word & (fromPoint << 8));
        others &= others - 1;
        if (others != 0) {
            int end = Digits.first(others);
            long mantissa = Digits.eight(joined << (64 - 8 * end));
            return finish(text, from + negative, from + end, end - 1 - negative, mantissa, whole + 1 - end, negative);
        }
        // A constant, so that the next load need not wait for what this word holds.
        int i = from + 8;
        word = Digits.word(text, i);
        int count = Digits.count(word);
        if (count == 8 || (text[i + count] | 0x20) == 'e') {
            return many(text, from, whole, Digits.eight(joined), negative);
        }
        // The common number of 6 to 14 digits: nothing to be asked.
        long mantissa = Digits.eight(joined) * TENS[count] + Digits.some(word, count);
        value = signed(NearestDouble.quotient(mantissa, whole - 7 - count), negative);
        return i + count;
    }

    /**
     * Reads on behind eight bytes: six or seven digits, {@code first}, the point, and the sign if there is one. Apart from
     * {@link #number}, which thereby stays small enough for HotSpot to inline.
     */
    private int many(byte[] text, int from, int whole, long first, int negative) {
        long mantissa = first;
        int i = from + 8;
        long word = Digits.word(text, i);
        int count = Digits.count(word);
        while (count == 8) {
            mantissa = mantissa * EIGHT_DIGITS + Digits.eight(word);
            i += 8;
            word = Digits.word(text, i);
            count = Digits.count(word);
        }
        mantissa = mantissa * TENS[count] + Digits.some(word, count);
        i += count;
        int start = from + negative;
        return finish(text, start, i, i - start - 1, mantissa, from + whole + 1 - i, negative);
    }

    /** Reads an integer, or the mantissa of a number without a point. */
    private int integer(byte[] text, int start, int negative) {
        long word = Digits.word(text, start);
        int digits = Digits.count(word);
        int i = start + digits;
        long mantissa;
        if (digits < 8) {
            mantissa = Digits.some(word, digits);
        } else {
            mantissa = Digits.eight(word);
            for (; isDigit(text[i]); i++) {
                mantissa = 10 * mantissa + (text[i] - '0');
            }
        }
        return finish(text, start, i, i - start, mantissa, 0, negative);
    }

    private int finish(byte[] text, int start, int end, int digits, long mantissa, int power, int negative) {
        int i = end;
        int exponent = power;
        boolean tooMany = digits > MOST_DIGITS && (digits > MOST_DIGITS + 1 || text[start] != '0');
        if (digits == 0 || tooMany) {
            return NO_NUMBER;
        }
        if ((text[i] | 0x20) == 'e') {
            int sign = text[i + 1];
            int first = i + (sign == '-' || sign == '+' ? 2 : 1);
            int written = 0;
            for (i = first; isDigit(text[i]) && i < first + MOST_EXPONENT_DIGITS; i++) {
                written = 10 * written + (text[i] - '0');
            }
            if (i == first) {
                return NO_NUMBER;
            }
            exponent += sign == '-' ? -written : written;
        }
        if (NearestDouble.isQuotient(mantissa, exponent)) {
            value = signed(NearestDouble.quotient(mantissa, exponent), negative);
            return i;
        }
        value = signed(NearestDouble.of(mantissa, exponent), negative);
        return Double.isNaN(value) ? NO_NUMBER : i;
    }

    private static double signed(double magnitude, int negative) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(magnitude) ^ ((long) negative << 63));
    }

    /** Reads a whole cell, in the ways that are less common, into the value; gives where it ends. */
    private int oddNumber(byte[] text, int from) {
        int end = from;
        while (text[end] != delimiter && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        int start = from;
        int stop = end;
        while (start < stop && isBlank(text[start])) {
            start++;
        }
        while (stop > start && isBlank(text[stop - 1])) {
            stop--;
        }
        int size = stop - start;
        if (number(text, start) == stop) {
            return end;
        }
        value = Double.NaN;
        if (size <= LONGEST_CELL) {
            for (int i = 0; i < size; i++) {
                oddCell[i] = (char) (text[start + i] & 0xFF);
            }
            value = Decimal.parse(oddCell, 0, size);
        }
        return end;
    }

    /** Goes past a cell that nobody needs, to its end or to a byte that may mean something. */
    private int skip(byte[] text, int from) {
        value = 0;
        int i = from;
        while (text[i] != delimiter && text[i] != '"' && (text[i] >= ' ' || text[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
