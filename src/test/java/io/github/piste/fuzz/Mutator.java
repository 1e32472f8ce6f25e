package io.github.piste.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as disks, editors and enemies do; the same seed gives the same damage. */
final class Mutator {
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_REPETITION = 2_000;
    private static final int[] NASTY = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 28, 0x7FFF_FFF0, 0x10000};

    private final Random random;
    private final ImmutableList<byte[]> tokens;
    private final int longest;

    /** Uses the words of a language, and makes nothing longer than that. */
    Mutator(long seed, ImmutableList<byte[]> tokens, int longest) {
        this.random = new Random(seed);
        this.tokens = tokens;
        this.longest = longest;
    }

    /** Some input of the corpus, changed in one to six places. */
    byte[] next(List<byte[]> corpus) {
        byte[] bytes = pick(corpus).clone();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            bytes = changed(bytes, corpus);
        }
        return bytes.length > longest ? Arrays.copyOf(bytes, longest) : bytes;
    }

    private byte[] changed(byte[] bytes, List<byte[]> corpus) {
        if (bytes.length == 0) {
            return token();
        }
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(1 + random.nextInt(64)));
        return switch (random.nextInt(10)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
            case 1 -> with(bytes, at, (byte) random.nextInt());
            case 2 -> spliced(bytes, at, at, token());
            case 3 -> spliced(bytes, at, to, token());
            case 4 -> spliced(bytes, at, to, new byte[0]);
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 7 -> withInt(bytes, at);
            case 8 -> spliced(bytes, at, to, part(pick(corpus)));
            default -> spliced(bytes, at, at, repeated(random.nextInt(4) == 0 ? token() : new byte[] {bytes[at]}));
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private byte[] withInt(byte[] bytes, int at) {
        if (at + 4 <= bytes.length) {
            int value = random.nextBoolean() ? NASTY[random.nextInt(NASTY.length)] : random.nextInt(300);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        return Bytes.concat(Arrays.copyOf(bytes, from), piece, Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private byte[] part(byte[] other) {
        if (other.length == 0) {
            return other;
        }
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + 1 + random.nextInt(100)));
    }

    private byte[] repeated(byte[] piece) {
        int times = random.nextInt(8) == 0 ? random.nextInt(LONGEST_REPETITION) : random.nextInt(70);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(piece);
        }
        return Bytes.concat(all.toArray(byte[][]::new));
    }

    private byte[] token() {
        return pick(tokens);
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }
}
