package io.github.piste.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AtomicFilesTest {

    @TempDir
    Path directory;

    @Test
    void replace_newFile_createsIt() throws IOException {
        Path target = directory.resolve("loss.png");
        AtomicFiles.replace(target, new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target));
        assertOnlyFiles("loss.png");
    }

    @Test
    void replace_existingFile_leavesNothingOfTheOldContent() throws IOException {
        Path target = directory.resolve("run.json");
        AtomicFiles.replace(target, "a much longer content than the next one");
        AtomicFiles.replace(target, "kürzer");
        assertEquals("kürzer", Files.readString(target, UTF_8));
        AtomicFiles.replace(target, "");
        assertEquals(0, Files.size(target));
        assertOnlyFiles("run.json");
    }

    @Test
    void replace_contentOfManyChunks_isWhole() throws IOException {
        byte[] content = numbered(7, 300_001);
        AtomicFiles.replace(directory.resolve("checkpoint"), content);
        assertArrayEquals(content, Files.readAllBytes(directory.resolve("checkpoint")));
    }

    @Test
    void replace_whileTwoReadersPoll_showsOnlyWholeFiles() throws Exception {
        Path target = directory.resolve("plot.png");
        AtomicFiles.replace(target, numbered(0, 20_000));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong broken = new AtomicLong();
        AtomicLong reads = new AtomicLong();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Runnable reader = () -> {
                while (!done.get()) {
                    if (!isWhole(target)) {
                        broken.incrementAndGet();
                    }
                    reads.incrementAndGet();
                }
            };
            List<Future<?>> running = List.of(readers.submit(reader), readers.submit(reader));
            for (int i = 1; i <= 1_000; i++) {
                AtomicFiles.replace(target, numbered(i, 5_000 + 30 * (i % 1_000)));
            }
            done.set(true);
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            done.set(true);
            readers.shutdown();
        }
        assertEquals(0, broken.get(), () -> "of " + reads + " reads");
        assertTrue(reads.get() > 0);
        assertOnlyFiles("plot.png");
    }

    @Test
    void replace_inMissingDirectory_namesTargetAndReason() {
        Path target = directory.resolve("missing").resolve("run.json");
        IOException failure = assertThrows(IOException.class, () -> AtomicFiles.replace(target, "x"));
        assertEquals("cannot replace " + target + ": its directory does not exist", failure.getMessage());
    }

    @Test
    void replace_targetIsDirectory_refusesAndLeavesNoTemporary() throws IOException {
        Path target = Files.createDirectory(directory.resolve("plots"));
        IOException failure = assertThrows(IOException.class, () -> AtomicFiles.replace(target, "x"));
        assertEquals("cannot replace " + target + ": it is a directory", failure.getMessage());
        assertOnlyFiles("plots");
    }

    @Test
    void replace_parentIsAFile_fails() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");
        Path target = file.resolve("run.json");
        IOException failure = assertThrows(IOException.class, () -> AtomicFiles.replace(target, "x"));
        assertTrue(
                String.valueOf(failure.getMessage()).startsWith("cannot replace " + target + ": "),
                failure.getMessage());
        assertEquals("old", Files.readString(file));
    }

    @Test
    void replace_linkPlantedAtTemporarysName_isNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path target = directory.resolve("run.json");
        Path temporary = AtomicFiles.temporaryFor(target);
        Files.createSymbolicLink(temporary, victim);
        IOException failure = assertThrows(
                IOException.class, () -> AtomicFiles.replaceThrough(temporary, target, "evil".getBytes(UTF_8)));
        assertTrue(String.valueOf(failure.getMessage()).contains("in the way"), failure.getMessage());
        assertEquals("precious", Files.readString(victim));
        assertTrue(Files.isSymbolicLink(temporary), "what is not ours is not deleted");
        assertFalse(Files.exists(target));
    }

    @Test
    void replace_danglingLinkPlantedAtTemporarysName_createsNothingBehindIt() throws IOException {
        Path target = directory.resolve("run.json");
        Path temporary = AtomicFiles.temporaryFor(target);
        Files.createSymbolicLink(temporary, directory.resolve("elsewhere"));
        assertThrows(IOException.class, () -> AtomicFiles.replaceThrough(temporary, target, new byte[1]));
        assertFalse(Files.exists(directory.resolve("elsewhere")));
    }

    @Test
    void replace_targetIsLink_replacesTheLinkOnly() throws IOException {
        Path behind = Files.writeString(directory.resolve("behind"), "old");
        Path target = Files.createSymbolicLink(directory.resolve("link"), behind);
        AtomicFiles.replace(target, "new");
        assertFalse(Files.isSymbolicLink(target));
        assertEquals("old", Files.readString(behind));
    }

    @Test
    void replace_inReadOnlyDirectory_keepsTheOldFile() throws IOException {
        assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        Path target = Files.writeString(directory.resolve("run.json"), "old");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(directory), "runs as root, for whom nothing is read-only");
            IOException failure = assertThrows(IOException.class, () -> AtomicFiles.replace(target, "new"));
            assertEquals("cannot replace " + target + ": permission denied", failure.getMessage());
            assertEquals("old", Files.readString(target));
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void replace_longestAndOddNames_work() throws IOException {
        for (String name : List.of("n".repeat(255), "  blank ", "ünï-日本", "a" + "😀".repeat(60), "-rf", ".hidden")) {
            Path target = directory.resolve(name);
            AtomicFiles.replace(target, name);
            assertEquals(name, Files.readString(target));
        }
        assertEquals(0, AtomicFiles.deleteTemporaries(directory));
    }

    @Test
    void replace_relativePathWithoutParent_usesTheWorkingDirectory() {
        assertEquals(
                Path.of("").toAbsolutePath(),
                AtomicFiles.temporaryFor(Path.of("x")).toAbsolutePath().getParent());
    }

    @Test
    void replace_onInterruptedThread_completesAndKeepsTheFlag() throws IOException {
        Path target = directory.resolve("checkpoint");
        Thread.currentThread().interrupt();
        try {
            AtomicFiles.replace(target, "state");
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals("state", Files.readString(target));
        assertOnlyFiles("checkpoint");
    }

    @Test
    void replace_underAStormOfInterrupts_completesEveryTime() throws Exception {
        Path target = directory.resolve("checkpoint");
        Thread writer = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread storm = new Thread(() -> {
            for (int i = 0; i < 2_000 && !done.get(); i++) {
                writer.interrupt();
                Thread.onSpinWait();
            }
        });
        storm.start();
        try {
            for (int i = 0; i < 100; i++) {
                AtomicFiles.replace(target, numbered(i, 100_000));
                assertTrue(isWhole(target));
            }
        } finally {
            done.set(true);
            Uninterruptibles.joinUninterruptibly(storm);
            Thread.interrupted();
        }
        assertOnlyFiles("checkpoint");
    }

    @Test
    void deleteTemporaries_afterAKilledRun_deletesThoseAndNothingElse() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.writeString(AtomicFiles.temporaryFor(directory.resolve("checkpoint-" + i)), "half");
        }
        for (String name : List.of("checkpoint-1", "notes.tmp", ".cache.tmp", ".x.0123.tmp", ".swp")) {
            Files.writeString(directory.resolve(name), "whole");
        }
        Path kept = Files.createDirectory(directory.resolve(".d.0123456789abcdef.tmp"));
        assertEquals(100, AtomicFiles.deleteTemporaries(directory));
        assertOnlyFiles(
                "checkpoint-1",
                "notes.tmp",
                ".cache.tmp",
                ".x.0123.tmp",
                ".swp",
                kept.getFileName().toString());
        assertEquals(0, AtomicFiles.deleteTemporaries(directory));
    }

    private void assertOnlyFiles(String... names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    Stream.of(names).sorted().toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A content with its length and checksum in front. */
    private static byte[] numbered(int seed, int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (seed + i);
        }
        CRC32 sum = new CRC32();
        sum.update(body);
        return ByteBuffer.allocate(12 + length)
                .putInt(length)
                .putLong(sum.getValue())
                .put(body)
                .array();
    }

    private static boolean isWhole(Path file) {
        try {
            ByteBuffer content = ByteBuffer.wrap(readUninterrupted(file));
            int length = content.getInt();
            long expected = content.getLong();
            CRC32 sum = new CRC32();
            sum.update(content.slice());
            return content.remaining() == length && sum.getValue() == expected;
        } catch (IOException | BufferUnderflowException e) {
            return false;
        }
    }

    private static byte[] readUninterrupted(Path file) throws IOException {
        try (var in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        }
    }
}
