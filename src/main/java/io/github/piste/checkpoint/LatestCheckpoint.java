package io.github.piste.checkpoint;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Where a run can continue, and which newer files had to be passed over.
 *
 * <p>Thread-safety: immutable.
 *
 * @param found the newest readable checkpoint; empty if there is none
 * @param refused one line for each newer file that cannot be used, with its path and the reason, newest first; to be
 *     shown to the user
 */
public record LatestCheckpoint(Optional<StoredCheckpoint> found, ImmutableList<String> refused) {}
