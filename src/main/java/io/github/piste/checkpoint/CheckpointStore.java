package io.github.piste.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.github.piste.files.AtomicFiles;
import io.github.piste.files.Permissions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code checkpoints} of a run directory: the newest checkpoints of the run, each in a file of its own whose
 * name is its step, so that the names sort as the steps do.
 *
 * <p>A checkpoint is written beside those that are there, forced to the disk and moved into its place at once; only then
 * are older ones deleted. Whatever happens to the process or to a write, the last good checkpoint stays.
 *
 * <p>A run that continues from an earlier checkpoint leaves later ones behind; they, and files that were refused by a
 * search, do not count as generations and go with the next checkpoint that is durable.
 *
 * <p>Thread-safety: safe within a process. A write that was held up and ends after a later one does not displace it. Only
 * one process may have a folder open: the owner of the run directory.
 */
public final class CheckpointStore {
    /** Name of the folder in a run directory. */
    static final String FOLDER = "checkpoints";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("step-([0-9]{19})\\.ckpt");

    private final Path folder;
    private final int keep;
    private final Set<Path> refusedFiles = ConcurrentHashMap.newKeySet();
    private final Object retention = new Object();
    private long newestStep = -1;
    private boolean warned;
    /** Whether this file system forces directories to the disk at all. */
    private boolean forcesFolders;

    private CheckpointStore(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Opens the folder of a run directory, makes it if need be, and removes the temporaries of a killed process.
     *
     * @param runDirectory exists, and this process is its owner
     * @param keep how many checkpoints to keep, at least 1; with 2 there is a previous one should the newest be damaged
     * @return the store
     * @throws IllegalArgumentException if {@code keep} is below 1
     * @throws IOException if the folder cannot be made or read, with its path and the reason
     */
    public static CheckpointStore open(Path runDirectory, int keep) throws IOException {
        checkArgument(keep >= 1, "at least 1 checkpoint must be kept, found keep = %s", keep);
        CheckpointStore store = new CheckpointStore(runDirectory.resolve(FOLDER), keep);
        store.makeFolder();
        try {
            AtomicFiles.deleteTemporaries(store.folder);
        } catch (IOException e) {
            throw failure("cannot clear the folder ", store.folder, e);
        }
        store.forcesFolders = AtomicFiles.force(store.folder);
        return store;
    }

    /**
     * Makes a checkpoint durable, then deletes those that are no longer needed. That one of these cannot be deleted is
     * logged, once, and tried again after the next checkpoint.
     *
     * @param stored what to write
     * @throws IOException if it is not certainly on the disk, or the folder is gone right after; then nothing was
     *     deleted. Path and reason are in its message
     */
    public void write(StoredCheckpoint stored) throws IOException {
        long step = stored.checkpoint().step();
        Path target = folder.resolve(String.format(Locale.ROOT, "step-%019d.ckpt", step));
        byte[] content = CheckpointFile.encode(target, stored);
        makeFolder();
        synchronized (retention) {
            newestStep = Math.max(newestStep, step); // before the move: else a write that was held up would delete it
        }
        if (!AtomicFiles.replace(target, content) && forcesFolders) {
            throw new IOException("cannot force the folder " + folder + " to the disk: older checkpoints are kept");
        }
        refusedFiles.remove(target);
        synchronized (retention) {
            deleteOld();
        }
    }

    /**
     * Finds the newest checkpoint that can be read.
     *
     * @return where to continue, and what was refused on the way
     * @throws IOException if the folder itself cannot be read
     */
    public LatestCheckpoint latest() throws IOException {
        return latestUpTo(Long.MAX_VALUE);
    }

    /**
     * Finds the newest checkpoint that can be read and is not beyond a step.
     *
     * @param step the last step allowed, for example the one up to which the metrics of the run are complete
     * @return where to continue, and what was refused on the way; files beyond the step are not looked at
     * @throws IOException if the folder itself cannot be read
     */
    public LatestCheckpoint latestUpTo(long step) throws IOException {
        ImmutableList.Builder<String> refused = ImmutableList.builder();
        for (Map.Entry<Long, Path> file : newestFirst().tailMap(step, true).entrySet()) {
            try {
                return new LatestCheckpoint(Optional.of(read(file.getValue(), file.getKey())), refused.build());
            } catch (CheckpointException unusable) {
                refusedFiles.add(file.getValue());
                refused.add(String.valueOf(unusable.getMessage()));
            }
        }
        return new LatestCheckpoint(Optional.empty(), refused.build());
    }

    private static StoredCheckpoint read(Path file, long step) throws CheckpointException {
        StoredCheckpoint stored = CheckpointFile.read(file);
        if (stored.checkpoint().step() != step) {
            throw new CheckpointException(
                    file,
                    "its name does not belong to it: it holds step "
                            + stored.checkpoint().step());
        }
        return stored;
    }

    private void deleteOld() throws IOException {
        int generations = 0;
        for (Map.Entry<Long, Path> file : newestFirst().entrySet()) {
            boolean counts = file.getKey() <= newestStep && !refusedFiles.contains(file.getValue());
            if (counts && generations < keep) {
                generations++;
            } else {
                delete(file.getValue());
            }
        }
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            refusedFiles.remove(file);
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                LOG.warn("Old checkpoints in {} cannot be deleted and will pile up: {}", folder, e.toString());
            }
        }
    }

    /** The checkpoints by name, whatever their content. */
    private ImmutableSortedMap<Long, Path> newestFirst() throws IOException {
        ImmutableSortedMap.Builder<Long, Path> files = new ImmutableSortedMap.Builder<>(Comparator.reverseOrder());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
                if (name.matches() && name.group(1).compareTo(Long.toString(Long.MAX_VALUE)) <= 0) {
                    files.put(Long.parseLong(name.group(1)), entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw failure("cannot read the folder ", folder, e.getCause());
        } catch (IOException e) {
            throw failure("cannot read the folder ", folder, e);
        }
        return files.build();
    }

    private void makeFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectory(folder, Permissions.ofDirectory(folder));
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw failure("cannot make the folder ", folder, e);
            }
        }
    }

    private static IOException failure(String what, Path folder, @Nullable IOException cause) {
        String reason;
        if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
            reason = "a file is in its place";
        } else if (cause instanceof NoSuchFileException) {
            reason = "it, or the run directory, does not exist";
        } else if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        } else {
            reason = String.valueOf(cause);
        }
        return new IOException(what + folder + ": " + reason, cause);
    }
}
