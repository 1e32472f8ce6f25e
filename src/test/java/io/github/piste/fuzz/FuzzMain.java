package io.github.piste.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A process that feeds one parser rubbish: {@code PARSER COUNT SEED FOLDER}.
 *
 * <p>First every bit flipped of the smallest good file, that file cut at every length, the largest length written at every
 * place, and zeros; the same with the second file; then as many mutations as asked for. What leads to a kind of message not seen before is mutated further.
 * Prints one line of counts; an input that leads to anything but a value or the documented line ends the process and is
 * left in {@link #FINDINGS}.
 */
public final class FuzzMain {
    /** Where an input is left that leads to anything else. */
    public static final Path FINDINGS = Path.of("target", "fuzz");

    private static final int LONGEST = 1 << 16;
    private static final int MOST_KEPT = 2_000;

    private final Target target;
    private final Path finding;
    private final List<byte[]> corpus;
    private final Set<String> kinds = new HashSet<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long inputs;
    private long accepted;
    private long slowestNanos;
    private long mostBytes;

    private FuzzMain(Target target, Path finding) throws IOException {
        this.target = target;
        this.finding = finding;
        this.corpus = new ArrayList<>(target.seeds());
    }

    /** Runs. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[3]);
        Target target = Parser.valueOf(args[0]).in(folder);
        FuzzMain fuzz = new FuzzMain(target, Files.createDirectories(FINDINGS).resolve(args[0]));
        for (byte[] seed : fuzz.corpus) {
            target.refusal(seed); // what is loaded and compiled only once is no fault of an input
        }
        long damaged = fuzz.systematic(target.seeds().get(0));
        long damagedAccepted = fuzz.accepted;
        fuzz.systematic(target.seeds().get(1));
        Mutator mutator = new Mutator(Long.parseLong(args[2]), target.tokens(), LONGEST);
        for (long i = Long.parseLong(args[1]); i > 0; i--) {
            fuzz.feed(mutator.next(fuzz.corpus), true);
        }
        System.out.printf(
                "damaged=%d damaged-accepted=%d inputs=%d accepted=%d kinds=%d slowest-ms=%d largest-kB=%d%n",
                damaged,
                damagedAccepted,
                fuzz.inputs,
                fuzz.accepted,
                fuzz.kinds.size(),
                fuzz.slowestNanos / 1_000_000,
                fuzz.mostBytes >> 10);
    }

    /** Every flipped bit, every length, the largest number at every place; returns how many that were. */
    private long systematic(byte[] good) throws IOException {
        int from = target.controls();
        for (int bit = 8 * from; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            feed(flipped, false);
        }
        for (int length = from; length < good.length; length++) {
            feed(Arrays.copyOf(good, length), false);
        }
        for (int at = from; at + Integer.BYTES <= good.length; at++) {
            byte[] nasty = good.clone();
            ByteBuffer.wrap(nasty).order(ByteOrder.LITTLE_ENDIAN).putInt(at, Integer.MAX_VALUE);
            feed(nasty, false);
        }
        feed(Arrays.copyOf(Arrays.copyOf(good, from), good.length), false);
        return inputs;
    }

    private void feed(byte[] input, boolean keep) throws IOException {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long started = System.nanoTime();
        String refusal;
        try {
            refusal = target.refusal(input);
        } catch (RuntimeException | Error e) {
            Files.write(finding, input);
            System.err.println("input of " + input.length + " bytes, in " + finding);
            throw e;
        }
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - started);
        mostBytes = Math.max(mostBytes, threads.getCurrentThreadAllocatedBytes() - allocated);
        inputs++;
        accepted += refusal.isEmpty() ? 1 : 0;
        boolean unseen = kinds.add(Line.kind(refusal));
        if (keep && unseen && corpus.size() < MOST_KEPT) {
            corpus.add(input);
        }
    }
}
