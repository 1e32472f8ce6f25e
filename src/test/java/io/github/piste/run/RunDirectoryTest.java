package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void name_isTheRunsAndTheTimeInUtc_withANumberWhereThatExists() {
        Path parent = folder.resolve("a").resolve("b"); // missing parents are made
        try (RunDirectory first = RunDirectory.create(parent, "train", NOW);
                RunDirectory second = RunDirectory.create(parent, "train", NOW);
                RunDirectory third = RunDirectory.create(parent, "train", NOW);
                RunDirectory other = RunDirectory.create(parent, "other", NOW)) {
            assertEquals(parent.resolve("train-20260203-040506-789"), first.path());
            assertEquals(parent.resolve("train-20260203-040506-789-2"), second.path());
            assertEquals(parent.resolve("train-20260203-040506-789-3"), third.path());
            assertEquals(parent.resolve("other-20260203-040506-789"), other.path());
            assertTrue(Files.isDirectory(first.file("plots")));
            assertTrue(Files.isDirectory(first.file("checkpoints")));
        }
    }

    @Test
    void cachesOfRows_goWhenTheDirectoryIsOpened_andOnlyWithTheFirstClose() throws IOException {
        Path path = folder.resolve("run");
        Files.createDirectories(path);
        Files.writeString(path.resolve("data.cache"), "left by a process that was killed");
        RunDirectory directory = RunDirectory.at(path);
        assertFalse(Files.exists(path.resolve("data.cache")));
        Files.writeString(path.resolve("data-2.cache"), "rows");
        directory.close();
        assertFalse(Files.exists(path.resolve("data-2.cache")));
        try (RunDirectory next = RunDirectory.at(path)) {
            Files.writeString(next.file("data.cache"), "of the next run");
            directory.close();
            assertTrue(Files.exists(next.file("data.cache")));
        }
    }

    @Test
    void latest_isALinkToTheNewest_andNothingElseIsLeft() throws IOException {
        RunDirectory.create(folder, "train", NOW).close();
        Path link = folder.resolve("latest");
        assertEquals(Path.of("train-20260203-040506-789"), Files.readSymbolicLink(link), "relative, so it may move");
        RunDirectory.create(folder, "train", NOW).close();
        assertEquals(Path.of("train-20260203-040506-789-2"), Files.readSymbolicLink(link));
        assertTrue(Files.isDirectory(link.resolve("plots")));
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(3, entries.count());
        }
    }

    @Test
    void latest_thatIsARealFileOrDirectory_staysAsItIs() throws IOException {
        Files.writeString(folder.resolve("latest"), "mine");
        RunDirectory.create(folder, "train", NOW).close();
        assertEquals("mine", Files.readString(folder.resolve("latest")));
        Path other = Files.createDirectories(folder.resolve("o").resolve("latest"));
        RunDirectory.create(folder.resolve("o"), "train", NOW).close();
        assertTrue(Files.isDirectory(other) && !Files.isSymbolicLink(other));
    }

    @Test
    void directoryInUse_isRefusedWithTheOwner_untilItIsClosed() {
        Path path = folder.resolve("run");
        RunDirectory first = RunDirectory.at(path);
        RunDirectoryBusyException e = assertThrows(RunDirectoryBusyException.class, () -> RunDirectory.at(path));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        path + ": in use by process " + ProcessHandle.current().pid()),
                message);
        first.close();
        first.close();
        RunDirectory second = RunDirectory.at(path);
        assertThrows(RunDirectoryBusyException.class, () -> RunDirectory.at(path), "closing twice frees nobody else's");
        second.close();
    }

    @Test
    void refusal_doesNotFreeTheLockOfTheOwner() {
        Path path = folder.resolve("run");
        try (RunDirectory owner = RunDirectory.at(path)) {
            for (int i = 0; i < 3; i++) {
                assertThrows(RunDirectoryBusyException.class, () -> RunDirectory.at(owner.path()));
            }
        }
        RunDirectory.at(path).close();
    }

    @Test
    void fileInTheWay_isSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        RunDirectoryException at = assertThrows(RunDirectoryException.class, () -> RunDirectory.at(file));
        assertEquals(file + ": cannot be used as a run directory: a file of that name is in the way", at.getMessage());
        RunDirectoryException create =
                assertThrows(RunDirectoryException.class, () -> RunDirectory.create(file, "train", NOW));
        assertTrue(String.valueOf(create.getMessage()).startsWith(file + ": cannot make a run directory there: "));
        RunDirectoryException below =
                assertThrows(RunDirectoryException.class, () -> RunDirectory.at(file.resolve("deeper")));
        assertTrue(String.valueOf(below.getMessage()).contains(file.toString()), below::getMessage);
    }

    @Test
    void temporariesOfAKilledProcess_areRemoved_othersStay() throws IOException {
        Path path = folder.resolve("run");
        RunDirectory.at(path).close();
        List<Path> orphans = List.of(
                path.resolve(".run.json.0123456789abcdef.tmp"),
                path.resolve("plots").resolve(".loss.png.0123456789abcdef.tmp"),
                path.resolve("checkpoints").resolve(".a.0123456789abcdef.tmp"));
        List<Path> others = List.of(
                path.resolve("run.json"),
                path.resolve("notes.tmp"),
                path.resolve("plots").resolve("loss.png"));
        for (Path orphan : orphans) {
            Files.writeString(orphan, "half");
        }
        for (Path other : others) {
            Files.writeString(other, "whole");
        }
        RunDirectory.at(path).close();
        orphans.forEach(orphan -> assertFalse(Files.exists(orphan), orphan::toString));
        others.forEach(other -> assertTrue(Files.exists(other), other::toString));
    }
}
