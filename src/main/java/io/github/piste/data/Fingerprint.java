package io.github.piste.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** SHA-256 of everything a data set holds. Lengths go in before their contents, so that nothing can shift unseen. */
final class Fingerprint {
    private static final int HEX_DIGITS = 32;
    private static final int BLOCK_VALUES = 1 << 14;

    private final Hasher hasher = Hashing.sha256().newHasher();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);

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

    private void put(double[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putDouble(values[i]);
        }
        flush();
    }

    private void flush() {
        hasher.putBytes(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
