package io.github.piste.files;

import com.google.common.collect.Iterators;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine, with a watcher that is told of every operation before it happens: it may let it fail, hold
 * it up or write it down. A path of this file system leads to the real file of the same name.
 */
public final class WatchedFiles extends FileSystem {
    private final FileSystem real;
    private final Watcher watcher;
    private final Provider provider = new Provider();

    private WatchedFiles(FileSystem real, Watcher watcher) {
        this.real = real;
        this.watcher = watcher;
    }

    /** What is done to a file. */
    public enum Kind {
        OPEN,
        WRITE,
        TRUNCATE,
        FORCE,
        MOVE,
        DELETE,
        MAKE
    }

    /** One of them, with where a file is moved to and what is written, if anything; paths are real ones. */
    public record Operation(Kind kind, Path path, Path to, ByteBuffer content) {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

        Operation(Kind kind, Path path) {
            this(kind, path, path, NOTHING);
        }

        /** A copy of what is written. */
        public byte[] bytes() {
            byte[] bytes = new byte[content.remaining()];
            content.duplicate().get(bytes);
            return bytes;
        }

        @Override
        public String toString() {
            return kind + " " + path + (to.equals(path) ? "" : " to " + to);
        }
    }

    /** Somebody who looks on; what it throws is what the operation ends with. */
    public interface Watcher {
        void before(Operation operation) throws IOException;
    }

    /** A real path on a file system that is watched. */
    public static Path watched(Path path, Watcher watcher) {
        return new WatchedFiles(path.getFileSystem(), watcher).wrap(path);
    }

    private void tell(Kind kind, Path path) throws IOException {
        watcher.before(new Operation(kind, unwrap(path)));
    }

    private Path wrap(Path path) {
        return (Path)
                Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] {Path.class}, new Wrapped(path));
    }

    private static Path unwrap(Path path) {
        return Proxy.isProxyClass(path.getClass()) && Proxy.getInvocationHandler(path) instanceof Wrapped wrapped
                ? wrapped.path
                : path;
    }

    /** A path as {@link Path}'s own methods see it: the real one does the work. */
    private final class Wrapped implements InvocationHandler {
        private final Path path;

        Wrapped(Path path) {
            this.path = path;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            if (method.getName().equals("getFileSystem")) {
                return WatchedFiles.this;
            }
            @Nullable Object[] unwrapped = args == null ? new Object[0] : args.clone();
            for (int i = 0; i < unwrapped.length; i++) {
                unwrapped[i] = unwrapped[i] instanceof Path other ? unwrap(other) : unwrapped[i];
            }
            try {
                Object result = method.invoke(path, unwrapped);
                if (result instanceof Iterator<?> names) {
                    return Iterators.transform(names, name -> wrap((Path) name));
                }
                return result instanceof Path other ? wrap(other) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return Stream.of(real.getRootDirectories().iterator().next())
                .map(this::wrap)
                .toList();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = real.getPathMatcher(pattern);
        return path -> matcher.matches(unwrap(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        return real.newWatchService();
    }

    /** What {@link Files} and {@link FileChannel} ask. */
    private final class Provider extends FileSystemProvider {
        private FileSystemProvider real() {
            return real.provider();
        }

        @Override
        public String getScheme() {
            return "watched";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return WatchedFiles.this;
        }

        @Override
        public Path getPath(URI uri) {
            return wrap(Path.of(uri));
        }

        @Override
        public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
            return real().newInputStream(unwrap(path), options);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            tell(Kind.OPEN, path);
            return new WatchedChannel(unwrap(path), real().newFileChannel(unwrap(path), options, attributes), watcher);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            DirectoryStream<Path> entries =
                    real().newDirectoryStream(unwrap(path), entry -> filter.accept(wrap(entry)));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return Iterators.transform(entries.iterator(), WatchedFiles.this::wrap);
                }

                @Override
                public void close() throws IOException {
                    entries.close();
                }
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            tell(Kind.MAKE, path);
            real().createDirectory(unwrap(path), attributes);
        }

        @Override
        public void createSymbolicLink(Path path, Path target, FileAttribute<?>... attributes) throws IOException {
            tell(Kind.MAKE, path);
            real().createSymbolicLink(unwrap(path), unwrap(target), attributes);
        }

        @Override
        public Path readSymbolicLink(Path path) throws IOException {
            return wrap(real().readSymbolicLink(unwrap(path)));
        }

        @Override
        public void delete(Path path) throws IOException {
            if (Files.exists(unwrap(path), LinkOption.NOFOLLOW_LINKS)) {
                tell(Kind.DELETE, path);
            }
            real().delete(unwrap(path));
        }

        @Override
        public void copy(Path from, Path to, CopyOption... options) throws IOException {
            tell(Kind.MAKE, to);
            real().copy(unwrap(from), unwrap(to), options);
        }

        @Override
        public void move(Path from, Path to, CopyOption... options) throws IOException {
            watcher.before(new Operation(Kind.MOVE, unwrap(from), unwrap(to), Operation.NOTHING));
            real().move(unwrap(from), unwrap(to), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return real().isSameFile(unwrap(path), unwrap(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real().isHidden(unwrap(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real().getFileStore(unwrap(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            real().checkAccess(unwrap(path), modes);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return real().getFileAttributeView(unwrap(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real().readAttributes(unwrap(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
            return real().readAttributes(unwrap(path), names, options);
        }

        @Override
        public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
            real().setAttribute(unwrap(path), name, value, options);
        }
    }
}
