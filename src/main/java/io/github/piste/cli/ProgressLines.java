package io.github.piste.cli;

import io.github.piste.sink.LogSink;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.time.Duration;

/** Progress as plain lines, for output that is not a terminal. */
final class ProgressLines implements SnapshotSink {
    @Override
    public String name() {
        return "progress";
    }

    @Override
    public Cadence cadence() {
        return new Cadence.Every(Duration.ofSeconds(2));
    }

    @Override
    public void accept(Snapshot snapshot) {
        Terminal.print(LogSink.line(snapshot.scalars()) + System.lineSeparator());
    }
}
