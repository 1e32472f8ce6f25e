package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.model.Model;
import io.github.piste.model.Provenance;
import io.github.piste.objective.GramLeastSquares;
import io.github.piste.objective.Kernels;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.LinearLoss;
import io.github.piste.objective.Objective;
import io.github.piste.objective.RowLoss;
import io.github.piste.objective.RowWorkers;
import io.github.piste.queue.CloseReport;
import io.github.piste.queue.QueueStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.run.Accuracy;
import io.github.piste.run.CrossValidation;
import io.github.piste.run.DataSummary;
import io.github.piste.run.DescentPlan;
import io.github.piste.run.Problem;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunDirectoryException;
import io.github.piste.run.RunState;
import io.github.piste.run.RunStatus;
import io.github.piste.run.TargetCheck;
import io.github.piste.run.TrainConfig;
import io.github.piste.run.Verdict;
import io.github.piste.run.Version;
import io.github.piste.sink.LogSink;
import io.github.piste.sink.Sink;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Outcome;
import io.github.piste.train.Trainer;
import io.github.piste.train.UnusableCheckpointException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training from prepared data to its result: it wires loop and sinks together, and takes them apart again. This is
 * the door for the command line; applications use {@link Training}.
 *
 * <p>Thread-safety: {@link #run()} belongs to one thread; {@link #stats()} may be called by any.
 */
public final class TrainingRun {
    private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

    private static final long SOLVER_MILLIS = 5_000;

    private final RunRequest request;
    private final RunConfig config;
    private final Optional<Dataset> foldRows;
    private final DataSummary data;
    private final Problem problem;
    private final RowLoss objective;
    private final DescentPlan plan;
    private Optional<RunDirectory> directory = Optional.empty();
    private boolean claimed;
    private ImmutableList<Sink> more = ImmutableList.of();
    private volatile @Nullable SinkDispatcher dispatcher;

    /**
     * Splits and scales the data and plans the descent; starts no thread and writes nothing.
     *
     * @param request what is asked
     * @param rows the data
     * @param data what is said about them
     * @throws DataException if the rows do not fit the model
     * @throws io.github.piste.run.InvalidConfigException if the configuration does not fit the rows
     */
    public TrainingRun(RunRequest request, Dataset rows, DataSummary data) {
        this(request, rows, data, usable -> Problem.of(request.config(), usable));
    }

    private TrainingRun(RunRequest request, Dataset rows, DataSummary data, Function<Dataset, Problem> making) {
        this.request = request;
        this.config = request.config();
        this.data = data;
        Dataset usable = TargetCheck.fit(config, rows, data.source());
        this.foldRows = Optional.of(usable).filter(all -> config.data().folds() > 0);
        this.problem = making.apply(usable);
        this.objective = problem.objective(problem.training());
        this.plan = DescentPlan.of(config, objective, request.place().gradient());
    }

    /**
     * The same for rows that nobody needs any more: what the loop reads takes their place in memory, where it can.
     *
     * @param request what is asked
     * @param rows the data; they may change, and are not to be used afterwards
     * @param data what is said about them
     * @return the run, to the same bits
     * @throws DataException if the rows do not fit the model
     * @throws io.github.piste.run.InvalidConfigException if the configuration does not fit the rows
     */
    public static TrainingRun takingOver(RunRequest request, Dataset rows, DataSummary data) {
        return new TrainingRun(
                request, rows, data, usable -> Problem.takingOver(request.config(), usable, data::fingerprint));
    }

    /**
     * The data as the loop will see them.
     *
     * @return split and scaled
     */
    public Problem problem() {
        return problem;
    }

    /**
     * What the loop will do.
     *
     * @return the plan
     */
    public DescentPlan plan() {
        return plan;
    }

    /**
     * Adds sinks that could not be made before the problem was known.
     *
     * @param sinks besides those of the request; given before {@link #run()}
     */
    public void add(ImmutableList<Sink> sinks) {
        more = ImmutableList.<Sink>builder().addAll(more).addAll(sinks).build();
    }

    /**
     * The counters of the sinks' mailboxes.
     *
     * @return empty before the run has begun
     */
    public Optional<QueueStats> stats() {
        return Optional.ofNullable(dispatcher).map(SinkDispatcher::stats);
    }

    /**
     * Takes the run's directory before the run begins, so that a second run is refused from now on; {@link #run()} gives
     * it back. Without this, {@code run()} takes it itself.
     *
     * @throws RunDirectoryException if the directory cannot be used
     */
    public void claim() {
        boolean interrupted = Thread.interrupted(); // it would close every file it meets
        try {
            directory = claimed ? directory : request.place().open();
            claimed = true;
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Trains on this thread. An interrupt neither stops the training nor is lost: its flag is set when this returns.
     *
     * @return what it led to
     * @throws RunDirectoryException if the directory cannot be used
     */
    public TrainingResult run() {
        claim();
        boolean interrupted = Thread.interrupted(); // it would close every file it meets
        try {
            Optional<Checkpoint> from =
                    directory.flatMap(place -> request.place().checkpoint(place, data));
            return run(from);
        } finally {
            directory.ifPresent(RunDirectory::close);
            restore(interrupted);
        }
    }

    private TrainingResult run(Optional<Checkpoint> from) {
        data.fingerprint(); // should it fail, then before there is anything to close
        TaskQueue queue = TaskQueue.builder("piste-" + config.run().name())
                .workers(config.observe().workers())
                .start();
        SinkDispatcher sinks =
                new SinkDispatcher(queue, request.control(), config.observe().drainLimit());
        dispatcher = sinks;
        RunFiles files = directory
                .map(place -> new RunFiles(place, config, data, problem, plan, request.command(), sinks))
                .orElse(null);
        Thread solver = solver();
        try {
            directory.flatMap(RunDirectory::note).ifPresent(note -> log.warn("{}", note));
            plan.warnings().forEach(warning -> log.warn("{}", warning));
            addSinks(sinks, files, from);
            if (!problem.optimum().isSolved()) {
                solver.start();
            }
            Optional<CrossValidation> folds =
                    foldRows.flatMap(all -> CrossValidation.of(config, all, request.control()));
            Outcome outcome = descend(sinks, from);
            await(solver);
            boolean interrupted = Thread.interrupted();
            TrainingResult result = finish(outcome, folds, sinks, files);
            restore(interrupted);
            return result;
        } catch (RuntimeException | Error e) {
            boolean interrupted = Thread.interrupted(); // it would end the sinks' work at once
            giveUp(sinks, files, e);
            restore(interrupted);
            throw e;
        } finally {
            solver.interrupt(); // nobody waits for it any more
        }
    }

    /** Ends what was begun; what fails on the way, as everything may where memory is short, must not hide the reason. */
    private static void giveUp(SinkDispatcher sinks, @Nullable RunFiles files, Throwable reason) {
        try {
            sinks.close();
        } catch (RuntimeException | Error e) {
            warn("the sinks could not be closed", e);
        }
        try {
            if (files != null) {
                files.failed(reason);
            }
        } catch (RuntimeException | Error e) {
            warn("run.json does not tell that the run failed", e);
        }
    }

    private static void warn(String what, Throwable failure) {
        try {
            log.warn(what, failure);
        } catch (RuntimeException | Error e) {
            // no memory for a word about it
        }
    }

    private void addSinks(SinkDispatcher sinks, @Nullable RunFiles files, Optional<Checkpoint> from) {
        sinks.add(new LogSink(config.observe().log().every()));
        request.sinks().forEach(sinks::add);
        more.forEach(sinks::add);
        request.inline()
                .forEach(inline -> sinks.addInline(
                        inline.cadence(), inline.listener(), config.observe().failFast()));
        if (files != null) {
            files.begin(from);
        }
    }

    /** A large problem's optimum is found on a thread of its own, which gives way to the descent where threads can. */
    @SuppressWarnings("ThreadPriorityCheck") // a courtesy to the training thread, nothing relies on it
    private Thread solver() {
        Thread solver =
                new Thread(problem.optimum()::solve, "piste-" + config.run().name() + "-optimum");
        solver.setDaemon(true);
        solver.setPriority(Thread.MIN_PRIORITY);
        return solver;
    }

    /** A descent may be faster than the solver; a run that nobody asked to stop can wait a little for the last word. */
    private void await(Thread solver) {
        try {
            if (!request.control().stopRequested()) {
                solver.join(SOLVER_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome descend(SinkDispatcher sinks, Optional<Checkpoint> from) {
        log.info(
                "kernel {}, gradient {}, threads {}",
                Kernels.name(),
                RunStatus.label(plan.gradient()),
                config.train().threads());
        try (RowWorkers workers = new RowWorkers(config.train().threads())) {
            if (objective instanceof LinearLoss rows && workers.threads() > 1) {
                rows.shareWith(workers);
            }
            return descend(sinks, from, loss());
        }
    }

    private Objective loss() {
        return plan.gradient() == TrainConfig.Gradient.GRAM
                ? new GramLeastSquares((LeastSquares) objective)
                : objective;
    }

    private Outcome descend(SinkDispatcher sinks, Optional<Checkpoint> from, Objective loss) {
        Trainer trainer = new Trainer(loss, plan.descent())
                .start(problem.start())
                .track(problem.tracked())
                .validation(problem.validation().map(problem::objective).orElse(null))
                .observer(sinks)
                .control(request.control());
        try {
            return from.isPresent() ? trainer.resume(from.get()) : trainer.run();
        } catch (UnusableCheckpointException e) {
            String where = directory.map(place -> place.path() + ": ").orElse("");
            throw new RunDirectoryException(where + "cannot be resumed: " + e.getMessage(), e);
        }
    }

    private TrainingResult finish(
            Outcome outcome, Optional<CrossValidation> folds, SinkDispatcher sinks, @Nullable RunFiles files) {
        Verdict verdict = problem.verdict(outcome, plan);
        RunState state = verdict.state();
        Model model = problem.model(data.categories(), outcome.weights(), origin(outcome, state));
        Optional<Accuracy> accuracy = problem.accuracy(outcome.weights());
        ImmutableList.Builder<String> degraded = ImmutableList.builder();
        if (files != null) {
            degraded.addAll(files.save(model));
        }
        CloseReport closed = sinks.close();
        degraded.addAll(sinks.degraded());
        closed.threadsLeft().forEach(thread -> degraded.add("thread " + thread + " did not end in time"));
        if (files != null) {
            files.noPictures().ifPresent(degraded::add);
            files.ended(outcome, verdict, accuracy, folds, degraded.build()).ifPresent(degraded::add);
        }
        return new TrainingResult(
                state,
                verdict.reason(),
                model,
                outcome,
                plan,
                problem.optimum().solution(),
                problem.optimum().loss(),
                accuracy,
                folds,
                sinks.stats(),
                sinks.handOvers(),
                degraded.build(),
                directory.map(RunDirectory::path));
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
}
