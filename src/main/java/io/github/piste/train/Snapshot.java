package io.github.piste.train;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * One moment of a descent, complete in itself: a sink that sees only one snapshot in a thousand still sees the whole
 * curve.
 *
 * <p>Thread-safety: immutable, may be kept and shared freely.
 *
 * @param scalars the numbers of this moment
 * @param weights {@code [d]}: the weights of this moment as the loop has them (of scaled columns where columns are
 *     scaled); the average of the iterates where averaging is on
 * @param history the way here, thinned
 * @param last whether the descent has ended and this is where
 */
public record Snapshot(Scalars scalars, ImmutableDoubleArray weights, History history, boolean last) {}
