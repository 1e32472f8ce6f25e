package io.github.piste.plot;

/**
 * The codes of compressed data that need no table of their own: those that the deflate format fixes.
 *
 * <p>A code is an int: its bits in the order in which they are written, the first one lowest, and from bit 24 on how many they
 * are. Source: P. Deutsch, RFC 1951, DEFLATE Compressed Data Format Specification, 1996, section 3.2. Thread-safety: stateless.
 */
final class FixedCodes {
    /** What a stream ends with. */
    static final int END = huffman(0, 7);

    /** Bytes of the shortest and of the longest repetition. */
    static final int SHORTEST = 3;

    static final int LONGEST = 258;
    /** Bytes back to the farthest one that may be repeated. */
    static final int FARTHEST = 1 << 15;

    private static final int COUNT = 24;

    private FixedCodes() {}

    /** The code of a byte, 0 to 255. */
    static int literal(int value) {
        return value < 144 ? huffman(0x30 + value, 8) : huffman(0x190 + value - 144, 9);
    }

    /** The code of how many bytes are repeated, {@link #SHORTEST} to {@link #LONGEST}. */
    static int length(int bytes) {
        if (bytes == LONGEST) {
            return lengthSymbol(285);
        }
        int more = bytes - SHORTEST;
        int extraBits = Math.max(0, 29 - Integer.numberOfLeadingZeros(more));
        return withExtra(lengthSymbol(257 + 4 * extraBits + (more >>> extraBits)), more, extraBits);
    }

    private static int lengthSymbol(int symbol) {
        return symbol < 280 ? huffman(symbol - 256, 7) : huffman(0xC0 + symbol - 280, 8);
    }

    /** The code of how far back what is repeated begins, 1 to {@link #FARTHEST}. */
    static int distance(int bytes) {
        int more = bytes - 1;
        int extraBits = Math.max(0, 30 - Integer.numberOfLeadingZeros(more));
        return withExtra(huffman(2 * extraBits + (more >>> extraBits), 5), more, extraBits);
    }

    /** Huffman codes are written from their highest bit on, all else from the lowest. */
    private static int huffman(int code, int count) {
        return Integer.reverse(code) >>> -count | count << COUNT;
    }

    private static int withExtra(int code, int value, int extraBits) {
        int extra = value & ((1 << extraBits) - 1);
        return code + (extra << count(code)) + (extraBits << COUNT);
    }

    static int bits(int code) {
        return code & ((1 << COUNT) - 1);
    }

    static int count(int code) {
        return code >>> COUNT;
    }
}
