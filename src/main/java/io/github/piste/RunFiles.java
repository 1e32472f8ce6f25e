package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.checkpoint.CheckpointFileSink;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.RunIdentity;
import io.github.piste.files.AtomicFiles;
import io.github.piste.model.Model;
import io.github.piste.model.ModelFile;
import io.github.piste.model.OnnxExport;
import io.github.piste.plot.HistorySink;
import io.github.piste.plot.PageSink;
import io.github.piste.plot.Plot;
import io.github.piste.plot.PlotSink;
import io.github.piste.plot.Renderer;
import io.github.piste.plot.RunPage;
import io.github.piste.run.Accuracy;
import io.github.piste.run.CrossValidation;
import io.github.piste.run.DataSummary;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.ObserveConfig;
import io.github.piste.run.Pictures;
import io.github.piste.run.Problem;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryException;
import io.github.piste.run.RunStatus;
import io.github.piste.run.StatusSink;
import io.github.piste.run.Verdict;
import io.github.piste.run.Version;
import io.github.piste.sink.MetricsFileSink;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one run directory: the sinks that write them while the run goes on, and the last words at its end. */
final class RunFiles {
    private static final Logger log = LoggerFactory.getLogger(RunFiles.class);
    private static final Cadence STATUS = new Cadence.Every(Duration.ofSeconds(1));

    private final RunDirectory directory;
    private final RunConfig config;
    private final DataSummary data;
    private final Problem problem;
    private final DescentPlan plan;
    private final SinkDispatcher sinks;
    private final Renderer renderer = new Renderer();
    private final RunStatus status;
    private final StatusSink statusSink;

    RunFiles(
            RunDirectory directory,
            RunConfig config,
            DataSummary data,
            Problem problem,
            DescentPlan plan,
            List<String> command,
            SinkDispatcher sinks) {
        this.directory = directory;
        this.config = config;
        this.data = data;
        this.problem = problem;
        this.plan = plan;
        this.sinks = sinks;
        this.status = new RunStatus(config, data, problem, plan, command, Instant.now());
        this.statusSink = new StatusSink(directory.file("run.json"), STATUS, status, sinks);
    }

    /** Writes what is known before the first step and adds the sinks for the rest. */
    void begin(Optional<Checkpoint> from) {
        try {
            AtomicFiles.replace(directory.file("config.conf"), config.render());
            sinks.add(metrics(from));
            sinks.add(statusSink);
            addCheckpoints();
            addPictures();
        } catch (IOException e) {
            throw new RunDirectoryException(directory.path() + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private MetricsFileSink metrics(Optional<Checkpoint> from) throws IOException {
        ObserveConfig.Metrics metrics = config.observe().metrics();
        boolean everyRecord = metrics.overflow() == ObserveConfig.Overflow.BLOCK;
        return from.isPresent()
                ? MetricsFileSink.resume(
                        directory.file("metrics.csv"),
                        metrics.every(),
                        everyRecord,
                        from.get().step())
                : MetricsFileSink.create(directory.file("metrics.csv"), metrics.every(), everyRecord);
    }

    private void addCheckpoints() throws IOException {
        ObserveConfig.CheckpointOptions options = config.observe().checkpoint();
        if (options.enabled()) {
            RunIdentity identity = new RunIdentity(Version.arithmetic(), config.fingerprint(), data.fingerprint());
            CheckpointStore store = CheckpointStore.open(directory.path(), options.keep());
            sinks.add(new CheckpointFileSink(store, identity, options.every()));
        }
    }

    private void addPictures() {
        String title = config.run().name();
        Cadence every = config.observe().plots().every();
        Pictures pictures = new Pictures(title, problem, plan);
        ImmutableList<Plot> plots = plots();
        for (Plot plot : plots) {
            sinks.add(new PlotSink(plot, directory.file("plots"), every, pictures, renderer));
        }
        sinks.add(new HistorySink(directory.file("history.bin"), every, pictures));
        sinks.add(new PageSink(
                directory.file("index.html"),
                every,
                new RunPage(title, pictures.model(), plots),
                Pictures::state,
                problem.optimum()::loss,
                InstantSource.system()));
    }

    private ImmutableList<Plot> plots() {
        ObserveConfig.Plots wanted = config.observe().plots();
        if (wanted.drawing() == ObserveConfig.Drawing.FALSE) {
            return ImmutableList.of();
        }
        return Plot.all().stream()
                .filter(plot -> wanted.kinds().stream()
                        .anyMatch(kind -> RunStatus.label(kind).equals(plot.name())))
                .collect(ImmutableList.toImmutableList());
    }

    /** Writes the model's files; the answer says which could not be, and why. */
    ImmutableList<String> save(Model model) {
        ImmutableList.Builder<String> unwritten = ImmutableList.builder();
        try {
            ModelFile.write(directory.file("model.json"), model);
        } catch (IOException e) {
            unwritten.add("model.json: " + e.getMessage());
        }
        if (!OnnxExport.isAvailable()) {
            log.info("not written: {}", OnnxExport.REQUIREMENT);
            return unwritten.build();
        }
        try {
            OnnxExport.write(directory.file("model.onnx"), model);
        } catch (IOException e) {
            unwritten.add("model.onnx: " + e.getMessage());
        }
        return unwritten.build();
    }

    /** Why there are no pictures, if this machine cannot draw. */
    Optional<String> noPictures() {
        return renderer.unavailable().map(reason -> "plots: " + reason);
    }

    /**
     * Writes the last word of {@code run.json} after the sinks are done; the answer says why it could not be. It is tried
     * twice: the file would say for ever that the run goes on.
     */
    Optional<String> ended(
            Outcome outcome,
            Verdict verdict,
            Optional<Accuracy> accuracy,
            Optional<CrossValidation> folds,
            ImmutableList<String> degraded) {
        Function<ImmutableList<String>, String> json =
                lines -> status.ended(outcome, verdict, accuracy, folds, sinks.stats(), sinks.handOvers(), lines);
        Optional<String> trouble = write(json.apply(degraded));
        trouble.ifPresent(line -> write(json.apply(
                ImmutableList.<String>builder().addAll(degraded).add(line).build())));
        return trouble;
    }

    /** Says in {@code run.json} that an error ended the run, and how far it had come. */
    void failed(Throwable thrown) {
        write(status.failed(thrown, statusSink.latest(), sinks.stats(), sinks.handOvers()));
    }

    private Optional<String> write(String json) {
        try {
            AtomicFiles.replace(directory.file("run.json"), json);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("run.json: " + e.getMessage());
        }
    }
}
