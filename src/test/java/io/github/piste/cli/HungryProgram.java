package io.github.piste.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The command line in a process whose memory another thread takes as soon as there is a checkpoint. */
final class HungryProgram {
    private static final int BLOCK = 64 * 1024;
    /** What is left for the other threads: too little for a copy of the weights. */
    private static final int BLOCKS_GIVEN_BACK = 6;

    private static final List<byte[]> taken = new ArrayList<>();

    private HungryProgram() {}

    /** Takes the folder of the run's directory and the command line. */
    public static void main(String[] args) {
        Thread hog = new Thread(() -> takeAll(Path.of(args[0])), "hog");
        hog.setDaemon(true);
        hog.start();
        Main.main(Arrays.copyOfRange(args, 1, args.length));
    }

    private static void takeAll(Path folder) {
        while (!hasCheckpoint(folder)) {
            LockSupport.parkNanos(1_000_000);
        }
        while (true) {
            try {
                while (true) {
                    taken.add(new byte[BLOCK]);
                }
            } catch (OutOfMemoryError e) {
                for (int i = 0; i < BLOCKS_GIVEN_BACK && !taken.isEmpty(); i++) {
                    taken.remove(taken.size() - 1);
                }
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean hasCheckpoint(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".ckpt"));
        } catch (IOException | UncheckedIOException e) {
            return false; // a temporary was there and is gone
        }
    }
}
