package io.github.piste.plot;

import io.github.piste.files.AtomicFiles;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.nio.file.Path;

/**
 * Keeps {@code history.bin} up to date, from which every picture can be drawn again.
 *
 * <p>Thread-safety: called by one worker at a time.
 */
public final class HistorySink implements SnapshotSink {
    private final Path file;
    private final Cadence cadence;
    private final PlotDataSource source;

    /**
     * Creates a sink.
     *
     * @param file what to replace; its folder exists
     * @param cadence how often; that of the pictures
     * @param source what is stored of a snapshot
     */
    public HistorySink(Path file, Cadence cadence, PlotDataSource source) {
        this.file = file;
        this.cadence = cadence;
        this.source = source;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    @Override
    public void accept(Snapshot snapshot) throws Exception {
        AtomicFiles.replace(file, HistoryFile.encode(source.at(snapshot)));
    }
}
