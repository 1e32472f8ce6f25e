package io.github.piste.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.common.primitives.Longs;
import io.github.piste.files.Permissions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run directory to one run at a time: a lock of the operating system, which dies with its process, on a file
 * that names the owner.
 *
 * <p>Within one Java process a list of the locked directories does the same. It is asked first, since on Linux the lock
 * of a process ends when that process closes the file once, be it on another channel: a directory of the list is not
 * touched.
 */
final class RunLock implements AutoCloseable {
    private static final int OWNER_BYTES = 64;
    /** How long to wait for the name of an owner that has the lock but has not written it yet. */
    private static final long OWNER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long OWNER_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Set<Object> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Object key;
    private final FileChannel channel;

    private RunLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static RunLock acquire(Path directory) throws IOException {
        Object key = key(directory);
        if (!LOCKED_HERE.add(key)) {
            throw busy(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new RunLock(key, lockedChannel(directory));
        } catch (IOException | RuntimeException | Error e) {
            LOCKED_HERE.remove(key);
            throw e;
        }
    }

    private static FileChannel lockedChannel(Path directory) throws IOException {
        Path file = directory.resolve(".lock");
        FileChannel channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE), Permissions.ofFile(file));
        try {
            if (tryLock(channel) == null) {
                throw busy(directory, owner(channel));
            }
            channel.truncate(0);
            channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static RunDirectoryBusyException busy(Path directory, String owner) {
        return new RunDirectoryBusyException(
                directory + ": in use by process " + owner + "; wait for it, stop it, or run in another directory");
    }

    /** The same for every path that leads to a directory. */
    private static Object key(Path directory) throws IOException {
        Object file = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        return file == null ? directory.toRealPath() : file;
    }

    /** Whether somebody holds the lock of a directory. */
    static boolean held(Path directory) throws IOException {
        if (LOCKED_HERE.contains(key(directory))) {
            return true;
        }
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

    /** The process that holds the lock; what a dead one has left in the file is about to be replaced. */
    private static String owner(FileChannel channel) throws IOException {
        long begin = System.nanoTime();
        String owner = read(channel);
        while (!isAlive(owner) && System.nanoTime() - begin < OWNER_NANOS) {
            LockSupport.parkNanos(OWNER_POLL_NANOS);
            owner = read(channel);
        }
        return owner.isEmpty() ? "(unknown)" : owner;
    }

    private static boolean isAlive(String owner) {
        Long process = Longs.tryParse(owner);
        return process != null
                && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer owner = ByteBuffer.allocate(OWNER_BYTES);
        channel.read(owner, 0);
        return US_ASCII.decode(owner.flip()).toString().strip();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            LOCKED_HERE.remove(key);
        }
    }
}
