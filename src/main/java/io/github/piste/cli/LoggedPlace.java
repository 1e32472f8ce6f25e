package io.github.piste.cli;

import io.github.piste.RunPlace;
import io.github.piste.run.DataSummary;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.TrainConfig;
import io.github.piste.train.Checkpoint;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run's place that begins the run's log as soon as there is a directory for it. */
final class LoggedPlace implements RunPlace, AutoCloseable {
    private final RunPlace place;
    private @Nullable Logging logging;

    LoggedPlace(RunPlace place) {
        this.place = place;
    }

    @Override
    public Optional<RunDirectory> open() {
        Optional<RunDirectory> directory = place.open();
        directory.ifPresent(opened -> logging = Logging.begin(opened.path()));
        return directory;
    }

    @Override
    public Optional<Checkpoint> checkpoint(RunDirectory directory, DataSummary data) {
        return place.checkpoint(directory, data);
    }

    @Override
    public Optional<TrainConfig.Gradient> gradient() {
        return place.gradient();
    }

    /** Runs something; what it throws goes to the log in full, since the terminal gets one line only. */
    <T> T logFailureOf(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            Logging.failure("the run failed", e);
            throw e;
        }
    }

    /** Why the log is not complete; empty if it is. */
    Optional<String> trouble() {
        return logging == null ? Optional.empty() : logging.trouble();
    }

    @Override
    public void close() {
        if (logging != null) {
            logging.end();
        }
    }
}
