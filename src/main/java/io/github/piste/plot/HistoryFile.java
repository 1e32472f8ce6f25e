package io.github.piste.plot;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code history.bin}: enough to redraw every plot of a run without its data.
 *
 * <p>Format, little-endian: the eight bytes {@code PISTEHST}, version (int, 1), the fields of {@link PlotData} in their
 * order, and the CRC-32C of everything before it (int). A text is its length in bytes (int) and UTF-8; numbers are an
 * int count and doubles; a history is the number of records and of tracked weights (ints) and for each record its step
 * (long), the other six scalars and the weights; the surface is preceded by a byte that says whether there is one.
 *
 * <p>A file from a stranger is safe to open: every length is checked against what is left before anything is allocated.
 *
 * <p>Thread-safety: stateless.
 */
public final class HistoryFile {
    /** Larger files are refused unread; a thousand records of 5,000 weights are 40 MB. */
    static final long MAX_BYTES = 64L << 20;

    private static final long MAGIC = ByteBuffer.wrap("PISTEHST".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    private static final int VERSION = 1;
    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final int SCALARS = 7;
    /** A longer name is cut; no picture could show it. */
    private static final int MAX_CHARACTERS = 1000;

    private HistoryFile() {}

    /**
     * The bytes of a history file.
     *
     * @param data a run
     * @return what {@link #decode(Path)} reads back as an equal run, names cut to 1,000 characters
     */
    public static byte[] encode(PlotData data) {
        History history = data.history();
        Sample sample = data.sample();
        List<byte[]> texts = new ArrayList<>();
        for (String text : List.of(data.title(), data.model(), data.loss(), data.target())) {
            texts.add(utf8(text));
        }
        List<byte[]> names = data.weightNames().stream().map(HistoryFile::utf8).toList();
        byte[] feature = utf8(feature(sample));
        byte[] state = utf8(data.state());
        long size = HEADER + 4 * Integer.BYTES + (long) history.length() * (SCALARS + history.tracked()) * Double.BYTES;
        size += 3 * Integer.BYTES
                + (long) Double.BYTES * (2L * sample.y().length() + x(sample).length());
        size += 1 + (quadratic(data) == null ? 0 : 6 * Double.BYTES) + Double.BYTES;
        size += size(texts) + size(names) + size(List.of(feature, state));
        ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        to.putLong(MAGIC).putInt(VERSION);
        texts.forEach(text -> put(to, text));
        to.putInt(names.size());
        names.forEach(name -> put(to, name));
        put(to, history);
        put(to, feature);
        put(to, x(sample));
        put(to, sample.y());
        put(to, sample.predicted());
        put(to, quadratic(data));
        to.putDouble(data.optimum());
        put(to, state);
        to.putInt(crc(to.array(), to.position()));
        return to.array();
    }

    /**
     * Reads a history file.
     *
     * @param file its path
     * @return the run it holds
     * @throws HistoryFormatException if it is damaged, cut short, of another version or not such a file at all
     * @throws IOException if it cannot be read
     */
    public static PlotData decode(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new HistoryFormatException(file.toString(), "more than " + MAX_BYTES + " bytes");
        }
        return decode(Files.readAllBytes(file), file.toString());
    }

    /** Reads the bytes of a file of this name. */
    static PlotData decode(byte[] bytes, String name) throws HistoryFormatException {
        if (bytes.length < HEADER + Integer.BYTES) {
            throw new HistoryFormatException(name, "only " + bytes.length + " bytes");
        }
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (from.getLong() != MAGIC) {
            throw new HistoryFormatException(name, "it does not begin like one");
        }
        int version = from.getInt();
        if (version != VERSION) {
            throw new HistoryFormatException(name, "version " + version + ", this program reads " + VERSION);
        }
        int end = bytes.length - Integer.BYTES;
        if (from.getInt(end) != crc(bytes, end)) {
            throw new HistoryFormatException(name, "damaged or cut short (checksum differs)");
        }
        from.limit(end);
        try {
            PlotData data = read(from);
            if (from.hasRemaining()) {
                throw new HistoryFormatException(name, from.remaining() + " bytes too many");
            }
            return data;
        } catch (BufferUnderflowException e) {
            throw new HistoryFormatException(name, "a length in it goes beyond its end");
        } catch (IllegalArgumentException e) {
            throw new HistoryFormatException(name, String.valueOf(e.getMessage()));
        }
    }

    private static PlotData read(ByteBuffer from) {
        String title = text(from);
        String model = text(from);
        String loss = text(from);
        String target = text(from);
        int names = count(from, Integer.BYTES);
        ImmutableList.Builder<String> weightNames = ImmutableList.builder();
        for (int i = 0; i < names; i++) {
            weightNames.add(text(from));
        }
        History history = history(from);
        String feature = text(from);
        ImmutableDoubleArray x = numbers(from);
        ImmutableDoubleArray y = numbers(from);
        ImmutableDoubleArray predicted = numbers(from);
        Sample sample = feature.isEmpty() ? Sample.of(y, predicted) : Sample.of(feature, x, y, predicted);
        Quadratic surface = surface(from);
        double optimum = from.getDouble();
        return new PlotData(
                title,
                model,
                loss,
                target,
                weightNames.build(),
                history,
                "",
                ImmutableList.of(),
                sample,
                surface == null ? null : new Landscape(() -> surface),
                optimum,
                text(from));
    }

    private static String feature(Sample sample) {
        return sample.features().size() == 1 ? sample.features().get(0) : "";
    }

    private static ImmutableDoubleArray x(Sample sample) {
        return sample.features().size() == 1 ? sample.columns().get(0) : ImmutableDoubleArray.of();
    }

    private static @Nullable Quadratic quadratic(PlotData data) {
        Landscape landscape = data.landscape();
        return landscape != null && landscape.objective() instanceof Quadratic surface ? surface : null;
    }

    private static void put(ByteBuffer to, History history) {
        int tracked = history.tracked();
        to.putInt(history.length()).putInt(tracked);
        ImmutableDoubleArray[] weights = new ImmutableDoubleArray[tracked];
        for (int j = 0; j < tracked; j++) {
            weights[j] = history.weight(j);
        }
        for (int i = 0; i < history.length(); i++) {
            Scalars s = history.scalars(i);
            to.putLong(s.step())
                    .putDouble(s.epoch())
                    .putDouble(s.elapsedSeconds())
                    .putDouble(s.loss());
            to.putDouble(s.validationLoss()).putDouble(s.gradientNorm()).putDouble(s.learningRate());
            for (ImmutableDoubleArray weight : weights) {
                to.putDouble(weight.get(i));
            }
        }
    }

    private static History history(ByteBuffer from) {
        int length = from.getInt();
        int tracked = from.getInt();
        if (length < 0 || tracked < 0 || (long) length * (SCALARS + (long) tracked) > from.remaining() / Double.BYTES) {
            throw new BufferUnderflowException();
        }
        List<Scalars> scalars = new ArrayList<>(length);
        double[][] weights = new double[length][tracked];
        for (int i = 0; i < length; i++) {
            scalars.add(new Scalars(
                    from.getLong(),
                    from.getDouble(),
                    from.getDouble(),
                    from.getDouble(),
                    from.getDouble(),
                    from.getDouble(),
                    from.getDouble()));
            for (int j = 0; j < tracked; j++) {
                weights[i][j] = from.getDouble();
            }
        }
        return History.of(scalars, weights);
    }

    private static void put(ByteBuffer to, ImmutableDoubleArray numbers) {
        to.putInt(numbers.length());
        numbers.forEach(to::putDouble);
    }

    private static ImmutableDoubleArray numbers(ByteBuffer from) {
        double[] numbers = new double[count(from, Double.BYTES)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = from.getDouble();
        }
        return ImmutableDoubleArray.copyOf(numbers);
    }

    private static void put(ByteBuffer to, @Nullable Quadratic surface) {
        to.put((byte) (surface == null ? 0 : 1));
        if (surface != null) {
            to.putDouble(surface.c()).putDouble(surface.b0()).putDouble(surface.b1());
            to.putDouble(surface.a00()).putDouble(surface.a01()).putDouble(surface.a11());
        }
    }

    private static @Nullable Quadratic surface(ByteBuffer from) {
        if (from.get() == 0) {
            return null;
        }
        return new Quadratic(
                from.getDouble(),
                from.getDouble(),
                from.getDouble(),
                from.getDouble(),
                from.getDouble(),
                from.getDouble());
    }

    private static void put(ByteBuffer to, byte[] text) {
        to.putInt(text.length).put(text);
    }

    private static String text(ByteBuffer from) {
        byte[] text = new byte[count(from, 1)];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** A count of things of at least so many bytes each, which must still be there. */
    private static int count(ByteBuffer from, int bytesEach) {
        int count = from.getInt();
        if (count < 0 || count > from.remaining() / bytesEach) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    private static byte[] utf8(String text) {
        return text.substring(0, Math.min(text.length(), MAX_CHARACTERS)).getBytes(StandardCharsets.UTF_8);
    }

    private static long size(List<byte[]> texts) {
        return texts.stream().mapToLong(text -> Integer.BYTES + text.length).sum();
    }

    private static int crc(byte[] bytes, int length) {
        return Hashing.crc32c().hashBytes(bytes, 0, length).asInt();
    }
}
