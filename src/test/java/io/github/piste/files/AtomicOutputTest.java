package io.github.piste.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicOutputTest {
    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void writeOld() throws IOException {
        target = Files.writeString(folder.resolve("out.csv"), "old");
    }

    @Test
    void commit_putsAllOfItInPlace_andNothingIsSeenBefore() throws IOException {
        byte[] content = new byte[1_000_003];
        new Random(1).nextBytes(content);
        try (AtomicOutput output = AtomicOutput.open(target)) {
            output.stream().write(content, 0, 500_000);
            assertEquals("old", Files.readString(target));
            output.stream().write(content, 500_000, content.length - 500_001);
            output.stream().write(content[content.length - 1]);
            output.stream().close();
            assertEquals("old", Files.readString(target));
            output.commit();
            assertArrayEquals(content, Files.readAllBytes(target));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
        assertOnlyTarget();
    }

    @Test
    void close_withoutCommit_leavesEverythingAsItWas() throws IOException {
        AtomicOutput output = AtomicOutput.open(target);
        output.stream().write("half".getBytes(UTF_8));
        output.stream().flush();
        output.close();
        output.close();
        assertEquals("old", Files.readString(target));
        assertOnlyTarget();
    }

    @Test
    void commit_ofANewFile_createsIt() throws IOException {
        Files.delete(target);
        try (AtomicOutput output = AtomicOutput.open(target)) {
            assertFalse(Files.exists(target));
            output.commit();
        }
        assertEquals("", Files.readString(target));
    }

    @Test
    void interrupt_breaksOff_andLeavesNothing() throws IOException {
        IOException failure;
        try (AtomicOutput output = AtomicOutput.open(target)) {
            output.stream().write('x');
            Thread.currentThread().interrupt();
            failure = assertThrows(IOException.class, output::commit);
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertTrue(String.valueOf(failure.getMessage()).startsWith("cannot replace " + target));
        assertEquals("old", Files.readString(target));
        assertOnlyTarget();
    }

    @Test
    void open_whereNothingCanBeWritten_namesTheTarget() {
        Path nowhere = folder.resolve("nowhere").resolve("out");
        IOException missing = assertThrows(IOException.class, () -> AtomicOutput.open(nowhere));
        assertEquals("cannot replace " + nowhere + ": its directory does not exist", missing.getMessage());
        IOException directory = assertThrows(IOException.class, () -> AtomicOutput.open(folder));
        assertEquals("cannot replace " + folder + ": it is a directory", directory.getMessage());
    }

    private void assertOnlyTarget() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(target), files.toList());
        }
    }
}
