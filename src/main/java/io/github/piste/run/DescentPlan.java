package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import io.github.piste.objective.Curvature;
import io.github.piste.objective.RowLoss;
import io.github.piste.optim.Batching;
import io.github.piste.optim.UpdateRule;
import io.github.piste.train.Descent;
import java.util.Locale;
import java.util.Optional;

/**
 * The descent that a run makes, with everything that was {@code auto} decided, and what is known about its rate before
 * the first step.
 *
 * <p>Thread-safety: immutable.
 *
 * @param descent what the loop does
 * @param curvature of the loss on the training rows
 * @param stableLimit the rate from which on the rule in use does not settle; NaN where there is no such limit
 * @param gradient how the gradient over all rows is computed: streaming or gram
 * @param expectedEpochs after which theory expects the gradient to be rounding; NaN where there is no such theory,
 *     infinite where it never will be
 * @param diagnosis what to do should it diverge: the limit, the guilty column, a rate that works
 * @param warnings what the user should know before the first step, a line each
 */
public record DescentPlan(
        Descent descent,
        Curvature curvature,
        double stableLimit,
        TrainConfig.Gradient gradient,
        double expectedEpochs,
        String diagnosis,
        ImmutableList<String> warnings) {
    /** Beyond this condition number plain descent is slow enough to accelerate it. */
    private static final double ACCELERATE_FROM = 10;

    /** The largest condition number that acceleration is tuned to; the flattest directions beyond it stay flat. */
    private static final double MOST_CONDITION = 1e12;

    /** First steps of AdaGrad, which shrink by themselves, and steps of Adam and RMSProp, which do not. */
    private static final double ADAGRAD_SHARE = 0.5;

    private static final double ADAM_SHARE = 0.01;
    /** Adam's rate on a network, whose weights are of order 1, for steps of one row and of several. */
    private static final double NETWORK_SINGLE = 0.01;

    private static final double NETWORK_SEVERAL = 0.03;
    /** Units up to which that rate is good; every step moves all of them, so that more need shorter ones. */
    private static final double NETWORK_WIDTH = 64;

    private static final double ADAM_BETA1 = 0.9;
    private static final double ADAM_BETA2 = 0.999;
    private static final double ADAM_EPSILON = 1e-8;

    /** A way this short, as a share of that to the minimum, is none. */
    private static final double LEAST_WAY = 1e-3;

    /** Share of the stable limit at which single rows go down fast and averaging turns their dance into a good end. */
    private static final double STOCHASTIC_SHARE = 0.5;

    /**
     * Plans a descent.
     *
     * @param config of the run
     * @param objective the loss on the training rows
     * @return the plan
     */
    public static DescentPlan of(RunConfig config, RowLoss objective) {
        return of(config, objective, Optional.empty());
    }

    /**
     * Plans a descent, or what remains of it.
     *
     * @param config of the run
     * @param objective the loss on the training rows
     * @param begun how a run that is continued has computed its gradient; empty for one that begins
     * @return the plan
     */
    public static DescentPlan of(RunConfig config, RowLoss objective, Optional<TrainConfig.Gradient> begun) {
        TrainConfig train = config.train();
        Curvature curvature = objective.curvature(config.model().penalty().l2());
        boolean batch = train.batching().mode() == Batching.Mode.BATCH;
        boolean automatic = train.learningRate().isEmpty();
        UpdateRule rule =
                train.rule().orElseGet(() -> automatic ? automaticRule(config, curvature) : new UpdateRule.Sgd());
        double limit = batch
                ? batchLimit(rule, curvature.stableLimit())
                : sampledLimit(rule, objective, train.batching().rowsPerStep(objective.terms()), curvature);
        double rate =
                train.learningRate().orElseGet(() -> usable(automaticRate(config, rule, curvature, limit, objective)));
        Descent descent = new Descent(
                train.batching(),
                rule,
                rate,
                train.schedule(),
                config.model().penalty(),
                train.averaging().orElse(!batch && automatic),
                train.stop(),
                config.run().seed());
        double expectedEpochs = batch ? new Contraction(rule, rate, curvature).epochsToRounding() : Double.NaN;
        return new DescentPlan(
                descent,
                curvature,
                limit,
                begun.orElseGet(() -> GradientPath.choose(config, objective, expectedEpochs)),
                expectedEpochs,
                new Diagnosis(config, objective, limit, rate).text(),
                warnings(config, objective, descent, curvature, limit));
    }

    private static ImmutableList<String> warnings(
            RunConfig config, RowLoss objective, Descent descent, Curvature curvature, double limit) {
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        double rate = descent.learningRate();
        if (rate > limit) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the learning rate %.4g is above the stable limit %.4g%s. %s",
                    rate,
                    limit,
                    isQuadratic(config)
                            ? ": this descent will not settle"
                            : ", which holds where the loss is steepest: this descent may not settle",
                    new Diagnosis(config, objective, limit, rate).advice()));
        }
        int perStep = descent.batching().rowsPerStep(objective.terms());
        double steps = (double) descent.stop().epochs() * Math.ceil(objective.terms() / (double) perStep);
        double way = rate * curvature.largest() * steps;
        if (!Double.isNaN(limit) && way < LEAST_WAY) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the learning rate %.4g is too small to move: all %.0f steps together go %.2g of the way along the"
                            + " steepest direction; the stable limit is %.4g, use train.learning-rate = %.4g or auto",
                    rate,
                    steps,
                    way,
                    limit,
                    limit / 2));
        }
        if (descent.batching().mode() == Batching.Mode.MINI_BATCH
                && descent.batching().batchSize() > objective.terms()) {
            warnings.add("train.batch-size = " + descent.batching().batchSize() + " is more than the "
                    + objective.terms() + " rows there are: each step looks at all of them");
        }
        if (config.model().initial().isEmpty()) {
            HuberReach.warning(objective, descent, curvature).ifPresent(warnings::add);
        }
        if (curvature.isIllConditioned()) {
            warnings.add(
                    Verdict.illConditioned(curvature) + "; leave out columns that depend on others, or add a penalty");
        }
        return warnings.build();
    }

    private static boolean isQuadratic(RunConfig config) {
        return config.model().kind() == ModelConfig.Kind.LINEAR;
    }

    /** Adam where nothing is known of the curvature; plain steps of single rows; all rows are worth a faster rule. */
    private static UpdateRule automaticRule(RunConfig config, Curvature curvature) {
        if (Double.isNaN(curvature.largest())) {
            return new UpdateRule.Adam(ADAM_BETA1, ADAM_BETA2, ADAM_EPSILON);
        }
        if (config.train().batching().mode() != Batching.Mode.BATCH) {
            return new UpdateRule.Sgd();
        }
        return isQuadratic(config) ? accelerated(curvature) : new UpdateRule.Restarted();
    }

    private static UpdateRule accelerated(Curvature curvature) {
        double condition = Math.min(curvature.conditionNumber(), MOST_CONDITION);
        return condition > ACCELERATE_FROM ? new UpdateRule.Accelerated(condition) : new UpdateRule.Sgd();
    }

    private static double automaticRate(
            RunConfig config, UpdateRule rule, Curvature curvature, double limit, RowLoss objective) {
        if (rule instanceof UpdateRule.AdaGrad
                || rule instanceof UpdateRule.RmsProp
                || rule instanceof UpdateRule.Adam) {
            // These move every weight by about the rate a step, whatever the curvature: a share of the way to the mean.
            if (config.model().kind() == ModelConfig.Kind.MLP) {
                double narrow =
                        config.train().batching().mode() == Batching.Mode.STOCHASTIC ? NETWORK_SINGLE : NETWORK_SEVERAL;
                return narrow * Math.min(1, NETWORK_WIDTH / config.model().hidden());
            }
            double way = isQuadratic(config) ? Math.sqrt(objective.value(new double[objective.dimension()])) : 1;
            return way * (rule instanceof UpdateRule.AdaGrad ? ADAGRAD_SHARE : ADAM_SHARE);
        }
        if (Double.isNaN(curvature.largest())) {
            throw new InvalidConfigException(ImmutableList.of("train.learning-rate = auto: no rate can be computed for"
                    + " train.rule = " + rule.label() + " on a network; give a number, such as 0.01, or leave"
                    + " train.rule = auto"));
        }
        if (config.train().batching().mode() == Batching.Mode.BATCH) {
            return batchRate(rule, curvature);
        }
        return STOCHASTIC_SHARE * (Double.isNaN(limit) ? momentumFree(rule, objective) : limit);
    }

    /** A loss that is flat everywhere, or 0 from the start, names no rate: any will do. */
    private static double usable(double rate) {
        return rate > 0 && rate < Double.POSITIVE_INFINITY ? rate : 1;
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
        if (rule instanceof UpdateRule.Accelerated accelerated) {
            return plainLimit * (1 + accelerated.momentum()) / accelerated.rateFactor();
        }
        if (rule instanceof UpdateRule.Restarted) {
            return plainLimit * 2 / 3; // Nesterov's with a momentum near 1
        }
        return rule instanceof UpdateRule.Sgd ? plainLimit : Double.NaN;
    }

    /** Momentum adds up the pushes of {@code 1 / (1 - m)} steps. */
    private static double momentumFree(UpdateRule rule, RowLoss objective) {
        double momentum = rule instanceof UpdateRule.Momentum heavy
                ? heavy.momentum()
                : rule instanceof UpdateRule.Nesterov nesterov ? nesterov.momentum() : 0;
        return 2 * (1 - momentum) / objective.steepestRow();
    }

    /** One row pushes along itself with curvature {@code 2 |x|^2}; the mean of several can push no harder. */
    private static double sampledLimit(UpdateRule rule, RowLoss objective, int rows, Curvature curvature) {
        if (!(rule instanceof UpdateRule.Sgd)) {
            return Double.NaN;
        }
        double harshest = objective.steepestRow();
        double mixed = curvature.largest() + (harshest - curvature.largest()) / rows;
        return 2 / mixed;
    }
}
