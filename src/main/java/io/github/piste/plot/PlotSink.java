package io.github.piste.plot;

import com.google.common.annotations.VisibleForTesting;
import io.github.piste.files.AtomicFiles;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one picture of a run up to date: a sink of its own for each, so that a picture that hangs takes no other with it.
 * Nothing is drawn when no step was made since the last time, nor while the sink rests from the last picture ({@link Rest});
 * the picture of the last moment of a run is always drawn.
 *
 * <p>Thread-safety: called by one worker at a time.
 */
public final class PlotSink implements SnapshotSink {
    /** How long a picture may take before its worker is given up: a render is done within 2 s, a slow disk is not. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Plot plot;
    private final Path file;
    private final Cadence cadence;
    private final PlotDataSource source;
    private final Renderer renderer;
    private final Rest rest;
    private @Nullable Shown shown;

    /** What of a moment tells whether a picture would be another. */
    private record Shown(long step, boolean last) {}

    /**
     * Creates a sink; nothing is loaded or written yet.
     *
     * @param plot what is drawn
     * @param directory an existing folder for {@code <name>.png}
     * @param cadence how often
     * @param source what is drawn of a snapshot
     * @param renderer shared by the sinks of a run; it knows whether this machine can draw
     */
    public PlotSink(Plot plot, Path directory, Cadence cadence, PlotDataSource source, Renderer renderer) {
        this(plot, directory, cadence, source, renderer, System::nanoTime);
    }

    @VisibleForTesting
    PlotSink(
            Plot plot,
            Path directory,
            Cadence cadence,
            PlotDataSource source,
            Renderer renderer,
            LongSupplier nanoClock) {
        this.plot = plot;
        this.file = directory.resolve(plot.name() + ".png");
        this.cadence = cadence;
        this.source = source;
        this.renderer = renderer;
        this.rest = new Rest(nanoClock, renderer.addPicture());
    }

    @Override
    public String name() {
        return "plot-" + plot.name();
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    @Override
    public Duration deadline() {
        return DEADLINE;
    }

    /**
     * Draws the moment and replaces the picture, if that shows anything new and it is time.
     *
     * @param snapshot the moment
     * @throws Exception if it cannot be computed
     * @throws IOException if the picture cannot be written; the old one stays
     */
    @Override
    public void accept(Snapshot snapshot) throws Exception {
        Shown now = new Shown(snapshot.scalars().step(), snapshot.last());
        if (now.equals(shown) || (rest.isOn() && !snapshot.last())) {
            return;
        }
        rest.workBegins();
        PlotData data = source.at(snapshot);
        if (plot.applies(data)) {
            Optional<byte[]> png = renderer.png(plot, data);
            if (png.isPresent()) {
                AtomicFiles.replace(file, png.get());
            }
        }
        shown = now;
        rest.workEnds();
    }
}
