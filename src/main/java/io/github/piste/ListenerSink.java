package io.github.piste;

import io.github.piste.sink.SnapshotSink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Snapshot;
import io.github.piste.train.SnapshotListener;
import java.time.Duration;

/** A user's listener as a sink. */
final class ListenerSink implements SnapshotSink {
    private static final Cadence CADENCE = new Cadence.Every(Duration.ofMillis(100));

    private final String name;
    private final SnapshotListener listener;

    ListenerSink(String name, SnapshotListener listener) {
        this.name = name;
        this.listener = listener;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Cadence cadence() {
        return CADENCE;
    }

    @Override
    public void accept(Snapshot snapshot) throws Exception {
        listener.onSnapshot(snapshot);
    }
}
