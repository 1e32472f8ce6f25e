package io.github.piste.cli;

import io.github.piste.sink.LogSink;
import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import java.io.PrintStream;
import java.time.Duration;

/** Progress as plain lines, for output that is not a terminal. */
final class ProgressLines implements SnapshotSink {
    private final PrintStream out;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

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
        out.println(LogSink.line(snapshot.scalars()));
    }
}
