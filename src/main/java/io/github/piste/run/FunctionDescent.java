package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;
import io.github.piste.plot.PageSink;
import io.github.piste.plot.Plot;
import io.github.piste.plot.PlotSink;
import io.github.piste.plot.Renderer;
import io.github.piste.plot.RunPage;
import io.github.piste.plot.Trail;
import io.github.piste.queue.CloseReport;
import io.github.piste.queue.TaskQueue;
import io.github.piste.sink.LogSink;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.Descent;
import io.github.piste.train.Outcome;
import io.github.piste.train.SnapshotListener;
import io.github.piste.train.TrackedWeights;
import io.github.piste.train.Trainer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Descends a function on the calling thread and shows the way in a run directory: a table of all points, live pictures,
 * the page.
 *
 * <p>Thread-safety: belongs to one thread.
 */
public final class FunctionDescent {
    /** How long the end of a descent may take for its last pictures. */
    public static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private static final Cadence LIVE = new Cadence.Every(Duration.ofMillis(500));
    private static final int MOST_TRACKED = 100;

    private final FunctionProblem problem;
    private final RunDirectory directory;
    private final Control control;
    private final SnapshotListener pace;
    private final Renderer renderer = new Renderer();

    /**
     * A laboratory for one function.
     *
     * @param problem the function
     * @param directory where to write
     * @param control to stop a descent
     * @param pace called after each step on the training thread
     */
    public FunctionDescent(FunctionProblem problem, RunDirectory directory, Control control, SnapshotListener pace) {
        this.problem = problem;
        this.directory = directory;
        this.control = control;
        this.pace = pace;
    }

    /**
     * Descends.
     *
     * @param descent how, in batch mode
     * @param start {@code [d]}: from where
     * @param label what sets this descent apart; empty where it is the only one
     * @param others the descents before, which the pictures show too
     * @param table name of the file for its points
     * @return where it ended
     * @throws RunDirectoryException if the table cannot be begun
     */
    public FunctionOutcome run(
            Descent descent, ImmutableDoubleArray start, String label, ImmutableList<Trail> others, String table) {
        TaskQueue queue = TaskQueue.builder("piste-minimize").start();
        SinkDispatcher sinks = new SinkDispatcher(queue, control, DRAIN_LIMIT);
        try {
            PathFile file = new PathFile(queue, directory.file(table), problem.variables());
            RecordedPath path = new RecordedPath(problem, file);
            show(sinks, new FunctionPictures(problem, label, others, path));
            Outcome outcome = new Trainer(path, descent)
                    .start(start)
                    .track(TrackedWeights.first(Math.min(start.length(), MOST_TRACKED)))
                    .observer(sinks)
                    .control(control)
                    .run();
            CloseReport closed = sinks.close();
            return outcome(problem, descent, outcome, path, degraded(sinks, closed, file.trouble()));
        } catch (IOException e) {
            throw new RunDirectoryException(directory.path() + ": cannot be written: " + RunDirectory.reason(e), e);
        } finally {
            sinks.close();
        }
    }

    private void show(SinkDispatcher sinks, FunctionPictures pictures) {
        sinks.add(new LogSink(new Cadence.Every(Duration.ofSeconds(1))));
        ImmutableList<Plot> plots = Plot.all();
        for (Plot plot : plots) {
            sinks.add(new PlotSink(plot, directory.file("plots"), LIVE, pictures, renderer));
        }
        sinks.add(new PageSink(
                directory.file("index.html"),
                LIVE,
                new RunPage(problem.heading(), problem.how(), plots),
                Pictures::state,
                () -> FunctionPictures.least(problem),
                InstantSource.system()));
        sinks.addInline(new Cadence.Steps(1), pace, false);
    }

    private ImmutableList<String> degraded(SinkDispatcher sinks, CloseReport closed, String trouble) {
        ImmutableList.Builder<String> degraded = ImmutableList.builder();
        degraded.addAll(sinks.degraded());
        closed.threadsLeft().forEach(thread -> degraded.add("thread " + thread + " did not end in time"));
        renderer.unavailable().ifPresent(reason -> degraded.add("plots: " + reason));
        if (!trouble.isEmpty()) {
            degraded.add("path: " + trouble);
        }
        return degraded.build();
    }

    /** The end of a descent; a slope on which the numerical gradient vanishes is no minimum. */
    static FunctionOutcome outcome(
            FunctionProblem problem,
            Descent descent,
            Outcome outcome,
            RecordedPath path,
            ImmutableList<String> degraded) {
        return new FunctionOutcome(
                descent,
                problem.vanishesAt(path.points().get(path.points().size() - 1))
                        ? StopReason.DIVERGED
                        : outcome.reason(),
                path.steps(),
                outcome.scalars().elapsedSeconds(),
                path.points(),
                path.value(),
                path.gradient(),
                FunctionPictures.way(outcome.history(), path),
                degraded);
    }
}
