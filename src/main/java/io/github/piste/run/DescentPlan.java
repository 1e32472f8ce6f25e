package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.objective.Curvature;
import io.github.piste.objective.LinearLoss;
import io.github.piste.optim.Batching;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import java.util.Locale;

/**
 * The descent that a run makes, with everything that was {@code auto} decided, and what is known about its rate before
 * the first step.
 *
 * <p>Thread-safety: immutable.
 *
 * @param descent what the loop does
 * @param curvature of the loss on the training rows
 * @param stableLimit the rate from which on the rule in use does not settle; NaN where there is no such limit
 * @param warnings what the user should know before the first step, a line each
 */
public record DescentPlan(Descent descent, Curvature curvature, double stableLimit, ImmutableList<String> warnings) {
    /** Beyond this condition number plain descent is slow enough to accelerate it. */
    private static final double ACCELERATE_FROM = 10;

    /** The largest condition number that acceleration is tuned to; the flattest directions beyond it stay flat. */
    private static final double MOST_CONDITION = 1e12;

    /** Share of the stable limit at which single rows go down fast and averaging turns their dance into a good end. */
    private static final double STOCHASTIC_SHARE = 0.5;

    /**
     * Plans a descent.
     *
     * @param config of the run
     * @param objective the loss on the training rows
     * @return the plan
     */
    public static DescentPlan of(RunConfig config, LinearLoss objective) {
        TrainConfig train = config.train();
        Curvature curvature = Curvature.of(objective, config.model().penalty().l2());
        boolean batch = train.batching().mode() == Batching.Mode.BATCH;
        boolean automatic = train.learningRate().isEmpty();
        UpdateRule rule =
                train.rule().orElseGet(() -> batch && automatic ? accelerated(curvature) : new UpdateRule.Sgd());
        double limit = batch
                ? batchLimit(rule, curvature.stableLimit())
                : sampledLimit(rule, objective, train.batching().rowsPerStep(objective.terms()), curvature);
        double rate =
                train.learningRate().orElseGet(() -> batch ? batchRate(rule, curvature) : STOCHASTIC_SHARE * limit);
        Descent descent = new Descent(
                train.batching(),
                rule,
                rate,
                train.schedule(),
                config.model().penalty(),
                train.averaging().orElse(!batch && automatic),
                train.stop(),
                config.run().seed());
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        if (rate > limit) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the learning rate %.4g is above the stable limit %.4g: this descent will not settle",
                    rate,
                    limit));
        }
        if (config.model().initial().isEmpty()) {
            HuberReach.warning(objective, descent, curvature).ifPresent(warnings::add);
        }
        if (curvature.isIllConditioned()) {
            warnings.add(
                    Verdict.illConditioned(curvature) + "; leave out columns that depend on others, or add a penalty");
        }
        return new DescentPlan(descent, curvature, limit, warnings.build());
    }

    /** Nesterov with the momentum for a strongly convex loss (Nesterov 2004, section 2.2.1) where plain descent is slow. */
    private static UpdateRule accelerated(Curvature curvature) {
        double condition = Math.min(curvature.conditionNumber(), MOST_CONDITION);
        if (!(condition > ACCELERATE_FROM)) {
            return new UpdateRule.Sgd();
        }
        double root = Math.sqrt(condition);
        return new UpdateRule.Nesterov((root - 1) / (root + 1));
    }

    /** Where the slowest and the fastest direction shrink alike for plain descent; one over the curvature otherwise. */
    private static double batchRate(UpdateRule rule, Curvature curvature) {
        if (rule instanceof UpdateRule.Sgd && curvature.conditionNumber() <= ACCELERATE_FROM) {
            return 2 / (curvature.largest() + curvature.smallest());
        }
        return 1 / curvature.largest();
    }

    /** Limits on a quadratic: heavy ball {@code 2 (1 + m) / L}, Nesterov {@code 2 (1 + m) / ((1 + 2 m) L)}. */
    private static double batchLimit(UpdateRule rule, double plainLimit) {
        if (rule instanceof UpdateRule.Momentum heavy) {
            return plainLimit * (1 + heavy.momentum());
        }
        if (rule instanceof UpdateRule.Nesterov nesterov) {
            return plainLimit * (1 + nesterov.momentum()) / (1 + 2 * nesterov.momentum());
        }
        return rule instanceof UpdateRule.Sgd ? plainLimit : Double.NaN;
    }

    /** One row pushes along itself with curvature {@code 2 |x|^2}; the mean of several can push no harder. */
    private static double sampledLimit(UpdateRule rule, LinearLoss objective, int rows, Curvature curvature) {
        if (!(rule instanceof UpdateRule.Sgd)) {
            return Double.NaN;
        }
        double harshest = 2 * objective.largestSquaredRowNorm();
        double mixed = curvature.largest() + (harshest - curvature.largest()) / rows;
        return 2 / mixed;
    }
}
