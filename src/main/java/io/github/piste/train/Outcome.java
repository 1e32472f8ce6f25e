package io.github.piste.train;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.StopReason;

/**
 * Where a descent ended.
 *
 * <p>Thread-safety: immutable.
 *
 * @param reason why it ended
 * @param scalars the numbers at the end; of a diverged descent, those that show it
 * @param weights {@code [d]}: the result: the last weights (their average where averaging is on), the best ones after
 *     patience ran out or the descent diverged; always finite
 * @param startLoss the loss before the first step
 * @param bestLoss the lowest loss at the end of an epoch, on the validation rows where there are any; NaN if none was
 *     finite
 * @param bestEpoch the epoch of that loss; NaN likewise
 * @param history the whole way, thinned
 */
public record Outcome(
        StopReason reason,
        Scalars scalars,
        ImmutableDoubleArray weights,
        double startLoss,
        double bestLoss,
        double bestEpoch,
        History history) {}
