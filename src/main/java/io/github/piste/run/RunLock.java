package io.github.piste.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run directory to one run at a time: a lock of the operating system, which dies with its process, on a file
 * that names the owner. Within one Java process the second attempt fails too.
 */
final class RunLock implements AutoCloseable {
    private static final int OWNER_BYTES = 64;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock acquire(Path directory) throws IOException {
        Path file = directory.resolve(".lock");
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new RunDirectoryBusyException(directory + ": in use by process " + owner(channel)
                        + "; wait for it, stop it, or run in another directory");
            }
            channel.truncate(0);
            channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
            return new RunLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether somebody holds the lock of a directory. */
    static boolean held(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(".lock"), READ, WRITE);
                FileLock lock = tryLock(channel)) {
            return lock == null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer owner = ByteBuffer.allocate(OWNER_BYTES);
        channel.read(owner, 0);
        String text = US_ASCII.decode(owner.flip()).toString().strip();
        return text.isEmpty() ? "(unknown)" : text;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
