package io.github.piste.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Replaces whole files so that a reader, or a machine that was switched off, finds either the old content or the
 * new one, never a part.
 *
 * <p>The protocol: the content goes into a temporary file in the directory of the target, created exclusively (a
 * link planted at its name is refused, not followed) with the permissions that {@link Permissions} says; it is written in
 * full and forced to the disk; one atomic move puts it in the place of the target; then the directory is forced to
 * the disk. A target that is a symbolic link is itself replaced, the file behind it stays.
 *
 * <p>Thread-safety: safe; of several threads that replace one target the last move wins, whole. An interrupt does
 * not break a replacement: it is completed, and the thread's interrupt flag is set on return.
 *
 * <p>Cost: two forced writes, so milliseconds on a disk. Never call it on the training thread.
 */
public final class AtomicFiles {

    /** How much of the target's name the temporary's carries: with it a 255-byte name still has a temporary. */
    private static final int LONGEST_NAME_PART = 32;

    /** Written at once; the JDK keeps a direct buffer of this size for every writing thread. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final Set<OpenOption> NEW = Set.of(CREATE_NEW, WRITE);

    private static final Pattern TEMPORARY_NAME = Pattern.compile("\\..+\\.[0-9a-f]{16}\\.tmp", Pattern.DOTALL);

    private AtomicFiles() {}

    /**
     * Replaces a file by a text in UTF-8, or creates it.
     *
     * @param target the file to replace; its directory must exist
     * @param content the whole new content
     * @return as of {@link #replace(Path, byte[])}
     * @throws IOException as {@link #replace(Path, byte[])} does
     */
    public static boolean replace(Path target, String content) throws IOException {
        return replace(target, content.getBytes(UTF_8));
    }

    /**
     * Replaces a file, or creates it.
     *
     * @param target the file to replace; its directory must exist
     * @param content the whole new content; may be empty
     * @return whether the directory was forced to the disk too, see {@link #force}: if not, a power cut may bring the
     *     old content back
     * @throws IOException if it could not be done, with the target's path and the reason in its message; the target
     *     is then what it was before, and no temporary is left
     */
    public static boolean replace(Path target, byte[] content) throws IOException {
        return replaceThrough(temporaryFor(target), target, content);
    }

    /**
     * Deletes the temporaries that a killed process left in a directory.
     *
     * <p>Only for a directory that no other process is writing to: a temporary in use would be deleted too.
     *
     * @param directory where to look; its subdirectories are not visited
     * @return how many were deleted
     * @throws IOException if the directory cannot be read or a temporary cannot be deleted
     */
    public static int deleteTemporaries(Path directory) throws IOException {
        int deleted = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, AtomicFiles::isTemporary)) {
            for (Path entry : entries) {
                if (Files.deleteIfExists(entry)) {
                    deleted++;
                }
            }
        }
        return deleted;
    }

    /** The replacement through a temporary of the caller's choice, which must not exist. */
    static boolean replaceThrough(Path temporary, Path target, byte[] content) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!attempt(temporary, target, content)) {
                interrupted |= Thread.interrupted();
            }
            return force(directoryOf(target));
        } catch (IOException failure) {
            throw new IOException("cannot replace " + target + ": " + reason(failure), failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One pass of the protocol; false when an interrupt closed the channel under it and nothing has changed. */
    private static boolean attempt(Path temporary, Path target, byte[] content) throws IOException {
        if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
            throw new FileSystemException(target.toString(), null, "it is a directory");
        }
        try (FileChannel channel = FileChannel.open(temporary, NEW, Permissions.ofFile(temporary))) {
            write(channel, content);
            channel.force(true);
        } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException notCreated) {
            throw notCreated; // whatever is at the temporary's name is not ours to delete
        } catch (ClosedByInterruptException interrupt) {
            Files.deleteIfExists(temporary);
            return false;
        } catch (IOException | RuntimeException | Error failure) {
            discard(temporary, failure);
            throw failure;
        }
        try {
            Files.move(temporary, target, ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error failure) {
            discard(temporary, failure);
            throw failure;
        }
        return true;
    }

    private static void write(FileChannel channel, byte[] content) throws IOException {
        for (int from = 0; from < content.length; from += CHUNK_BYTES) {
            ByteBuffer chunk = ByteBuffer.wrap(content, from, Math.min(CHUNK_BYTES, content.length - from));
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
        }
    }

    private static void discard(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Forces the names in a directory to the disk. Windows opens no directory, and some file systems force none: there the
     * content of a replaced file is on the disk, but not certainly under its name.
     *
     * @param directory which one
     * @return whether that was done
     */
    public static boolean force(Path directory) {
        boolean interrupted = Thread.interrupted(); // it would break the forcing off
        try {
            while (!forced(directory)) {
                interrupted |= Thread.interrupted();
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean forced(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException interrupt) {
            return false;
        }
    }

    static Path temporaryFor(Path target) {
        Path fileName = target.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        if (name.length() > LONGEST_NAME_PART) {
            boolean splitsPair = Character.isHighSurrogate(name.charAt(LONGEST_NAME_PART - 1));
            name = name.substring(0, splitsPair ? LONGEST_NAME_PART - 1 : LONGEST_NAME_PART);
        }
        String random = String.format("%016x", ThreadLocalRandom.current().nextLong());
        return directoryOf(target).resolve("." + name + "." + random + ".tmp");
    }

    static Path directoryOf(Path target) {
        Path directory = target.toAbsolutePath().getParent();
        return directory == null ? target.toAbsolutePath() : directory;
    }

    private static boolean isTemporary(Path entry) {
        Path name = entry.getFileName();
        return name != null
                && TEMPORARY_NAME.matcher(name.toString()).matches()
                && !Files.isDirectory(entry, NOFOLLOW_LINKS);
    }

    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException exists) {
            return "a file is in the way of its temporary " + exists.getFile();
        }
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
