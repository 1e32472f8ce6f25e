package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataCacheTest {
    private static final PieceSize SMALL_PIECES = new PieceSize(2, 1000, 1);

    @TempDir
    private Path directory;

    /** A cache for a heap with so many free bytes. */
    private DataCache cache(long free) {
        return new DataCache(() -> Optional.of(directory), 2, 2, () -> free);
    }

    private Path csv(int rows, String last) throws IOException {
        StringBuilder text = new StringBuilder("a,b,weight,y,c\n");
        Random random = new Random(3);
        for (int i = 0; i < rows; i++) {
            text.append(random.nextGaussian())
                    .append(',')
                    .append(random.nextInt(100))
                    .append(",1,");
            text.append(random.nextDouble()).append(',').append(-i).append('\n');
        }
        return Files.writeString(directory.resolve("data.csv"), text + last);
    }

    private static CsvSource source(Path csv) {
        CsvOptions options = new CsvOptions(
                csv,
                Delimiter.AUTO,
                HeaderRule.AUTO,
                "y",
                ImmutableList.of(),
                ImmutableList.of(),
                "weight",
                MissingPolicy.FAIL,
                0);
        return new CsvSource(options, SMALL_PIECES);
    }

    @Test
    void csv_largerThanMemory_isTheSameFromAFile() throws IOException {
        CsvSource source = source(csv(5000, ""));
        Dataset inMemory = source.load().dataset();
        Dataset mapped = source.load(bytes -> {}, cache(250_000)).dataset();
        assertFalse(mapped.isInMemory());
        assertFalse(Files.exists(directory.resolve("data.cache")), "a killed process leaves nothing");
        assertEquals(inMemory.fingerprint(), mapped.fingerprint());
        assertArrayEquals(inMemory.x(), mapped.inMemory().x());
        assertArrayEquals(inMemory.y(), mapped.y());
        assertArrayEquals(inMemory.weights(), mapped.weights());
    }

    @Test
    void csv_largerThanMemoryWithABadCell_hasTheErrorOfTheGeneralReader() throws IOException {
        CsvSource source = source(csv(5000, "1,2,1,x,3\n"));
        DataException general = assertThrows(DataException.class, source::load);
        DataException found = assertThrows(DataException.class, () -> source.load(bytes -> {}, cache(250_000)));
        assertEquals(general.getMessage(), found.getMessage());
    }

    @Test
    void load_dataThatMemoryHolds_asksForNoDirectory() throws IOException {
        DataCache cache = new DataCache(
                () -> {
                    throw new IllegalStateException("asked");
                },
                2,
                2,
                () -> 1_000_000);
        assertTrue(source(csv(5000, "")).load(bytes -> {}, cache).dataset().isInMemory());
        assertTrue(new SyntheticSource(1000, 3, 1, 1, 1).generate(cache).isInMemory());
    }

    @Test
    void load_withoutADirectory_triesMemory() throws IOException {
        DataCache none = new DataCache(Optional::empty, 2, 2, () -> 250_000);
        assertTrue(source(csv(5000, "")).load(bytes -> {}, none).dataset().isInMemory());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 50})
    void synthetic_largerThanMemory_isTheSameFromAFile(double condition) {
        SyntheticSource source = new SyntheticSource(30_000, 9, 0.5, condition, 4);
        Dataset mapped = source.generate(cache(1_500_000));
        assertFalse(mapped.isInMemory());
        assertEquals(source.generate().fingerprint(), mapped.fingerprint());
    }

    @Test
    void forLarge_targetsThatMemoryDoesNotHold_areRefused() {
        DataException e = assertThrows(DataException.class, () -> cache(1000).forLarge(1000, 5));
        assertTrue(e.getMessage().startsWith("the targets of 1000 rows do not fit into memory"), e.getMessage());
    }

    @Test
    void forLarge_moreThanTheDiskHolds_saysSoBeforeAnythingIsWritten() throws IOException {
        DataCache cache = cache(1L << 40);
        DataException e = assertThrows(DataException.class, () -> cache.forLarge(1L << 30, 1_000_000));
        assertTrue(
                e.getMessage()
                        .startsWith(directory + ": the rows do not fit into memory, and their cache there takes"
                                + " 17179869.2 GB, but its disk has "),
                e.getMessage());
        try (var files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void forLarge_whereNoFileCanBeMade_namesItAndAWayOut() {
        Path missing = directory.resolve("missing");
        DataCache cache = new DataCache(() -> Optional.of(missing), 2, 2, () -> 100_000);
        DataException e = assertThrows(DataException.class, () -> cache.forLarge(1000, 50));
        assertTrue(
                e.getMessage().startsWith(missing.resolve("data.cache") + ": the cache of the rows cannot be made"),
                e.getMessage());
    }

    @Test
    void deleteFrom_leavesOtherFiles() throws IOException {
        Files.writeString(directory.resolve("data.cache"), "of a system that does not let go of open files");
        Files.writeString(directory.resolve("run.json"), "{}");
        DataCache.deleteFrom(directory);
        assertFalse(Files.exists(directory.resolve("data.cache")));
        assertTrue(Files.exists(directory.resolve("run.json")));
    }
}
