package io.github.piste.plot;

import io.github.piste.files.AtomicFiles;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Keeps {@code index.html} up to date.
 *
 * <p>Thread-safety: called by one worker at a time.
 */
public final class PageSink implements SnapshotSink {
    private static final Scalars START = new Scalars(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private final Path file;
    private final Cadence cadence;
    private final RunPage page;
    private final Function<Snapshot, String> state;
    private final DoubleSupplier optimum;
    private final InstantSource clock;
    private Scalars before = START;

    /**
     * Creates a sink.
     *
     * @param file what to replace; its folder exists and has the pictures in {@code plots/}
     * @param cadence how often; that of the pictures
     * @param page what the file looks like
     * @param state how the run is doing at a snapshot, in a word or two
     * @param optimum the least possible loss, NaN while unknown
     * @param clock for the time that the page shows
     */
    public PageSink(
            Path file,
            Cadence cadence,
            RunPage page,
            Function<Snapshot, String> state,
            DoubleSupplier optimum,
            InstantSource clock) {
        this.file = file;
        this.cadence = cadence;
        this.page = page;
        this.state = state;
        this.optimum = optimum;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "page";
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    @Override
    public void accept(Snapshot snapshot) throws IOException {
        Scalars now = snapshot.scalars();
        boolean running = !snapshot.last();
        String html = page.html(
                now,
                optimum.getAsDouble(),
                stepsPerSecond(now, running),
                state.apply(snapshot),
                running,
                clock.instant());
        AtomicFiles.replace(file, html.getBytes(StandardCharsets.UTF_8));
        before = now;
    }

    /** Since the snapshot before while the run goes on; of the whole run at its end. */
    private double stepsPerSecond(Scalars now, boolean running) {
        Scalars from = running && now.elapsedSeconds() > before.elapsedSeconds() ? before : START;
        double seconds = now.elapsedSeconds() - from.elapsedSeconds();
        return seconds > 0 ? (now.step() - from.step()) / seconds : Double.NaN;
    }
}
