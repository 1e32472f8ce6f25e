package io.github.piste.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * SHA-256 of everything a data set holds; of its numbers, sums that take a tenth of the time, a block at a time. Lengths go
 * in before their contents, so that nothing can shift unseen. It tells data apart that nobody made to be taken for others.
 */
final class Fingerprint {
    private static final int HEX_DIGITS = 32;
    private static final int BLOCK_VALUES = 1 << 14;
    private static final int TURN = 31;
    /** Odd, so that no information is lost; its bits are about half ones. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final Hasher hasher = Hashing.sha256().newHasher();

    private Fingerprint() {}

    static String of(Dataset data) {
        Fingerprint f = new Fingerprint();
        f.hasher.putInt(data.rows()).putInt(data.features());
        f.put(data.featureNames());
        f.put(List.of(data.targetName()));
        f.put(data.classes());
        f.putFeatures(data);
        f.put(data.y());
        double[] weights = data.weights();
        f.put(weights == null ? new double[0] : weights);
        return f.hasher.hash().toString().substring(0, HEX_DIGITS);
    }

    private void put(List<String> names) {
        hasher.putInt(names.size());
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            hasher.putInt(bytes.length).putBytes(bytes);
        }
    }

    private void putFeatures(Dataset data) {
        int d = data.features();
        hasher.putInt(data.rows() * d);
        int block = Math.max(1, BLOCK_VALUES / d);
        double[] x = new double[Math.min(block, data.rows()) * d];
        for (int from = 0, to; from < data.rows(); from = to) {
            to = from + Math.min(block, data.rows() - from);
            data.copyRows(from, to, x);
            put(x, (to - from) * d);
        }
    }

    private void put(double[] values) {
        hasher.putInt(values.length);
        put(values, values.length);
    }

    /** Four sums of the bits, so that multiplications need not wait for each other; then they are hashed. */
    private void put(double[] values, int count) {
        long a = 1;
        long b = 2;
        long c = 3;
        long e = 4;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a = mixed(a, values[i]);
            b = mixed(b, values[i + 1]);
            c = mixed(c, values[i + 2]);
            e = mixed(e, values[i + 3]);
        }
        for (; i < count; i++) {
            a = mixed(a, values[i]);
        }
        hasher.putLong(a).putLong(b).putLong(c).putLong(e);
    }

    /** Another value gives another sum; its bits spread over those of the sums that follow. */
    private static long mixed(long sum, double value) {
        return Long.rotateLeft(sum ^ Double.doubleToRawLongBits(value), TURN) * FACTOR;
    }
}
