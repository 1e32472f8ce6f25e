package io.github.piste.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Replaces a file by a content of any size that is written bit by bit: nobody sees it before {@link #commit}, and
 * without a commit {@link #close} leaves everything as it was.
 *
 * <p>The protocol is that of {@link AtomicFiles}. An interrupt while writing breaks the replacement off
 * with an {@link IOException}. Thread-safety: one thread at a time. Memory: one buffer.
 */
public final class AtomicOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream stream;
    private boolean committed;

    private AtomicOutput(Path target) throws IOException {
        this.target = target;
        this.temporary = AtomicFiles.temporaryFor(target);
        this.channel = FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), Permissions.ofFile(temporary));
        this.stream = new Unclosed(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
    }

    /**
     * Begins a replacement.
     *
     * @param target the file to replace or create; its directory must exist
     * @return the output, empty
     * @throws IOException if the temporary beside the target cannot be created, with the target's path and the reason
     */
    public static AtomicOutput open(Path target) throws IOException {
        try {
            if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
                throw new FileSystemException(target.toString(), null, "it is a directory");
            }
            return new AtomicOutput(target);
        } catch (IOException failure) {
            throw cannotReplace(target, failure);
        }
    }

    /**
     * Gives the stream to write to. Closing it only flushes it. A failure names the target and the reason.
     *
     * @return the stream, buffered
     */
    public OutputStream stream() {
        return stream;
    }

    /**
     * Forces what was written to the disk and puts it in the place of the target. After it nothing can be written.
     *
     * @throws IOException if it could not be done; the target is then what it was before
     */
    public void commit() throws IOException {
        stream.flush();
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, target, ATOMIC_MOVE);
            committed = true;
        } catch (IOException failure) {
            throw cannotReplace(target, failure);
        }
        AtomicFiles.force(AtomicFiles.directoryOf(target));
    }

    /**
     * Ends the replacement; without a commit the temporary is deleted and the target is what it was.
     *
     * @throws IOException if the temporary cannot be deleted
     */
    @Override
    public void close() throws IOException {
        if (!committed) {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }

    private static IOException cannotReplace(Path target, IOException failure) {
        return new IOException("cannot replace " + target + ": " + AtomicFiles.reason(failure), failure);
    }

    /** Names the target in what goes wrong, and keeps a writer's close away from the channel, which commit has to force. */
    private final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException failure) {
                throw cannotReplace(target, failure);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException failure) {
                throw cannotReplace(target, failure);
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
