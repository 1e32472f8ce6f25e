package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.run.RunConfig;
import io.github.piste.sink.Sink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import io.github.piste.train.SnapshotListener;

/**
 * What is asked of one run, apart from its data.
 *
 * <p>Thread-safety: immutable.
 *
 * @param config the complete configuration
 * @param place where it writes and continues from
 * @param sinks besides those that the configuration asks for
 * @param inline listeners on the training thread
 * @param control the way to stop it
 * @param command what started it, word by word; may be empty
 */
public record RunRequest(
        RunConfig config,
        RunPlace place,
        ImmutableList<Sink> sinks,
        ImmutableList<Inline> inline,
        Control control,
        ImmutableList<String> command) {

    /**
     * A listener on the training thread.
     *
     * @param cadence how often it is called
     * @param listener whom
     */
    public record Inline(Cadence cadence, SnapshotListener listener) {}
}
