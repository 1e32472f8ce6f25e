package io.github.piste.files;

import io.github.piste.files.WatchedFiles.Kind;
import io.github.piste.files.WatchedFiles.Operation;
import io.github.piste.files.WatchedFiles.Watcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A real channel whose changes are told before they happen. */
final class WatchedChannel extends FileChannel {
    private final Path path;
    private final FileChannel real;
    private final Watcher watcher;

    WatchedChannel(Path path, FileChannel real, Watcher watcher) {
        this.path = path;
        this.real = real;
        this.watcher = watcher;
    }

    private void tell(ByteBuffer from) throws IOException {
        watcher.before(new Operation(Kind.WRITE, path, path, from.asReadOnlyBuffer()));
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        tell(from);
        return real.write(from);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        tell(from);
        return real.write(from, position);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException("nobody writes like this");
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (size < real.size()) {
            watcher.before(new Operation(Kind.TRUNCATE, path));
        }
        real.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        watcher.before(new Operation(Kind.FORCE, path));
        real.force(metaData);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return real.read(to);
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
        return real.read(to, position);
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        return real.read(to, offset, length);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("nobody writes like this");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
