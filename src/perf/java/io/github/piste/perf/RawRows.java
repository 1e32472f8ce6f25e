package io.github.piste.perf;

import io.github.piste.data.Dataset;
import io.github.piste.data.SyntheticSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that all peers read: {@code x.f64} and {@code y.f64}, little-endian doubles row after row, and {@code
 * rows.csv} with eight digits behind the point.
 */
final class RawRows {
    private static final int CHUNK = 1 << 13;
    private static final double DIGITS = 1e8;

    private RawRows() {}

    /** Writes the files of a set; arguments: folder, rows, features, noise, condition number, {@code csv} or {@code raw}. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Dataset data = new SyntheticSource(
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Double.parseDouble(args[3]),
                        Double.parseDouble(args[4]),
                        1)
                .generate();
        if (args[5].equals("csv")) {
            writeCsv(folder.resolve("rows.csv"), data);
        }
        write(folder.resolve("x.f64"), data.x());
        write(folder.resolve("y.f64"), data.y());
    }

    static Dataset read(Path folder, int n, int d) throws IOException {
        double[][] x = new double[n][d];
        double[] y = new double[n];
        DoubleBuffer from = map(folder.resolve("x.f64"));
        for (double[] row : x) {
            from.get(row);
        }
        map(folder.resolve("y.f64")).get(y);
        return Dataset.of(x, y);
    }

    private static DoubleBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return bytes.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        }
    }

    private static void write(Path file, double[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int from = 0; from < values.length; from += CHUNK) {
                int count = Math.min(CHUNK, values.length - from);
                chunk.asDoubleBuffer().put(values, from, count);
                out.write(chunk.array(), 0, count * Double.BYTES);
            }
        }
    }

    private static void writeCsv(Path file, Dataset data) throws IOException {
        StringBuilder line = new StringBuilder(String.join(",", data.featureNames())).append(",y\n");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < data.rows(); i++) {
                for (int j = 0; j < data.features(); j++) {
                    append(line, data.x()[i * data.stride() + j]).append(',');
                }
                append(line, data.y()[i]).append('\n');
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
                line.setLength(0);
            }
        }
    }

    private static StringBuilder append(StringBuilder line, double value) {
        long scaled = Math.round(Math.abs(value) * DIGITS);
        String fraction = Long.toString(scaled % (long) DIGITS + (long) DIGITS);
        return line.append(value < 0 ? "-" : "")
                .append(scaled / (long) DIGITS)
                .append('.')
                .append(fraction, 1, fraction.length());
    }
}
