package io.github.piste.sink;

import io.github.piste.train.Cadence;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that looks on while a descent runs. Whatever it does (waits, throws, never returns), the descent does not
 * notice.
 *
 * <p>Thread-safety: a sink is called by one worker at a time, in order; what the training thread did before it handed
 * over an item happens-before the call that receives it. It needs no locks of its own unless others read its state.
 */
public sealed interface Sink permits SnapshotSink, ScalarsSink, CheckpointSink {
    /**
     * A short name for counters, log lines and reports.
     *
     * @return lower case, unique within a run
     */
    String name();

    /**
     * How often this sink wants to see something.
     *
     * @return the cadence, fixed for the life of the sink
     */
    Cadence cadence();

    /**
     * How long one call may take before its thread is given up.
     *
     * @return a minute unless overridden
     */
    default Duration deadline() {
        return Duration.ofMinutes(1);
    }

    /**
     * Called when everything handed over so far has been accepted: the place to flush.
     *
     * @throws Exception if that fails; counted and logged, the descent goes on
     */
    default void flush() throws Exception {}

    /**
     * What this sink could not show or write although it was asked to, for the report at the end of a run.
     *
     * @return half a sentence; empty while all is well. May be called by any thread
     */
    default Optional<String> degraded() {
        return Optional.empty();
    }

    /**
     * Called once after the last item.
     *
     * @throws Exception if that fails; counted and logged
     */
    default void close() throws Exception {}
}
