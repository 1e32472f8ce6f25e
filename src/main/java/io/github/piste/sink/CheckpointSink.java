package io.github.piste.sink;

import io.github.piste.train.Checkpoint;

/**
 * A sink of checkpoints. One is taken only when the sink has nothing to do, so it is never skipped and never waited for;
 * the last one of a descent is handed over in any case.
 */
public non-sealed interface CheckpointSink extends Sink {
    /**
     * Makes a checkpoint durable.
     *
     * @param checkpoint immutable
     * @throws Exception if it cannot be written; counted and logged, the descent goes on
     */
    void accept(Checkpoint checkpoint) throws Exception;
}
