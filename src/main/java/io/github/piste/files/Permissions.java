package io.github.piste.files;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What new files and directories let others do: what the umask of the process says, but nobody outside its group may
 * ever write to them, or a stranger could put weights of his own into a run.
 */
public final class Permissions {
    private static final FileAttribute<?>[] NONE = {};
    private static final FileAttribute<?>[] FILE = {of("rw-rw-r--")};
    private static final FileAttribute<?>[] DIRECTORY = {of("rwxrwxr-x")};

    private Permissions() {}

    private static FileAttribute<?> of(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /**
     * For a file that is to be made.
     *
     * @param file where
     * @return attributes for its making; none where the file system has no such permissions
     */
    public static FileAttribute<?>[] ofFile(Path file) {
        return (hasPermissions(file) ? FILE : NONE).clone();
    }

    /**
     * For a directory that is to be made.
     *
     * @param directory where
     * @return attributes for its making; none where the file system has no such permissions
     */
    public static FileAttribute<?>[] ofDirectory(Path directory) {
        return (hasPermissions(directory) ? DIRECTORY : NONE).clone();
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
