package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.sink.Sink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Checkpoint;
import io.github.piste.train.Control;
import io.github.piste.train.SnapshotListener;
import java.util.Optional;

/** What is asked of one run, apart from its data. */
record RunRequest(
        RunConfig config,
        Optional<RunDirectory> directory,
        ImmutableList<Sink> sinks,
        ImmutableList<Inline> inline,
        Control control,
        Optional<Checkpoint> checkpoint,
        ImmutableList<String> command) {

    /** A listener on the training thread. */
    record Inline(Cadence cadence, SnapshotListener listener) {}
}
