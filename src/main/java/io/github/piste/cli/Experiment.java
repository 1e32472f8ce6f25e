package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import io.github.piste.TrainingResult;
import io.github.piste.files.AtomicFiles;
import io.github.piste.plot.Renderer;
import io.github.piste.plot.Sweep;
import io.github.piste.plot.SweepPlot;
import io.github.piste.run.DataSummary;
import io.github.piste.run.ExperimentStatus;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryException;
import io.github.piste.run.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files of a comparison or a sweep: configuration, log, state and results. */
final class Experiment implements AutoCloseable {
    private final RunDirectory directory;
    private final ExperimentStatus status;
    private final Logging logging;
    private final Renderer renderer = new Renderer();
    private final List<ExperimentStatus.Descended> descents = new ArrayList<>();
    private final List<String> degraded = new ArrayList<>();
    private @Nullable Sweep sweep;

    /** Begins the files; the remark goes above the configuration. */
    Experiment(
            String name,
            RunDirectory directory,
            RunConfig config,
            String remark,
            DataSummary data,
            ImmutableList<String> command) {
        this.directory = directory;
        this.status = new ExperimentStatus(directory, name, config, data, command);
        try {
            AtomicFiles.replace(directory.file("config.conf"), remark + config.render());
        } catch (IOException e) {
            throw new RunDirectoryException(directory.path() + ": cannot be written: " + e.getMessage(), e);
        }
        write(RunState.RUNNING);
        this.logging = Logging.begin(directory.path());
    }

    Path file(String name) {
        return directory.file(name);
    }

    /** Shared by all pictures. */
    Renderer renderer() {
        return renderer;
    }

    /** Remembers how a descent ended. */
    void ended(String value, TrainingResult result) {
        descents.add(new ExperimentStatus.Descended(
                value,
                result.state(),
                result.reason(),
                result.plan().descent().learningRate(),
                result.outcome().scalars(),
                result.optimumLoss()));
        degraded.addAll(result.degraded());
    }

    /** Writes the table and the picture of a search. */
    void searched(Sweep found, Path picture) {
        sweep = found;
        try {
            AtomicFiles.replace(file("sweep.csv"), SweepText.csv(found));
            SweepPlot.write(found, renderer, picture);
        } catch (IOException e) {
            degraded.add("sweep: " + e);
        }
    }

    /** How the descents ended together. */
    RunState state() {
        return RunState.of(
                descents.stream().map(ExperimentStatus.Descended::state).toList());
    }

    void write(RunState state) {
        write(state, "");
    }

    private void write(RunState state, String reason) {
        status.write(state, reason, descents, Optional.ofNullable(sweep));
    }

    /** Runs it; an error goes to the log in full and to run.json in a line. */
    <T> T logFailureOf(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            Logging.failure("the experiment failed", e);
            tell(e);
            throw e;
        }
    }

    private void tell(Throwable failure) {
        try {
            write(RunState.FAILED, failure.toString());
        } catch (RuntimeException | Error e) {
            Logging.failure("run.json does not tell that the experiment failed", e);
        }
    }

    /** Whether something could not be written; says what. */
    boolean degraded() {
        renderer.unavailable().ifPresent(reason -> degraded.add("plots: " + reason));
        logging.trouble().ifPresent(trouble -> degraded.add("train.log: " + trouble));
        degraded.forEach(line -> Terminal.print("  degraded   " + Text.oneLine(line) + System.lineSeparator()));
        return !degraded.isEmpty();
    }

    @Override
    public void close() {
        logging.end();
    }
}
