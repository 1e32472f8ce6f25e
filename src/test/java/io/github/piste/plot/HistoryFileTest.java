package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import io.github.piste.objective.Objective;
import io.github.piste.objective.Quadratic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @Test
    void decode_ofEncoded_isTheSameRun(@TempDir Path folder) throws IOException {
        for (PlotData data : new PlotData[] {
            Runs.oldFaithful(0.02, 20, "converged"),
            Runs.stochastic(30, 5, 10),
            Runs.losses(1, Double.NaN),
            Laboratory.rates(),
            Laboratory.ratesOverOne(1.05, 60),
            Laboratory.classes(3, 2),
            Laboratory.classes(2, 1),
            Laboratory.classes(2, 0),
            Runs.losses()
        }) {
            Path file = folder.resolve("history.bin");
            Files.write(file, HistoryFile.encode(data));
            PlotData read = HistoryFile.decode(file);
            assertArrayEquals(HistoryFile.encode(data), HistoryFile.encode(read));
            assertEquals(data.sample(), read.sample());
            assertEquals(data.label(), read.label());
            assertEquals(
                    data.others().stream().map(Trail::label).toList(),
                    read.others().stream().map(Trail::label).toList());
            if (surface(data) instanceof Quadratic) {
                assertEquals(surface(data), surface(read));
            }
            assertEquals(data.weightNames(), read.weightNames());
            assertEquals(data.title() + data.loss(), read.title() + read.loss());
            assertEquals(data.history().losses(), read.history().losses());
            assertEquals(data.history().steps(), read.history().steps());
        }
    }

    @Test
    void decode_ofDecoded_drawsTheSamePicture() throws IOException {
        PlotData data = Runs.oldFaithful(0.02, 20, "converged");
        PlotData read = HistoryFile.decode(HistoryFile.encode(data), "history.bin");
        for (Plot plot : Runs.plots(data)) {
            assertArrayEquals(
                    new Renderer().png(plot, data).orElseThrow(),
                    new Renderer().png(plot, read).orElseThrow(),
                    plot.name());
        }
    }

    @Test
    void decode_ofAnyLandscape_readsItsValuesInTheWindow() throws IOException {
        for (PlotData data : new PlotData[] {Laboratory.rates(), Laboratory.ratesOverOne(1.05, 60)}) {
            PlotData read = HistoryFile.decode(HistoryFile.encode(data), "history.bin");
            Objective exact = surface(data);
            Objective grid = surface(read);
            double[] w = exact.dimension() == 1 ? new double[] {1.3} : new double[] {-3.3, 1.1};
            double[] g = new double[w.length];
            double[] h = new double[w.length];
            assertEquals(exact.dimension(), grid.dimension());
            assertEquals(exact.valueAndGradient(w, g), grid.valueAndGradient(w, h), 0.1);
            assertArrayEquals(g, h, 0.05);
            assertTrue(Double.isNaN(grid.value(w.length == 1 ? new double[] {1e9} : new double[] {1e9, 0})));
            for (Plot plot : Runs.plots(data)) {
                assertEquals(legend(plot.draw(data)), legend(plot.draw(read)), plot.name());
            }
        }
    }

    private static List<String> legend(Drawing drawing) {
        // The lowest point of the stored grid is a little elsewhere.
        return drawing.layers().stream()
                .map(Layer::name)
                .filter(name -> !name.startsWith("lowest"))
                .toList();
    }

    @Test
    void decode_withAnyBitFlipped_refuses() {
        byte[] good = HistoryFile.encode(Runs.oldFaithful(0.02, 2, "running"));
        byte[] small = HistoryFile.encode(Runs.losses(3, 2));
        for (byte[] file : new byte[][] {small, good}) {
            for (int bit = 0; bit < 8 * file.length; bit++) {
                byte[] bad = file.clone();
                bad[bit / 8] ^= (byte) (1 << (bit % 8));
                assertRefused(bad);
            }
        }
    }

    @Test
    void decode_ofAnyBeginning_refuses() {
        byte[] good = HistoryFile.encode(Runs.oldFaithful(0.02, 2, "running"));
        for (int length = 0; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length));
        }
        assertRefused(Arrays.copyOf(good, good.length + 1));
    }

    @Test
    void decode_ofMutationsWithAValidChecksum_readsOrRefusesWithoutBigAllocations() {
        for (PlotData data : new PlotData[] {
            Runs.oldFaithful(0.02, 2, "running"),
            Laboratory.classes(3, 1),
            Laboratory.rates(),
            Laboratory.ratesOverOne(1.05, 60)
        }) {
            readsOrRefuses(HistoryFile.encode(data));
        }
    }

    private static void readsOrRefuses(byte[] good) {
        Random random = new Random(3);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] nasty = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7FFFFFF0, 1 << 28};
        for (int k = 0; k < (good.length > 20_000 ? 2_000 : 20_000); k++) {
            byte[] bad = good.clone();
            ByteBuffer bytes = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
            // Most lengths stand in the first and in the last kilobyte.
            int at = 12 + random.nextInt(random.nextBoolean() ? bad.length - 20 : Math.min(1000, bad.length - 20));
            bytes.putInt(at, random.nextBoolean() ? nasty[random.nextInt(nasty.length)] : random.nextInt(20));
            bytes.putInt(
                    bad.length - 4,
                    Hashing.crc32c().hashBytes(bad, 0, bad.length - 4).asInt());
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try {
                HistoryFile.decode(bad, "history.bin");
            } catch (HistoryFormatException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("history.bin: "), e.getMessage());
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertTrue(allocated < 4_000_000, "allocated " + allocated + " at " + at);
        }
    }

    @Test
    void decode_ofAnotherVersion_saysWhich() {
        byte[] other = HistoryFile.encode(Runs.losses(1));
        other[8] = 9;
        String message = assertRefused(other);
        assertEquals("history.bin: not a readable history: version 9, this program reads 2", message);
    }

    @Test
    void decode_ofAHugeFile_refusesItUnread(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history.bin");
        try (var channel = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(HistoryFile.MAX_BYTES);
            channel.write(ByteBuffer.allocate(1));
        }
        assertThrows(HistoryFormatException.class, () -> HistoryFile.decode(file));
    }

    private static String assertRefused(byte[] bad) {
        return String.valueOf(assertThrows(HistoryFormatException.class, () -> HistoryFile.decode(bad, "history.bin"))
                .getMessage());
    }

    private static Objective surface(PlotData data) {
        Landscape landscape = data.landscape();
        return landscape == null ? new Quadratic(0, 0, 0, 0, 0, 0) : landscape.objective();
    }
}
