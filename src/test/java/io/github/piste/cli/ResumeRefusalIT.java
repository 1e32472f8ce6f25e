package io.github.piste.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import io.github.piste.run.InvalidConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run can be resumed from, and what is refused without a change to the run. */
@Tag(Torture.TAG)
class ResumeRefusalIT {
    private static final int FORMAT_VERSION_AT = 8;

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private RunFiles run;

    private static String[] job(Path folder) {
        return new String[] {
            "train",
            "--pace",
            "1ms",
            "-s",
            "run.directory=" + folder,
            "-s",
            "data.path=" + shared.resolve("rows.csv"),
            "-s",
            "data.target=y",
            "-s",
            "train.mode=mini-batch",
            "-s",
            "train.batch-size=10",
            "-s",
            "train.learning-rate=0.001",
            "-s",
            "train.epochs=40",
            "-s",
            "observe.checkpoint.every=100 steps",
            "-s",
            "observe.checkpoint.keep=3",
            "-s",
            "observe.plots.kinds=[loss]",
        };
    }

    /** Numbers of three features and a target; a cell of the first row may be another. */
    private static Path writeRows(String name, int features, double first) throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("a,b,c,d,".substring(0, 2 * features) + "y\n");
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < features; j++) {
                text.append(i == 0 && j == 0 ? first : random.nextGaussian()).append(',');
            }
            text.append(random.nextGaussian()).append('\n');
        }
        return Files.writeString(shared.resolve(name), text);
    }

    @BeforeAll
    static void interruptARun() throws IOException {
        writeRows("rows.csv", 3, 0.5);
        Chain.whole(shared.resolve("whole"), ResumeRefusalIT::job);
        Path folder = shared.resolve("stopped");
        try (PisteProcess process = PisteProcess.start(job(folder))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RunFiles.runsOf(folder).size() == 1
                            && RunFiles.onlyOf(folder).checkpointSteps().size() > 2);
            process.signal("TERM");
            process.await().with(ExitCode.TERMINATED);
        }
    }

    private static RunFiles whole() {
        return RunFiles.onlyOf(shared.resolve("whole"));
    }

    @BeforeEach
    void copyTheRun() throws IOException {
        Path from = RunFiles.onlyOf(shared.resolve("stopped")).path();
        Path to = temp.resolve("run");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        run = new RunFiles(to);
    }

    private PisteProcess.Ended resume(String... settings) {
        List<String> words =
                new ArrayList<>(List.of("train", "--resume", run.path().toString()));
        for (String setting : settings) {
            words.addAll(List.of("-s", setting));
        }
        return PisteProcess.run(words.toArray(String[]::new));
    }

    private Map<Long, ByteBuffer> checkpoints() throws IOException {
        Map<Long, ByteBuffer> contents = new TreeMap<>();
        for (long step : run.checkpointSteps()) {
            contents.put(step, ByteBuffer.wrap(Files.readAllBytes(checkpoint(step))));
        }
        return contents;
    }

    private Path checkpoint(long step) {
        return run.file(String.format("checkpoints/step-%019d.ckpt", step));
    }

    /** Changes the newest checkpoints. */
    private void change(int newest, UnaryOperator<byte[]> change) throws IOException {
        List<Long> steps = run.checkpointSteps();
        for (long step : steps.subList(Math.max(0, steps.size() - newest), steps.size())) {
            Files.write(checkpoint(step), change.apply(Files.readAllBytes(checkpoint(step))));
        }
    }

    private static byte[] damaged(byte[] content) {
        content[content.length / 2] ^= 1;
        return content;
    }

    private static byte[] ofANewerFormat(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(FORMAT_VERSION_AT, bytes.getInt(FORMAT_VERSION_AT) + 1);
        CRC32C crc = new CRC32C();
        crc.update(content, 0, content.length - 4);
        bytes.putInt(content.length - 4, (int) crc.getValue());
        return content;
    }

    @ParameterizedTest
    @CsvSource({"other-value.csv, 3, 0.25", "fewer-features.csv, 2, 0.5", "more-features.csv, 4, 0.5"})
    void otherData_areRefused_andNothingIsChanged(String name, int features, double first, TestInfo test)
            throws IOException {
        Map<Long, ByteBuffer> before = checkpoints();
        Path data = writeRows(name, features, first);
        PisteProcess.Ended refused = resume("data.path=" + data).with(ExitCode.USAGE);
        assertTrue(refused.err().contains("cannot be resumed with other data"), refused::err);
        assertTrue(refused.err().contains(data.toString()), refused::err);
        assertEquals(before, checkpoints());
        resume().with(ExitCode.DONE);
        run.assertEndedLike(whole());
        Torture.seen(test, "F12", name + ": refused with exit " + refused.code() + ", checkpoints unchanged");
    }

    @ParameterizedTest
    @CsvSource({
        "run.seed, 2",
        "data.scaling, min-max",
        "data.validation, 0.5",
        "model.intercept, false",
        "model.l2, 0.5",
        "train.mode, stochastic",
        "train.batch-size, 11",
        "train.learning-rate, 0.002",
        "train.rule, adam",
        "train.order, none",
        "train.averaging, true",
        "train.schedule.kind, cosine",
        "train.stop.loss-change, 0.5",
    })
    void otherSetting_isRefusedByName(String key, String value, TestInfo test) {
        InvalidConfigException refused = assertThrows(
                InvalidConfigException.class, () -> new Resumption(run.path(), List.of(key + "=" + value)));
        assertTrue(
                refused.problems().stream()
                        .anyMatch(line -> line.startsWith(key + ": ") && line.endsWith("-> " + value)),
                refused::getMessage);
        Torture.seen(test, "F12", "other " + key + ": refused, the message says what it was and is");
    }

    @Test
    void configurationChangedByHand_isRefused(TestInfo test) throws IOException {
        Map<Long, ByteBuffer> before = checkpoints();
        String config = Files.readString(run.file("config.conf"));
        Files.writeString(run.file("config.conf"), config + "\ntrain.learning-rate = 0.002\n");
        PisteProcess.Ended refused = resume().with(ExitCode.USAGE);
        assertTrue(refused.err().contains("belongs to another configuration"), refused::err);
        assertTrue(refused.err().contains("train.learning-rate: 0.001 -> 0.002"), refused::err);
        assertEquals(
                1, refused.err().lines().filter(line -> line.contains(" -> ")).count(), refused::err);
        assertEquals(before, checkpoints());
        Torture.seen(
                test,
                "F12",
                "config.conf changed by hand: refused with exit " + refused.code()
                        + ", the message says what the setting was and is");
    }

    @Test
    void checkpointsOfANewerFormat_areRefused_andNotLost(TestInfo test) throws IOException {
        change(3, ResumeRefusalIT::ofANewerFormat);
        Map<Long, ByteBuffer> before = checkpoints();
        PisteProcess.Ended refused = resume().with(ExitCode.USAGE);
        assertTrue(refused.err().contains("written by a newer Piste"), refused::err);
        assertTrue(refused.err().contains("none of its checkpoints can be read"), refused::err);
        assertEquals(before, checkpoints());
        Torture.seen(
                test,
                "F12",
                before.size() + " checkpoints of a newer format: refused with exit " + refused.code() + ", unchanged");
    }

    @Test
    void damagedNewest_isNamed_andTheOneBeforeContinuesToTheSameBits(TestInfo test) throws IOException {
        List<Long> steps = run.checkpointSteps();
        long newest = steps.get(steps.size() - 1);
        long previous = steps.get(steps.size() - 2);
        change(1, ResumeRefusalIT::damaged);
        PisteProcess.Ended ended = resume().with(ExitCode.DONE);
        assertTrue(ended.err().contains(checkpoint(newest).toString()), ended::err);
        assertTrue(ended.err().contains("it is damaged"), ended::err);
        assertTrue(ended.out().contains("continues from step " + Text.count(previous)), ended::out);
        run.assertEndedLike(whole());
        Torture.seen(
                test, "F6", "newest checkpoint damaged: named, resumed from step " + previous + " to the same bits");
    }

    @Test
    void allDamaged_isRefused_andNothingIsChanged(TestInfo test) throws IOException {
        change(3, ResumeRefusalIT::damaged);
        Map<Long, ByteBuffer> before = checkpoints();
        String metrics = Files.readString(run.file("metrics.csv"));
        PisteProcess.Ended refused = resume().with(ExitCode.USAGE);
        for (long step : before.keySet()) {
            assertTrue(refused.err().contains(checkpoint(step).toString()), refused::err);
        }
        assertEquals(before, checkpoints());
        assertEquals(metrics, Files.readString(run.file("metrics.csv")));
        Torture.seen(test, "F6", "all " + before.size() + " checkpoints damaged: refused, each named, nothing changed");
    }

    @Test
    void metricsThatAreGone_costNoStep(TestInfo test) throws IOException {
        Files.delete(run.file("metrics.csv"));
        long newest = run.newestCheckpoint();
        PisteProcess.Ended ended = resume().with(ExitCode.DONE);
        assertTrue(ended.out().contains("continues from step " + Text.count(newest)), ended::out);
        assertTrue(ended.err().contains("metrics.csv"), ended::err);
        assertEquals(whole().model(), run.model());
        assertFalse(run.metrics().isEmpty());
        Torture.seen(test, "F7", "metrics.csv gone: resumed from step " + newest + ", said so, same bits");
    }

    @Test
    void orphanedTemporaries_goAtTheStart_andAreNoCheckpoints(TestInfo test) throws IOException {
        int orphans = 100;
        for (int i = 0; i < orphans; i++) {
            String name = List.of(".run.json", "plots/.loss.png", "checkpoints/.step-9999999999999999999.ckpt")
                    .get(i % 3);
            Files.write(run.file(name + String.format(".%016x.tmp", i)), new byte[100]);
        }
        assertEquals(orphans, run.temporaries().size());
        PisteProcess.Ended ended = resume().with(ExitCode.DONE);
        assertEquals("", ended.err());
        run.assertEndedLike(whole());
        Torture.seen(test, "F8", orphans + " orphans: " + run.temporaries().size() + " left, no checkpoint among them");
    }
}
