package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.checkpoint.CheckpointFileSink;
import io.github.piste.checkpoint.CheckpointStore;
import io.github.piste.checkpoint.RunIdentity;
import io.github.piste.plot.HistorySink;
import io.github.piste.plot.PageSink;
import io.github.piste.plot.Plot;
import io.github.piste.plot.PlotSink;
import io.github.piste.plot.Renderer;
import io.github.piste.plot.RunPage;
import io.github.piste.run.ObserveConfig;
import io.github.piste.run.Pictures;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunStatus;
import io.github.piste.run.StatusSink;
import io.github.piste.sink.MetricsFileSink;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.train.Cadence;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** The sinks that write a run directory. */
final class RunSinks {
    private static final Cadence STATUS = new Cadence.Every(Duration.ofSeconds(1));

    private final RunDirectory directory;
    private final ObserveConfig observe;
    private final Renderer renderer = new Renderer();

    RunSinks(RunDirectory directory, RunConfig config) {
        this.directory = directory;
        this.observe = config.observe();
    }

    void addFiles(SinkDispatcher dispatcher, RunStatus status, RunIdentity identity, long resumedStep)
            throws IOException {
        ObserveConfig.Metrics metrics = observe.metrics();
        boolean everyRecord = metrics.overflow() == ObserveConfig.Overflow.BLOCK;
        dispatcher.add(
                resumedStep < 0
                        ? MetricsFileSink.create(directory.file("metrics.csv"), metrics.every(), everyRecord)
                        : MetricsFileSink.resume(
                                directory.file("metrics.csv"), metrics.every(), everyRecord, resumedStep));
        dispatcher.add(new StatusSink(directory.file("run.json"), STATUS, status, dispatcher));
        if (observe.checkpoint().enabled()) {
            CheckpointStore store =
                    CheckpointStore.open(directory.path(), observe.checkpoint().keep());
            dispatcher.add(
                    new CheckpointFileSink(store, identity, observe.checkpoint().every()));
        }
    }

    void addPictures(SinkDispatcher dispatcher, String title, Pictures pictures) {
        ImmutableList<Plot> plots = plots();
        for (Plot plot : plots) {
            dispatcher.add(
                    new PlotSink(plot, directory.file("plots"), observe.plots().every(), pictures, renderer));
        }
        dispatcher.add(
                new HistorySink(directory.file("history.bin"), observe.plots().every(), pictures));
        dispatcher.add(new PageSink(
                directory.file("index.html"),
                observe.plots().every(),
                new RunPage(title, pictures.model(), plots),
                Pictures::state,
                InstantSource.system()));
    }

    private ImmutableList<Plot> plots() {
        if (observe.plots().drawing() == ObserveConfig.Drawing.FALSE) {
            return ImmutableList.of();
        }
        return Plot.all().stream().filter(this::wanted).collect(ImmutableList.toImmutableList());
    }

    private boolean wanted(Plot plot) {
        return observe.plots().kinds().stream()
                .anyMatch(kind ->
                        kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(plot.name()));
    }

    /** Why there are no pictures, if this machine cannot draw. */
    Optional<String> unavailable() {
        return renderer.unavailable();
    }
}
