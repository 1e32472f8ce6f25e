package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.checkpoint.RunIdentity;
import io.github.piste.data.Dataset;
import io.github.piste.files.AtomicFiles;
import io.github.piste.model.LinearModel;
import io.github.piste.model.ModelFile;
import io.github.piste.model.Provenance;
import io.github.piste.objective.LeastSquares;
import io.github.piste.queue.CloseReport;
import io.github.piste.queue.QueueStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.run.DataSummary;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.Pictures;
import io.github.piste.run.Problem;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryException;
import io.github.piste.run.RunState;
import io.github.piste.run.RunStatus;
import io.github.piste.run.Verdict;
import io.github.piste.run.Version;
import io.github.piste.sink.LogSink;
import io.github.piste.sink.Sink;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training from prepared data to its result: it wires loop and sinks together, and takes them apart again. */
final class TrainingRun {
    private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);
    private static final Scalars NOTHING_YET = new Scalars(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private final RunRequest request;
    private final RunConfig config;
    private final DataSummary data;
    private final Problem problem;
    private final LeastSquares objective;
    private final DescentPlan plan;
    private final RunStatus status;
    private final @Nullable RunSinks files;
    private final SinkDispatcher dispatcher;

    TrainingRun(RunRequest request, Dataset rows, DataSummary data) {
        this.request = request;
        this.config = request.config();
        this.data = data;
        this.problem = Problem.of(config, rows);
        this.objective = problem.objective(problem.training());
        this.plan = DescentPlan.of(config, objective);
        this.status = new RunStatus(config, data, problem, plan, request.command(), Instant.now(), plan.warnings());
        this.files = request.directory()
                .map(directory -> new RunSinks(directory, config))
                .orElse(null);
        TaskQueue queue = TaskQueue.builder("piste-" + config.run().name())
                .workers(config.observe().workers())
                .start();
        this.dispatcher =
                new SinkDispatcher(queue, request.control(), config.observe().drainLimit());
    }

    DescentPlan plan() {
        return plan;
    }

    QueueStats stats() {
        return dispatcher.stats();
    }

    TrainingResult run() {
        try {
            plan.warnings().forEach(warning -> log.warn("{}", warning));
            addSinks();
            Outcome outcome = descend();
            return finish(outcome);
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private void addSinks() {
        dispatcher.add(new LogSink(config.observe().log().every()));
        for (Sink sink : request.sinks()) {
            dispatcher.add(sink);
        }
        request.inline()
                .forEach(inline -> dispatcher.addInline(
                        inline.cadence(), inline.listener(), config.observe().failFast()));
        if (files == null) {
            return;
        }
        try {
            RunDirectory directory = request.directory().orElseThrow();
            AtomicFiles.replace(directory.file("config.conf"), config.render());
            RunIdentity identity = new RunIdentity(Version.piste(), config.fingerprint(), data.fingerprint());
            long step = request.checkpoint().map(Checkpoint::step).orElse(-1L);
            files.addFiles(dispatcher, status, identity, step);
            files.addPictures(
                    dispatcher, config.run().name(), new Pictures(config.run().name(), problem, plan));
        } catch (IOException e) {
            throw new RunDirectoryException("the run directory cannot be written: " + e.getMessage(), e);
        }
    }

    private Outcome descend() {
        Trainer trainer = new Trainer(objective, plan.descent())
                .start(problem.start())
                .track(problem.tracked())
                .validation(problem.validation().map(problem::objective).orElse(null))
                .observer(dispatcher)
                .control(request.control());
        return request.checkpoint().isPresent()
                ? trainer.resume(request.checkpoint().get())
                : trainer.run();
    }

    private TrainingResult finish(Outcome outcome) {
        Verdict verdict = Verdict.of(outcome.reason(), plan.curvature());
        RunState state = verdict.state();
        LinearModel model =
                LinearModel.of(problem.training(), data.categories(), outcome.weights(), origin(outcome, state));
        ImmutableList.Builder<String> degraded = ImmutableList.builder();
        request.directory().ifPresent(directory -> {
            try {
                ModelFile.write(directory.file("model.json"), model);
            } catch (IOException e) {
                degraded.add("model.json: " + e.getMessage());
            }
        });
        CloseReport closed = dispatcher.close();
        degraded.addAll(dispatcher.degraded());
        if (files != null) {
            files.unavailable().ifPresent(reason -> degraded.add("plots: " + reason));
        }
        closed.threadsLeft().forEach(thread -> degraded.add("thread " + thread + " did not end in time"));
        ImmutableList<String> soFar = degraded.build();
        Optional<String> unwritten = write(
                state,
                verdict.reason(),
                outcome.scalars(),
                new RunStatus.Best(outcome.startLoss(), outcome.bestLoss(), outcome.bestEpoch()),
                soFar);
        unwritten.ifPresent(degraded::add);
        return new TrainingResult(
                state,
                verdict.reason(),
                model,
                outcome,
                plan,
                dispatcher.stats(),
                dispatcher.handOvers(),
                degraded.build(),
                request.directory().map(RunDirectory::path));
    }

    private Provenance origin(Outcome outcome, RunState state) {
        return new Provenance(
                data.source(),
                data.fingerprint(),
                problem.training().rows(),
                config.run().seed(),
                config.fingerprint(),
                outcome.scalars().loss(),
                state.name(),
                Version.piste(),
                Instant.now().toString(),
                problem.scaling());
    }

    private void fail(Throwable thrown) {
        dispatcher.close();
        write(RunState.FAILED, thrown.toString(), NOTHING_YET, null, ImmutableList.of());
    }

    /** Writes the last word of {@code run.json}; the answer says why it could not be. */
    private Optional<String> write(
            RunState state,
            String reason,
            Scalars scalars,
            RunStatus.@Nullable Best best,
            ImmutableList<String> degraded) {
        if (request.directory().isEmpty()) {
            return Optional.empty();
        }
        try {
            AtomicFiles.replace(
                    request.directory().get().file("run.json"),
                    status.json(state, reason, scalars, best, dispatcher.stats(), dispatcher.handOvers(), degraded));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("run.json: " + e.getMessage());
        }
    }
}
