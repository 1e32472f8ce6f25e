package io.github.piste.run;

import io.github.piste.files.AtomicFiles;
import io.github.piste.sink.SinkDispatcher;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps {@code run.json} up to date while a run goes on; its last word is written after all sinks are done. */
public final class StatusSink implements SnapshotSink {
    private final Path file;
    private final Cadence cadence;
    private final RunStatus status;
    private final SinkDispatcher dispatcher;
    private volatile Scalars latest = new Scalars(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /**
     * A sink for one run.
     *
     * @param file what to replace
     * @param cadence how often
     * @param status what it says
     * @param dispatcher whose counters it shows
     */
    public StatusSink(Path file, Cadence cadence, RunStatus status, SinkDispatcher dispatcher) {
        this.file = file;
        this.cadence = cadence;
        this.status = status;
        this.dispatcher = dispatcher;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    /**
     * The numbers that were written last.
     *
     * @return zeros and NaN before the first
     */
    public Scalars latest() {
        return latest;
    }

    @Override
    public void accept(Snapshot snapshot) throws IOException {
        latest = snapshot.scalars();
        AtomicFiles.replace(file, status.running(latest, dispatcher.stats(), dispatcher.handOvers()));
    }
}
