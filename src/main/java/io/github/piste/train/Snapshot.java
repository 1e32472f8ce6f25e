package io.github.piste.train;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;
import java.util.Optional;

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
 * @param end why the descent ended here; empty while it goes on
 */
public record Snapshot(Scalars scalars, ImmutableDoubleArray weights, History history, Optional<StopReason> end) {
    /**
     * Whether the descent has ended and this is where.
     *
     * @return true for one snapshot a descent at most
     */
    public boolean last() {
        return end.isPresent();
    }
}
