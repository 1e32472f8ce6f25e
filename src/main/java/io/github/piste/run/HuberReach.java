package io.github.piste.run;

import io.github.piste.objective.Curvature;
import io.github.piste.objective.HuberLoss;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.Batching;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells of a {@code huber-delta} that is so small beside the target that a descent cannot arrive in its epochs: beyond it
 * a row pulls with the same strength however far away it is.
 *
 * <p>With {@code L} the largest eigenvalue of {@link Curvature} no gradient is longer than {@code delta sqrt(2 L)}, so a
 * step of plain descent at rate {@code r} lowers the loss by at most {@code 2 r L delta^2}; momentum {@code m} makes it
 * {@code 1 / (1 - m)} times that.
 */
final class HuberReach {
    private static final double SHARE = 0.5;

    private HuberReach() {}

    /** A warning if all epochs together cannot take away half of the loss at zero weights. */
    static Optional<String> warning(RowLoss objective, Descent descent, Curvature curvature) {
        double momentum = momentum(descent.rule());
        if (!(objective instanceof HuberLoss huber)
                || descent.batching().mode() != Batching.Mode.BATCH
                || Double.isNaN(momentum)) {
            return Optional.empty();
        }
        double start = huber.value(new double[huber.dimension()]);
        double epochs = (double) descent.stop().epochs();
        double delta = huber.delta();
        double most = epochs * descent.learningRate() * 2 * curvature.largest() * delta * delta / (1 - momentum);
        return most >= SHARE * start
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "huber-delta = %.4g is small beside the errors at the start, %.4g on average: in %.0f epochs the"
                                + " loss can fall by %.4g at most, from %.4g; huber-delta is in units of the target, usual"
                                + " is 1.345 times the standard deviation of the errors that are no outliers",
                        delta,
                        start / (2 * delta),
                        epochs,
                        most,
                        start));
    }

    private static double momentum(UpdateRule rule) {
        if (rule instanceof UpdateRule.Momentum heavy) {
            return heavy.momentum();
        }
        if (rule instanceof UpdateRule.Nesterov nesterov) {
            return nesterov.momentum();
        }
        return rule instanceof UpdateRule.Sgd ? 0 : Double.NaN;
    }
}
