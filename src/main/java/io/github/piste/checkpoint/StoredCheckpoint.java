package io.github.piste.checkpoint;

import io.github.piste.train.Checkpoint;

/**
 * A checkpoint and the run it belongs to: the content of one file.
 *
 * <p>Thread-safety: immutable.
 *
 * @param identity whose state it is
 * @param checkpoint the state
 */
public record StoredCheckpoint(RunIdentity identity, Checkpoint checkpoint) {}
