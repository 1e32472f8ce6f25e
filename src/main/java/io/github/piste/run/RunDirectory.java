package io.github.piste.run;

import io.github.piste.data.DataCache;
import io.github.piste.files.AtomicFiles;
import io.github.piste.files.Permissions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one run and the right to write in it: nobody else has it until it is closed or its process ends.
 *
 * <p>Thread-safety: immutable but for {@link #close()}.
 */
public final class RunDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunDirectory.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path path;
    private final RunLock lock;
    private final Optional<String> note;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunDirectory(Path path, RunLock lock, Optional<String> note) {
        this.path = path;
        this.lock = lock;
        this.note = note;
    }

    /**
     * Makes {@code parent/name-time/}, and lets {@code parent/latest} point at it.
     *
     * @param parent made if it is missing
     * @param name of the run
     * @param now gives the time in the name, UTC to the millisecond; {@code -2}, {@code -3}, ... is appended if that
     *     exists
     * @return the directory, locked
     * @throws RunDirectoryException if it cannot be made, with the reason
     */
    public static RunDirectory create(Path parent, String name, Instant now) {
        try {
            make(parent);
            String base = name + "-" + TIME.format(now);
            Path path = parent.resolve(base);
            for (int i = 2; !created(path); i++) {
                path = parent.resolve(base + "-" + i);
            }
            return open(path, pointLatest(parent.resolve("latest"), path));
        } catch (IOException e) {
            throw new RunDirectoryException(parent + ": cannot make a run directory there: " + reason(e), e);
        }
    }

    private static boolean created(Path path) throws IOException {
        try {
            Files.createDirectory(path, Permissions.ofDirectory(path));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void make(Path directory) throws IOException {
        Files.createDirectories(directory, Permissions.ofDirectory(directory));
    }

    /**
     * Uses a given directory, made if it is missing.
     *
     * @param path the directory
     * @return the directory, locked
     * @throws RunDirectoryBusyException if another run uses it
     * @throws RunDirectoryException if it cannot be used, with the reason
     */
    public static RunDirectory at(Path path) {
        try {
            make(path);
            return open(path, Optional.empty());
        } catch (IOException e) {
            throw new RunDirectoryException(path + ": cannot be used as a run directory: " + reason(e), e);
        }
    }

    private static RunDirectory open(Path path, Optional<String> note) throws IOException {
        RunLock lock = RunLock.acquire(path);
        try {
            make(path.resolve("plots"));
            make(path.resolve("checkpoints"));
            AtomicFiles.deleteTemporaries(path);
            AtomicFiles.deleteTemporaries(path.resolve("plots"));
            AtomicFiles.deleteTemporaries(path.resolve("checkpoints"));
            DataCache.deleteFrom(path);
            return new RunDirectory(path, lock, note);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Replaces the link in one step; says why there is none where links cannot be made or a real file has that name. It is
     * made in the new directory, where nothing else is yet, and named as a temporary: if it stays, it goes with these.
     */
    private static Optional<String> pointLatest(Path link, Path path) {
        Path fresh = path.resolve(".latest.0000000000000000.tmp");
        try {
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
                return Optional.of(link + ": is no link and stays as it is; it does not lead to the newest run");
            }
            Files.createSymbolicLink(fresh, path.getFileName());
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of(link + ": does not lead to the newest run: " + e);
        }
    }

    static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }

    /**
     * Where the run writes.
     *
     * @return the directory
     */
    public Path path() {
        return path;
    }

    /**
     * What went wrong on the side while the directory was made.
     *
     * @return a line; empty if nothing did
     */
    public Optional<String> note() {
        return note;
    }

    /**
     * Whether a run uses a directory now.
     *
     * @param path a run directory
     * @return true while its owner lives
     */
    public static boolean inUse(Path path) {
        try {
            return RunLock.held(path);
        } catch (IOException e) {
            return false; // there is none
        }
    }

    /**
     * A file of the run.
     *
     * @param name relative to the directory
     * @return its path
     */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Deletes the cache of the rows and lets others use the directory. Closing twice changes nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return; // somebody else may use it by now
        }
        try {
            DataCache.deleteFrom(path);
        } catch (IOException e) {
            log.warn("{}: the cache of the rows could not be deleted: {}", path, e.toString());
        }
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("{}: the lock could not be released: {}", path, e.toString());
        }
    }
}
