package io.github.piste.checkpoint;

import static io.github.piste.checkpoint.Samples.assertSameBits;
import static io.github.piste.checkpoint.Samples.messageOf;
import static io.github.piste.checkpoint.Samples.ofStep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
    @TempDir
    Path run;

    private Path folder;

    @BeforeEach
    void folder() {
        folder = run.resolve("checkpoints");
    }

    private CheckpointStore store(int keep) throws IOException {
        return CheckpointStore.open(run, keep);
    }

    private Path file(long step) {
        return folder.resolve("step-" + "0".repeat(19 - Long.toString(step).length()) + step + ".ckpt");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> namesOf(long... steps) {
        return java.util.Arrays.stream(steps)
                .mapToObj(step -> file(step).getFileName().toString())
                .toList();
    }

    private static long step(LatestCheckpoint latest) {
        return latest.found().map(stored -> stored.checkpoint().step()).orElse(-1L);
    }

    private void damage(long step) throws IOException {
        byte[] content = Files.readAllBytes(file(step));
        content[content.length / 2] ^= 1;
        Files.write(file(step), content);
    }

    /** Puts a file where the folder was, so that nothing can be written there; root is stopped by it too. */
    private Path block() throws IOException {
        Path aside = run.resolve("aside");
        Files.move(folder, aside);
        Files.createFile(folder);
        return aside;
    }

    private void unblock(Path aside) throws IOException {
        Files.delete(folder);
        Files.move(aside, folder);
    }

    @Test
    void emptyStore_findsNothing() throws IOException {
        LatestCheckpoint latest = store(2).latest();

        assertTrue(latest.found().isEmpty());
        assertTrue(latest.refused().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void write_keepsTheNewest(int keep) throws IOException {
        CheckpointStore store = store(keep);
        for (long step = 9; step <= 120; step += 37) { // 9, 46, 83, 120: names must sort as numbers do
            store.write(ofStep(step, 3));
        }

        long[] kept = {46, 83, 120};
        assertEquals(namesOf(java.util.Arrays.copyOfRange(kept, 3 - keep, 3)), names());
        assertSameBits(ofStep(120, 3), store(keep).latest().found().orElseThrow());
    }

    @Test
    void keepBelowOne_isRefused() {
        assertTrue(messageOf(IllegalArgumentException.class, () -> store(0)).contains("keep = 0"));
    }

    @Test
    void names_sortAsStepsDo_inEveryLocale() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            CheckpointStore store = store(3);
            store.write(ofStep(5, 1));
            store.write(ofStep(1_000_000_000_000L, 1));
            store.write(Samples.awkward());
            assertEquals(namesOf(5, 1_000_000_000_000L, Long.MAX_VALUE), names());
            assertEquals(Long.MAX_VALUE, step(store.latest()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void latestUpTo_looksAtNothingBeyondTheStep() throws IOException {
        CheckpointStore store = store(3);
        for (long step : new long[] {10, 20, 30}) {
            store.write(ofStep(step, 3));
        }
        damage(30);

        assertEquals(20, step(store.latestUpTo(29)));
        assertTrue(store.latestUpTo(29).refused().isEmpty());
        assertEquals(20, step(store.latestUpTo(20)));
        assertEquals(10, step(store.latestUpTo(19)));
        assertEquals(-1, step(store.latestUpTo(9)));
        assertEquals(-1, step(store.latestUpTo(-1)));
    }

    @Test
    void damagedNewest_fallsBackToThePrevious_andSaysSo() throws IOException {
        CheckpointStore store = store(3);
        for (long step : new long[] {10, 20, 30}) {
            store.write(ofStep(step, 3));
        }
        damage(30);
        Files.write(file(20), new byte[0]);

        LatestCheckpoint latest = store.latest();

        assertSameBits(ofStep(10, 3), latest.found().orElseThrow());
        assertEquals(
                ImmutableList.of(
                        file(30) + ": it is damaged: its checksum does not match its content",
                        file(20) + ": it is empty"),
                latest.refused());
        assertEquals(namesOf(10, 20, 30), names());
    }

    @Test
    void allDamaged_findsNothing_andListsAll() throws IOException {
        CheckpointStore store = store(2);
        store.write(ofStep(10, 3));
        store.write(ofStep(20, 3));
        damage(10);
        damage(20);

        assertEquals(-1, step(store.latest()));
        assertEquals(2, store.latest().refused().size());
    }

    @Test
    void damagedNewest_isNoGeneration_afterTheNextWrite() throws IOException {
        store(2).write(ofStep(10, 3));
        store(2).write(ofStep(20, 3));
        damage(20);
        CheckpointStore resumed = store(2);
        resumed.latest();

        resumed.write(ofStep(30, 3));

        assertEquals(namesOf(10, 30), names());
    }

    @Test
    void checkpointsOfAnAbandonedFuture_goWithTheFirstNewOne() throws IOException {
        CheckpointStore store = store(2);
        store.write(ofStep(100, 3));
        store.write(ofStep(200, 3));
        CheckpointStore resumed = store(2);
        assertEquals(100, step(resumed.latestUpTo(150)));
        assertEquals(namesOf(100, 200), names());

        resumed.write(ofStep(120, 3));

        assertEquals(namesOf(100, 120), names());
    }

    @Test
    void keepOne_afterAFallback_neverDeletesWhatItHasJustWritten() throws IOException {
        CheckpointStore store = store(3);
        store.write(ofStep(100, 3));
        store.write(ofStep(200, 3));
        damage(200);
        CheckpointStore resumed = store(1);
        resumed.latest();

        resumed.write(ofStep(150, 3));

        assertEquals(namesOf(150), names());
        assertEquals(150, step(resumed.latest()));
    }

    @Test
    void writeThatWasHeldUp_doesNotDisplaceALaterOne() throws IOException {
        CheckpointStore store = store(1);
        store.write(ofStep(200, 3));
        store.write(ofStep(100, 3));

        assertEquals(namesOf(200), names());
    }

    @Test
    void sameStepAgain_isReplaced() throws IOException {
        CheckpointStore store = store(2);
        store.write(ofStep(100, 3));
        store.write(ofStep(100, 5));

        assertSameBits(ofStep(100, 5), store.latest().found().orElseThrow());
        assertEquals(namesOf(100), names());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void failedWrites_keepTheLastGoodOne_andTheNextOneGoesOn(int keep) throws IOException {
        CheckpointStore store = store(keep);
        store.write(ofStep(100, 3));
        Path aside = block();
        for (int i = 1; i <= 5; i++) {
            long step = 100L + i;
            String message = messageOf(IOException.class, () -> store.write(ofStep(step, 3)));
            assertEquals("cannot make the folder " + folder + ": a file is in its place", message);
        }
        unblock(aside);

        assertEquals(namesOf(100), names());
        assertEquals(100, step(store.latest()));
        store.write(ofStep(110, 3));
        assertEquals(110, step(store.latest()));
        assertEquals(keep, names().size());
    }

    @Test
    void targetThatCannotBeReplaced_leavesNoTemporary_andDeletesNothing() throws IOException {
        CheckpointStore store = store(1);
        store.write(ofStep(100, 3));
        Files.createDirectory(file(101));

        String message = messageOf(IOException.class, () -> store.write(ofStep(101, 3)));

        assertTrue(message.contains(file(101).toString()) && message.contains("directory"), message);
        assertEquals(namesOf(100, 101), names());
        assertEquals(100, step(store.latest()));
        assertEquals(List.of(file(101) + ": it is not a file"), store.latest().refused());
    }

    @Test
    void oldOnesThatCannotBeDeleted_doNotFailTheWrite() throws IOException {
        CheckpointStore store = store(1);
        Files.createDirectories(file(50).resolve("not-empty"));

        store.write(ofStep(100, 3));
        store.write(ofStep(200, 3));

        assertEquals(namesOf(50, 200), names());
        assertEquals(200, step(store.latest()));
    }

    @Test
    void folderRemovedDuringTheRun_isMadeAnew_theRunDirectoryIsNot() throws IOException {
        CheckpointStore store = store(2);
        Files.delete(folder);
        store.write(ofStep(100, 3));
        assertEquals(100, step(store.latest()));

        Path gone = Files.createDirectory(run.resolve("gone"));
        CheckpointStore orphan = CheckpointStore.open(gone, 2);
        Files.delete(gone.resolve("checkpoints"));
        Files.delete(gone);
        String message = messageOf(IOException.class, () -> orphan.write(ofStep(1, 1)));
        assertTrue(message.contains("the run directory, does not exist"), message);
        assertThrows(IOException.class, orphan::latest);
    }

    @Test
    void open_whereAFileIs_namesPathAndReason() throws IOException {
        Files.createFile(folder);

        assertEquals(
                "cannot make the folder " + folder + ": a file is in its place",
                messageOf(IOException.class, () -> store(2)));
    }

    @Test
    void open_removesOrphanedTemporaries_andNothingElse() throws IOException {
        store(2).write(ofStep(100, 3));
        for (int i = 0; i < 100; i++) {
            Files.createFile(folder.resolve(String.format(".step-0000000000000000200.ckpt.%016x.tmp", i)));
        }
        Files.createFile(folder.resolve("notes.txt"));

        CheckpointStore store = store(2);

        assertEquals(
                Stream.concat(Stream.of("notes.txt"), namesOf(100).stream()).toList(), names());
        store.write(ofStep(101, 3));
        store.write(ofStep(102, 3));
        assertEquals(
                Stream.concat(Stream.of("notes.txt"), namesOf(101, 102).stream())
                        .toList(),
                names());
    }

    @Test
    void otherNames_areNoCheckpoints_andAreNeverDeleted() throws IOException {
        CheckpointStore store = store(1);
        List<String> others =
                List.of("step-12.ckpt", "step-9999999999999999999.ckpt", "step-0000000000000000012.ckpt.bak", "x.ckpt");
        for (String other : others) {
            Files.createFile(folder.resolve(other));
        }
        assertTrue(store.latest().refused().isEmpty());
        store.write(ofStep(5, 1));

        assertTrue(names().containsAll(others));
        assertEquals(5, step(store.latest()));
    }

    @Test
    void nameThatDoesNotBelongToTheContent_isRefused() throws IOException {
        CheckpointStore store = store(2);
        store.write(ofStep(10, 3));
        Files.copy(file(10), file(99));

        LatestCheckpoint latest = store.latest();

        assertEquals(10, step(latest));
        assertEquals(List.of(file(99) + ": its name does not belong to it: it holds step 10"), latest.refused());
    }

    @Test
    void interruptedWriter_stillWrites_andStaysInterrupted() throws IOException {
        CheckpointStore store = store(2);
        Thread.currentThread().interrupt();
        try {
            store.write(ofStep(10, 3));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(10, step(store.latest()));
    }

    @Test
    void sink_writesWithItsProvenance() throws IOException {
        CheckpointStore store = store(2);
        Cadence cadence = new Cadence.Steps(3);
        CheckpointFileSink sink = new CheckpointFileSink(store, Samples.RUN, cadence);
        assertEquals("checkpoint", sink.name());
        assertEquals(cadence, sink.cadence());

        sink.accept(ofStep(10, 3).checkpoint());

        assertSameBits(ofStep(10, 3), store.latest().found().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void sink_refusesWeightsThatAreNotFinite(double bad) throws IOException {
        CheckpointStore store = store(1);
        CheckpointFileSink sink = new CheckpointFileSink(store, Samples.RUN, new Cadence.Steps(1));
        sink.accept(ofStep(10, 3).checkpoint());
        Checkpoint broken = new Checkpoint(11, 1, 1, 1, ImmutableMap.of("weights", ImmutableDoubleArray.of(1, bad, 2)));

        String message = messageOf(IOException.class, () -> sink.accept(broken));

        assertTrue(message.contains("step 11") && message.contains("no longer finite"), message);
        assertEquals(namesOf(10), names());
    }
}
