package io.github.piste.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of text at a time: finds where digits end, and reads up to eight of them as a number.
 *
 * <p>The first byte of the text is the lowest of the word. Thread-safety: stateless. No allocation.
 */
final class Digits {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final long ABOVE_NINE = 0x7676_7676_7676_7676L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_NIBBLES = 0x0F0F_0F0F_0F0F_0F0FL;
    private static final long LINE_FEEDS = 0x0A0A_0A0A_0A0A_0A0AL;

    private Digits() {}

    /**
     * Reads eight bytes.
     *
     * @param text at least eight bytes from there on
     * @param at the first
     * @return the word
     */
    static long word(byte[] text, int at) {
        return (long) WORDS.get(text, at);
    }

    /**
     * Marks the bytes that are no digits.
     *
     * @param word eight bytes
     * @return the high bit of each, right up to the second one if the first is a point, else up to the first
     */
    static long others(long word) {
        // With the zero's bits taken off, a digit is 0 to 9 and stays below the high bit when 0x76 is added. A carry
        // only comes from a byte that is no digit and no point, into bytes behind it.
        long digits = word ^ ZEROS;
        return ((digits + ABOVE_NINE) | digits) & HIGH_BITS;
    }

    /**
     * Finds the first marked byte.
     *
     * @param marks high bits
     * @return its place, 8 if there is none
     */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /**
     * Counts the digits that the word begins with.
     *
     * @param word eight bytes
     * @return 0 to 8
     */
    static int count(long word) {
        return first(others(word));
    }

    /**
     * Reads eight digits.
     *
     * @param word eight digits
     * @return their number
     */
    static long eight(long word) {
        long pairs = ((word & LOW_NIBBLES) * 2561) >>> 8;
        long fours = ((pairs & 0x00FF_00FF_00FF_00FFL) * 6_553_601) >>> 16;
        return ((fours & 0x0000_FFFF_0000_FFFFL) * 42_949_672_960_001L) >>> 32;
    }

    /**
     * Reads the digits that a word begins with.
     *
     * @param word eight bytes
     * @param count number of digits, 0 to 7
     * @return their number
     */
    static long some(long word, int count) {
        // In two shifts, because a shift by 64 is none. What comes in from below counts as leading zeros.
        return eight((word << 8) << (56 - 8 * count));
    }

    /**
     * Counts the line feeds among eight bytes.
     *
     * @param word eight bytes
     * @return 0 to 8
     */
    static int lineFeeds(long word) {
        long others = word ^ LINE_FEEDS;
        long zero = ~(((others & ~HIGH_BITS) + ~HIGH_BITS) | others) & HIGH_BITS;
        return Long.bitCount(zero);
    }
}
