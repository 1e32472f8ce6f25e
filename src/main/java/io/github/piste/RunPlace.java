package io.github.piste;

import io.github.piste.run.DataSummary;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.TrainConfig;
import io.github.piste.train.Checkpoint;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run writes and continues from. It is asked when configuration and data have proved good, and before that only
 * for a place for rows that memory does not hold.
 */
public interface RunPlace {
    /** A run that writes nothing. */
    RunPlace NOWHERE = Optional::empty;

    /**
     * Makes or opens the directory.
     *
     * @return the directory, which the run closes at its end; empty if nothing is to be written
     * @throws io.github.piste.run.RunDirectoryException if it cannot be used
     */
    Optional<RunDirectory> open();

    /**
     * Finds the state to continue from.
     *
     * @param directory that has just been opened
     * @param data what the run trains on
     * @return empty to start at step 0, as all runs do that are not resumed
     */
    default Optional<Checkpoint> checkpoint(RunDirectory directory, DataSummary data) {
        return Optional.empty();
    }

    /**
     * Tells how a run that is continued computed its gradient, which stays so.
     *
     * @return empty for a run that begins
     */
    default Optional<TrainConfig.Gradient> gradient() {
        return Optional.empty();
    }

    /**
     * Exactly this directory.
     *
     * @param path made if it is missing
     * @return the place
     */
    static RunPlace at(Path path) {
        return () -> Optional.of(RunDirectory.at(path));
    }
}
