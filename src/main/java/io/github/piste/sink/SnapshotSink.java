package io.github.piste.sink;

import io.github.piste.train.Snapshot;

/** A sink of pictures and gauges: it sees the newest snapshot; those that came while it was busy are skipped. */
public non-sealed interface SnapshotSink extends Sink {
    /**
     * Looks at one moment.
     *
     * @param snapshot immutable, may be kept
     * @throws Exception if it cannot be shown; counted and logged, the descent goes on
     */
    void accept(Snapshot snapshot) throws Exception;
}
