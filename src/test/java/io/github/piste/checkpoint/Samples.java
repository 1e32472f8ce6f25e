package io.github.piste.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.train.Checkpoint;
import org.junit.jupiter.api.function.Executable;

/** Checkpoints to write and a comparison by bits. */
final class Samples {
    static final RunIdentity RUN = new RunIdentity("0.1.0", "configuration-1", "data-1");

    private Samples() {}

    /** A checkpoint whose numbers follow from its step. */
    static StoredCheckpoint ofStep(long step, int weights) {
        ImmutableDoubleArray.Builder w = ImmutableDoubleArray.builder();
        for (int i = 0; i < weights; i++) {
            w.add(step + 1.0 / (i + 3));
        }
        return new StoredCheckpoint(
                RUN,
                new Checkpoint(step, step / 10, (int) (step % 10), step * 7, ImmutableMap.of("weights", w.build())));
    }

    /** Every kind of number that a format could spoil. */
    static StoredCheckpoint awkward() {
        ImmutableDoubleArray numbers = ImmutableDoubleArray.of(
                0.0,
                -0.0,
                Double.NaN,
                Double.longBitsToDouble(0x7FF8_0000_DEAD_BEEFL),
                Double.longBitsToDouble(0xFFF8_0000_0000_0001L),
                Double.longBitsToDouble(0x7FF0_0000_0000_0001L),
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                -Double.MIN_VALUE,
                0x0.8p-1022,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                0.1,
                Math.PI);
        return new StoredCheckpoint(
                new RunIdentity("0.1.0-ä", "", "\u2603 data"),
                new Checkpoint(
                        Long.MAX_VALUE,
                        1L << 40,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE - 1,
                        ImmutableMap.of(
                                "zzz", numbers, "", ImmutableDoubleArray.of(), "größe", ImmutableDoubleArray.of(1))));
    }

    /** Small, but with every kind of field. */
    static StoredCheckpoint small() {
        return new StoredCheckpoint(
                RUN,
                new Checkpoint(
                        12,
                        3,
                        4,
                        5,
                        ImmutableMap.of(
                                "weights",
                                ImmutableDoubleArray.of(1.5, -2.5),
                                "average",
                                ImmutableDoubleArray.of(Double.NaN))));
    }

    /** What an exception that must come says. */
    static String messageOf(Class<? extends Exception> expected, Executable action) {
        return String.valueOf(assertThrows(expected, action).getMessage());
    }

    static void assertSameBits(StoredCheckpoint expected, StoredCheckpoint actual) {
        assertEquals(expected.identity(), actual.identity());
        assertSameBits(expected.checkpoint(), actual.checkpoint());
    }

    static void assertSameBits(Checkpoint expected, Checkpoint actual) {
        assertEquals(expected.step(), actual.step());
        assertEquals(expected.epoch(), actual.epoch());
        assertEquals(expected.position(), actual.position());
        assertEquals(expected.elapsedNanos(), actual.elapsedNanos());
        assertEquals(expected.state().keySet().asList(), actual.state().keySet().asList());
        expected.state().forEach((name, array) -> {
            double[] other = actual.array(name);
            assertEquals(array.length(), other.length, name);
            for (int i = 0; i < other.length; i++) {
                assertEquals(
                        Double.doubleToRawLongBits(array.get(i)),
                        Double.doubleToRawLongBits(other[i]),
                        name + "[" + i + "]");
            }
        });
    }
}
