package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.Torture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A run resumed from checkpoints that somebody has spoilt, by the real program with a small heap. */
@Tag(Torture.TAG)
class HostileCheckpointIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CHECKSUM = 4;
    private static final int HEADER = 20;
    private static final String[] ARRAYS = {
        "weights",
        "numbers",
        "memory.0",
        "running",
        "average.count",
        "best",
        "history.interval",
        "history.0",
        "history.1"
    };

    @TempDir
    private static Path shared;

    private static RunFiles half;
    private static RunFiles whole;

    @TempDir
    private Path temp;

    private static String[] job(Path folder, int epochs) {
        return SyntheticJob.in(
                folder,
                "mini-batch",
                "data.synthetic.rows=500",
                "train.rule=momentum",
                "train.epochs=" + epochs,
                "observe.checkpoint.every=5 epochs",
                "observe.plots.enabled=false");
    }

    @BeforeAll
    static void train() throws IOException {
        PisteProcess.run(job(shared.resolve("half"), 6)).with(ExitCode.DONE);
        PisteProcess.run(job(shared.resolve("whole"), 6)).with(ExitCode.DONE);
        half = RunFiles.onlyOf(shared.resolve("half"));
        whole = RunFiles.onlyOf(shared.resolve("whole"));
        resume(half, 12).with(ExitCode.DONE);
        resume(whole, 20).with(ExitCode.DONE);
        assertEquals(2, half.checkpointSteps().size());
    }

    /** The half run again, as it was. */
    private RunFiles copy() throws IOException {
        Path folder = Files.createTempDirectory(temp, "run");
        for (String name : half.all()) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.copy(half.file(name), folder.resolve(name));
        }
        return new RunFiles(folder);
    }

    private static Path checkpoint(RunFiles run, int fromTheEnd) throws IOException {
        List<Long> steps = run.checkpointSteps();
        return run.file(String.format("checkpoints/step-%019d.ckpt", steps.get(steps.size() - 1 - fromTheEnd)));
    }

    private static PisteProcess.Ended resume(RunFiles run, int epochs) {
        List<String> words = new ArrayList<>(List.of(
                PisteProcess.java().toString(),
                "-Xmx64m",
                "-jar",
                PisteProcess.JAR.toString(),
                "train",
                "--resume",
                run.path().toString(),
                "-s",
                "train.epochs=" + epochs));
        try (PisteProcess process = PisteProcess.launch(PisteProcess.builder(words))) {
            return process.await(LIMIT);
        }
    }

    @Test
    void f6_damagedNewest_isNamedAndThePreviousOneContinued_toTheSameBits(TestInfo test) throws IOException {
        Random random = new Random(6);
        byte[] good = Files.readAllBytes(checkpoint(half, 0));
        int times = Torture.times(2, 20);
        for (int i = 0; i < times; i++) {
            RunFiles run = copy();
            Path newest = checkpoint(run, 0);
            byte[] bad = good.clone();
            switch (i % 4) {
                case 0 -> bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
                case 2 -> bad = new byte[bad.length];
                default -> random.nextBytes(bad);
            }
            Files.write(newest, bad);
            PisteProcess.Ended ended = resume(run, 20).with(ExitCode.DONE);
            assertTrue(ended.err().startsWith("piste: " + newest + ": it "), ended::err);
            assertEquals(1, ended.err().lines().count(), ended::err);
            assertTrue(ended.out().contains(": continues from step "), ended::out);
            assertEquals(whole.modelBits(), run.modelBits());
            assertEquals(whole.metricsWithoutTime(), run.metricsWithoutTime());
        }
        Torture.seen(
                test,
                "F6",
                times + " runs resumed past a damaged newest checkpoint at -Xmx64m: each named it, went on from the one"
                        + " before, and ended with the same bits");
    }

    @Test
    void f6_noCheckpointCanBeRead_isRefused_andNothingIsChanged() throws IOException {
        RunFiles run = copy();
        Files.write(checkpoint(run, 0), new byte[0]);
        Files.write(checkpoint(run, 1), new byte[100]);
        PisteProcess.Ended ended = resume(run, 20).with(ExitCode.USAGE);
        assertEquals(3, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().contains("none of its checkpoints can be read, and nothing was changed"), ended::err);
        assertEquals(half.modelBits(), run.modelBits());
        assertEquals(half.metricsWithoutTime(), run.metricsWithoutTime());
    }

    /** Whoever forges the checksum too can change numbers, but not crash the program or hold it up. */
    @Test
    void s1_forgedCheckpoint_isResumedOrRefusedInOneLine(TestInfo test) throws IOException {
        Random random = new Random(9);
        long[] nasty = {
            -1,
            0,
            1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Double.doubleToRawLongBits(Double.NaN),
            Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
            Double.doubleToRawLongBits(-1),
            Double.doubleToRawLongBits(1e300),
            Double.doubleToRawLongBits(0.5)
        };
        byte[] good = Files.readAllBytes(checkpoint(half, 0));
        int times = Torture.times(5, 60);
        int refused = 0;
        int resumed = 0;
        for (int i = 0; i < times; i++) {
            RunFiles run = copy();
            byte[] forged = good.clone();
            ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
            if (i % 3 == 0) {
                bytes.putLong(placeOf(forged, "history.interval"), nasty[random.nextInt(nasty.length)]);
            } else {
                for (int changes = 4; changes > 0; changes--) {
                    bytes.putLong(
                            placeOf(forged, ARRAYS[random.nextInt(ARRAYS.length)]),
                            nasty[random.nextInt(nasty.length)]);
                }
                bytes.putInt(positionIn(bytes), random.nextInt() >>> (1 + random.nextInt(30)));
            }
            CRC32C crc = new CRC32C();
            crc.update(forged, 0, forged.length - CHECKSUM);
            bytes.putInt(forged.length - CHECKSUM, (int) crc.getValue());
            Files.write(checkpoint(run, 0), forged);
            PisteProcess.Ended ended = resume(run, 20);
            ended.with(ended.code());
            if (ended.code() == ExitCode.DONE || ended.code() == ExitCode.DIVERGED) {
                resumed++;
            } else {
                assertEquals(ExitCode.USAGE, ended.code(), ended::err);
                assertEquals(1, ended.err().lines().count(), ended::err);
                assertTrue(ended.err().contains(": cannot be resumed: the checkpoint"), ended::err);
                refused++;
            }
        }
        assertTrue(refused >= times / 3 && resumed > 0, refused + " refused, " + resumed + " resumed");
        Torture.seen(
                test,
                "S1",
                String.format(
                        "%d checkpoints with forged numbers and a right checksum: %d resumed, %d refused in one line, 0"
                                + " stack traces, 0 hangs",
                        times, resumed, refused));
    }

    /** Where the position in the epoch stands: behind three texts, the step and the epoch. */
    private static int positionIn(ByteBuffer file) {
        int at = HEADER;
        for (int text = 0; text < 3; text++) {
            at += Integer.BYTES + file.getInt(at);
        }
        return at + 2 * Long.BYTES;
    }

    /** Where the first number of a named array stands. */
    private static int placeOf(byte[] file, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + text.length + 12 < file.length; at++) {
            if (Arrays.equals(text, 0, text.length, file, at, at + text.length) && file[at - 4] == text.length) {
                return at + text.length + 4;
            }
        }
        throw new AssertionError("no array " + name);
    }
}
