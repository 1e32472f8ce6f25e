package io.github.piste.cli;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive that is given away, unpacked where nothing else of the project is. */
class DistributionIT {
    @TempDir
    private Path temp;

    private Path home = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        Path archive;
        try (Stream<Path> files = Files.list(PisteProcess.JAR.getParent())) {
            archive = files.filter(file -> file.getFileName().toString().matches("piste-[\\d.]+\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow();
        }
        run(temp, "tar", "-xzf", archive.toString());
        home = temp.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    }

    private PisteProcess.Ended run(Path directory, String... words) {
        try (PisteProcess process = start(directory, words)) {
            return process.await().with(ExitCode.DONE);
        }
    }

    private PisteProcess start(Path directory, String... words) {
        ProcessBuilder builder = PisteProcess.builder(List.of(words)).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", temp.resolve("a cache").toString());
        return PisteProcess.launch(builder);
    }

    @Test
    void archive_holdsLauncherLibrariesConfigAndEmptyLogs() throws IOException {
        for (String entry : List.of(
                "bin/piste",
                "lib",
                "lib/piste-bom.json",
                "config/train.conf",
                "config/long-run.conf",
                "config/logback.xml",
                "LICENSE")) {
            assertTrue(Files.exists(home.resolve(entry)), entry);
        }
        assertTrue(Files.isExecutable(home.resolve("bin/piste")));
        try (Stream<Path> logs = Files.list(home.resolve("logs"))) {
            assertTrue(logs.allMatch(file -> file.getFileName().toString().startsWith(".")));
        }
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            List<String> names =
                    libraries.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.stream().anyMatch(name -> name.startsWith("piste-")), names::toString);
            assertTrue(names.stream().noneMatch(name -> name.contains("junit")), names::toString);
        }
    }

    @Test
    void launcher_runsTheSampleFromItsFolder() throws IOException {
        PisteProcess.Ended ended = run(home, "bin/piste", "train", "config/train.conf");
        // Java's own notice of the module; nothing else.
        assertEquals(
                "WARNING: Using incubator modules: jdk.incubator.vector",
                ended.err().strip());
        assertTrue(ended.out().contains("waiting = 33.4744 + 10.7296 eruptions"), ended::out);
        RunFiles run = RunFiles.onlyOf(home.resolve("logs"));
        assertEquals("FINISHED", run.state());
        assertTrue(RunFiles.isWholePng(Files.readAllBytes(run.file("plots/path.png"))));
    }

    @Test
    void launcher_ofTheFirstTraining_leavesClassesForTheNextOne() throws IOException {
        PisteProcess.Ended first = run(home, "bin/piste", "train", "config/train.conf");
        assertFalse(first.out().contains("cds"), first::out);
        Path archive = onlyFileOf(temp.resolve("a cache/piste"));
        PisteProcess.Ended second = run(home, "bin/piste", "train", "config/train.conf");
        assertEquals(first.err(), second.err());
        assertFalse(second.out().contains("cds"), second::out);
        assertEquals(archive, onlyFileOf(temp.resolve("a cache/piste")));
        Files.writeString(archive, "no archive");
        assertEquals(
                first.err(),
                run(home, "bin/piste", "train", "config/train.conf").err());
    }

    @Test
    void launcher_ofATrainingAfterACommandThatDidNotTrain_replacesItsClasses() throws IOException {
        run(home, "bin/piste", "train", "--help");
        Path archive = onlyFileOf(temp.resolve("a cache/piste"));
        long few = Files.size(archive);
        run(home, "bin/piste", "train", "config/train.conf");
        long many = Files.size(archive);
        assertTrue(many > 2 * few, () -> few + " bytes, then " + many);
        FileTime left = Files.getLastModifiedTime(archive);
        run(home, "bin/piste", "train", "--help");
        assertEquals(left, Files.getLastModifiedTime(archive));
    }

    @Test
    void launcher_inAnotherPlace_leavesClassesOfItsOwn() throws IOException {
        run(home, "bin/piste", "train", "config/train.conf");
        Path first = onlyFileOf(temp.resolve("a cache/piste"));
        Path other = temp.resolve("another place");
        run(temp, "cp", "-a", home.toString(), other.toString());
        run(other, "bin/piste", "train", "config/train.conf");
        try (Stream<Path> archives = Files.list(temp.resolve("a cache/piste"))) {
            assertEquals(2, archives.count());
        }
        assertTrue(Files.exists(first));
    }

    private static Path onlyFileOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            return all.get(0);
        }
    }

    @Test
    void launcher_worksFromAnywhereAndThroughALink() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("some where"));
        assertTrue(run(elsewhere, home.resolve("bin/piste").toString(), "--version")
                .out()
                .startsWith("piste "));
        run(
                elsewhere,
                home.resolve("bin/piste").toString(),
                "train",
                home.resolve("config/train.conf").toString(),
                "-s",
                "data.path=" + home.resolve("config/samples/old-faithful.csv"));
        RunFiles run = RunFiles.onlyOf(elsewhere.resolve("logs"));
        assertEquals("FINISHED", run.state());
        assertTrue(Files.size(run.file("train.log")) > 0);
        Path link = Files.createSymbolicLink(elsewhere.resolve("piste"), home.resolve("bin/piste"));
        assertTrue(run(elsewhere, link.toString(), "--version").out().startsWith("piste "));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void launcher_letsThreadsThatDrawAndCompileGiveWayToTheTraining() {
        try (PisteProcess process = start(home, "bin/piste", "train", "config/long-run.conf", "-s", "run.name=job")) {
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                Map<String, Integer> niceness = nicenessOfThreads(process.pid());
                int training = requireNonNull(niceness.get("java"));
                // Tests that are nice themselves have nothing to give way with.
                assertEquals(training == 0 ? 8 : training, niceness.get("piste-job-worke"), niceness::toString);
                assertEquals(training == 0 ? 5 : training, niceness.get("C1 CompilerThre"), niceness::toString);
            });
        }
    }

    /** By the first 15 letters of a thread's name; the training's is called as its program. */
    private static Map<String, Integer> nicenessOfThreads(long pid) throws IOException {
        Map<String, Integer> niceness = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                String afterName = stat.substring(stat.lastIndexOf(')') + 2);
                niceness.put(
                        stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
                        Integer.valueOf(Splitter.on(' ').splitToList(afterName).get(16)));
            }
        }
        return niceness;
    }
}
