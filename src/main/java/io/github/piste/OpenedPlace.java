package io.github.piste;

import io.github.piste.run.DataSummary;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.TrainConfig;
import io.github.piste.train.Checkpoint;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place that is opened once, by whoever needs its directory first: rows that memory does not hold do before the run.
 *
 * <p>Thread-safety: belongs to the thread that prepares and makes the run.
 */
public final class OpenedPlace implements RunPlace, AutoCloseable {
    private final RunPlace place;
    private Optional<RunDirectory> directory = Optional.empty();
    private boolean asked;

    /**
     * A place that nobody has asked yet.
     *
     * @param place where a run writes
     */
    public OpenedPlace(RunPlace place) {
        this.place = place;
    }

    @Override
    public Optional<RunDirectory> open() {
        if (!asked) {
            directory = place.open();
            asked = true;
        }
        return directory;
    }

    @Override
    public Optional<Checkpoint> checkpoint(RunDirectory from, DataSummary data) {
        return place.checkpoint(from, data);
    }

    @Override
    public Optional<TrainConfig.Gradient> gradient() {
        return place.gradient();
    }

    /**
     * Opens the directory and tells where it is.
     *
     * @return empty if nothing is to be written
     * @throws io.github.piste.run.RunDirectoryException if it cannot be used
     */
    public Optional<Path> path() {
        return open().map(RunDirectory::path);
    }

    /** Gives the directory back, if it was opened. */
    @Override
    public void close() {
        directory.ifPresent(RunDirectory::close);
    }
}
