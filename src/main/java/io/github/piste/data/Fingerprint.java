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

    private final Hasher hasher = Hashing.sha256().newHasher();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);

    private Fingerprint() {}

    static String of(Dataset data) {
        Fingerprint f = new Fingerprint();
        f.hasher.putInt(data.rows()).putInt(data.features());
        f.put(data.featureNames());
        f.put(List.of(data.targetName()));
        f.put(data.classes());
        f.put(data.x());
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

    private void put(double[] values) {
        hasher.putInt(values.length);
        for (double value : values) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putDouble(value);
        }
        flush();
    }

    private void flush() {
        hasher.putBytes(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
