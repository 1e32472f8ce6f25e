package io.github.piste.checkpoint;

import static io.github.piste.checkpoint.Samples.assertSameBits;
import static io.github.piste.checkpoint.Samples.messageOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import com.sun.management.ThreadMXBean;
import io.github.piste.checkpoint.RunIdentity.Difference;
import io.github.piste.train.Checkpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    private static final Path FILE = Path.of("run", "step-12.ckpt");

    /** Where the fields of {@link Samples#small()} begin. */
    private static final int VERSION = 8;

    private static final int LENGTH = 12;
    private static final int FIRST_TEXT = 20;
    private static final int STEP = FIRST_TEXT + 4 + 5 + 4 + 15 + 4 + 6;
    private static final int COUNT = STEP + 8 + 8 + 4 + 8;
    private static final int FIRST_NAME = COUNT + 4;
    private static final int FIRST_ARRAY = FIRST_NAME + 4 + 7;
    private static final int SECOND_NAME = FIRST_ARRAY + 4 + 16;

    @TempDir
    Path directory;

    private static byte[] small() throws IOException {
        return CheckpointFile.encode(FILE, Samples.small());
    }

    private static String refusal(byte[] content) {
        String message = messageOf(CheckpointException.class, () -> CheckpointFile.decode(FILE, content));
        assertTrue(message.startsWith(FILE + ": it "), message);
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    private static byte[] sealed(byte[] content) {
        buffer(content).putInt(content.length - 4, CheckpointFile.checksum(content));
        return content;
    }

    private static ByteBuffer buffer(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String refusalOfInt(int at, int value) throws IOException {
        byte[] content = small();
        buffer(content).putInt(at, value);
        return refusal(sealed(content));
    }

    @Test
    void roundTrip_keepsEveryBit() throws IOException {
        for (StoredCheckpoint stored : new StoredCheckpoint[] {
            Samples.small(),
            Samples.awkward(),
            Samples.ofStep(0, 0),
            Samples.ofStep(77, 10_000),
            new StoredCheckpoint(Samples.RUN, new Checkpoint(0, 0, 0, 0, ImmutableMap.of()))
        }) {
            byte[] content = CheckpointFile.encode(FILE, stored);

            assertSameBits(stored, CheckpointFile.decode(FILE, content));
            Path file = directory.resolve("c");
            Files.write(file, content);
            assertSameBits(stored, CheckpointFile.read(file));
        }
    }

    @Test
    void layout_isTheOneDocumented() throws IOException {
        byte[] content = small();
        ByteBuffer in = buffer(content);

        assertEquals((byte) 0x89, content[0]);
        assertEquals("PISTE\r\n", new String(content, 1, 7, java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(1, in.getInt(VERSION));
        assertEquals(content.length, in.getLong(LENGTH));
        assertEquals(12, in.getLong(STEP));
        assertEquals(2, in.getInt(COUNT));
        assertEquals(2, in.getInt(FIRST_ARRAY));
        assertEquals(Double.doubleToRawLongBits(1.5), in.getLong(FIRST_ARRAY + 4));
        assertEquals(7, in.getInt(SECOND_NAME));
    }

    @Test
    void everyTruncation_isRefused() throws IOException {
        byte[] content = small();
        for (int length = 0; length < content.length; length++) {
            String message = refusal(Arrays.copyOf(content, length));
            assertTrue(message.contains(length == 0 ? "it is empty" : "cut off"), message);

            Path file = directory.resolve("cut");
            Files.write(file, Arrays.copyOf(content, length));
            assertThrows(CheckpointException.class, () -> CheckpointFile.read(file));
        }
        assertTrue(refusal(Arrays.copyOf(content, content.length + 1)).contains("it is damaged"));
    }

    @Test
    void everyFlippedBit_isRefused() throws IOException {
        byte[] content = small();
        for (int bit = 0; bit < 8 * content.length; bit++) {
            content[bit / 8] ^= (byte) (1 << bit % 8);
            refusal(content);
            content[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertSameBits(Samples.small(), CheckpointFile.decode(FILE, content));
    }

    @Test
    void twentyThousandMutations_giveTheDocumentedExceptionOnly() throws IOException {
        Random random = new Random(17);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] content = mutated(small(), random);
            boolean sealed = i % 2 == 0 && content.length >= CheckpointFile.HEADER_BYTES + 4;
            if (sealed) { // so that the checksum does not keep the mutation from the parser
                buffer(content).putLong(LENGTH, content.length);
                sealed(content);
            }
            try {
                CheckpointFile.decode(FILE, content);
                accepted++;
                assertTrue(sealed || Arrays.equals(content, small()));
            } catch (CheckpointException refused) {
                assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
            }
        }
        assertTrue(accepted > 1000, "a forged number cannot be told from a true one: " + accepted);
    }

    private static byte[] mutated(byte[] content, Random random) {
        byte[] result = content;
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(Math.max(1, result.length - 8));
            switch (random.nextInt(5)) {
                case 0 -> result[at] = (byte) random.nextInt();
                case 1 -> buffer(result).putInt(at, random.nextInt());
                case 2 -> buffer(result).putInt(at, new int[] {-1, 0, Integer.MAX_VALUE, 1 << 28}[random.nextInt(4)]);
                case 3 -> result = Arrays.copyOf(result, Math.max(16, result.length + random.nextInt(41) - 20));
                default -> System.arraycopy(result, random.nextInt(8), result, at, 8);
            }
        }
        return result;
    }

    @Test
    void lengthsOfTwoToThe31_areRefusedWithoutAllocation() throws IOException {
        int[] lengths = {FIRST_TEXT, COUNT, FIRST_NAME, FIRST_ARRAY, SECOND_NAME};
        for (int at : lengths) {
            refusalOfInt(at, Integer.MAX_VALUE);
        }
        for (int at : lengths) {
            for (int value : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 28}) {
                byte[] content = small();
                buffer(content).putInt(at, value);
                sealed(content);
                long before = allocated();
                String message = refusal(content);
                long bytes = allocated() - before;
                assertTrue(message.contains("a length of " + value), message);
                assertTrue(bytes < 1 << 20, at + ": " + bytes + " bytes allocated");
            }
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void otherFormatVersion_isNamed_butNotWhenTheFileIsDamaged() throws IOException {
        assertTrue(refusalOfInt(VERSION, 2)
                .contains("was written by a newer Piste (checkpoint format 2, this one reads 1); resume with"));
        assertTrue(refusalOfInt(VERSION, 0).contains("was written by another Piste (checkpoint format 0"));
        byte[] damaged = small();
        damaged[VERSION] ^= 2;
        assertTrue(refusal(damaged).contains("checksum"));
    }

    @Test
    void foreignAndMalformedFiles_areToldApart() throws IOException {
        assertTrue(refusal(new byte[4096]).contains("it is no checkpoint of Piste"));
        byte[] asText = small();
        asText[6] = '\n';
        assertTrue(refusal(sealed(asText)).contains("it is no checkpoint of Piste"));
        assertTrue(refusalOfInt(LENGTH, Integer.MAX_VALUE).contains("and says 2147483647"));
        assertTrue(refusalOfInt(LENGTH + 4, -1).contains("it is damaged"));
        assertTrue(refusalOfInt(STEP + 4, -1).contains("none can be below 0"));
        assertTrue(refusalOfInt(FIRST_NAME + 4, -1).contains("a text is not UTF-8"));
        assertTrue(refusalOfInt(COUNT, 1).contains("bytes follow its last array"));
        byte[] twice = small();
        System.arraycopy(twice, FIRST_NAME + 4, twice, SECOND_NAME + 4, 7);
        assertTrue(refusal(sealed(twice)).contains("two arrays have one name"));
    }

    @Test
    void filesThatCannotBeRead_giveTheSameException() throws IOException {
        Path missing = directory.resolve("missing.ckpt");
        assertEquals(
                missing + ": it does not exist",
                messageOf(CheckpointException.class, () -> CheckpointFile.read(missing)));
        assertEquals(
                directory + ": it is not a file",
                messageOf(CheckpointException.class, () -> CheckpointFile.read(directory)));
    }

    @Test
    void hugeFiles_areRefusedBeforeTheyAreRead() throws IOException {
        Path file = directory.resolve("huge.ckpt");
        long size = 5_000_000_000L; // sparse: takes no room
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(size);
            assertTrue(messageOf(CheckpointException.class, () -> CheckpointFile.read(file))
                    .contains("it is no checkpoint of Piste"));
            byte[] header = Arrays.copyOf(small(), CheckpointFile.HEADER_BYTES);
            buffer(header).putLong(LENGTH, size);
            huge.write(header);
        }
        long before = allocated();
        String message = messageOf(CheckpointException.class, () -> CheckpointFile.read(file));
        assertTrue(message.contains("too many for a Java heap of") && message.contains("-Xmx"), message);
        assertTrue(allocated() - before < 1 << 20);
    }

    @Test
    void checkpointAboveTheLargestArray_isRefusedBeforeItIsBuilt() {
        ImmutableDoubleArray shared = ImmutableDoubleArray.copyOf(new double[1 << 20]);
        ImmutableMap.Builder<String, ImmutableDoubleArray> state = ImmutableMap.builder();
        for (int i = 0; i < 256; i++) {
            state.put("memory." + i, shared);
        }
        StoredCheckpoint tooLarge = new StoredCheckpoint(Samples.RUN, new Checkpoint(1, 1, 0, 0, state.buildOrThrow()));

        String message = messageOf(CheckpointException.class, () -> CheckpointFile.encode(FILE, tooLarge));
        assertTrue(message.contains("at most 2147483639 can be written"), message);
    }

    @Test
    void messages_areOneLine_whateverThePath() {
        Path evil = Path.of("a\nb\u001b[31m\u202ec");
        String message = String.valueOf(new CheckpointException(evil, "it is empty").getMessage());
        assertEquals("a\\u000ab\\u001b[31m\\u202ec: it is empty", message);
    }

    @Test
    void differences_nameWhatDiffers() {
        RunIdentity run = Samples.RUN;
        assertTrue(run.differencesFrom(new RunIdentity("0.1.0", "configuration-1", "data-1"))
                .isEmpty());
        assertEquals(
                ImmutableSet.of(Difference.DATA),
                run.differencesFrom(new RunIdentity("0.1.0", "configuration-1", "data-2")));
        assertEquals(
                ImmutableSet.of(Difference.CONFIGURATION),
                run.differencesFrom(new RunIdentity("0.1.0", "configuration-2", "data-1")));
        assertEquals(
                ImmutableSet.of(Difference.VERSION),
                run.differencesFrom(new RunIdentity("0.2.0", "configuration-1", "data-1")));
        assertEquals(ImmutableSet.copyOf(Difference.values()), run.differencesFrom(new RunIdentity("", "", "")));
    }

    @Test
    void encoding_isAFunctionOfTheContent() throws IOException {
        assertTrue(Arrays.equals(small(), small()));
        assertFalse(Arrays.equals(small(), CheckpointFile.encode(FILE, Samples.ofStep(12, 2))));
        if (small().length > 400) {
            fail("the small file is no longer small");
        }
    }
}
