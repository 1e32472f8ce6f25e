package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.StopRule;
import java.util.Optional;
import java.util.OptionalDouble;

/** Settings put together to a configuration. */
final class Assembly {
    private Assembly() {}

    static RunConfig of(Settings in) {
        return new RunConfig(run(in), data(in), model(in), train(in), observe(in));
    }

    private static RunConfig.Run run(Settings in) {
        return new RunConfig.Run(in.get(Keys.NAME), in.get(Keys.DIRECTORY), in.get(Keys.SEED));
    }

    private static DataConfig data(Settings in) {
        return new DataConfig(
                in.get(Keys.DATA_KIND),
                in.optional(Keys.PATH),
                in.get(Keys.DELIMITER),
                in.get(Keys.HEADER),
                in.optional(Keys.TARGET),
                in.get(Keys.FEATURES).orElse(ImmutableList.of()),
                in.get(Keys.CATEGORICAL),
                in.optional(Keys.WEIGHT),
                in.get(Keys.MISSING),
                in.get(Keys.SCALING),
                in.get(Keys.PRECISION),
                in.get(Keys.VALIDATION),
                in.get(Keys.FOLDS),
                new DataConfig.Synthetic(
                        in.get(Keys.ROWS),
                        in.get(Keys.SYNTHETIC_FEATURES),
                        in.get(Keys.NOISE),
                        in.get(Keys.CONDITION)));
    }

    private static ModelConfig model(Settings in) {
        return new ModelConfig(
                in.get(Keys.MODEL_KIND),
                loss(in),
                in.get(Keys.HUBER_DELTA),
                in.get(Keys.INTERCEPT),
                in.get(Keys.INITIAL).orElse(ImmutableDoubleArray.of()),
                new Penalty(in.get(Keys.L1), in.get(Keys.L2)),
                in.get(Keys.HIDDEN));
    }

    /** Logistic and softmax regression have one loss only. */
    private static ModelConfig.Loss loss(Settings in) {
        ModelConfig.Kind kind = in.get(Keys.MODEL_KIND);
        return kind == ModelConfig.Kind.LOGISTIC || kind == ModelConfig.Kind.SOFTMAX
                ? ModelConfig.Loss.CROSS_ENTROPY
                : in.get(Keys.LOSS);
    }

    private static TrainConfig train(Settings in) {
        Optional<Double> rate = in.get(Keys.LEARNING_RATE);
        return new TrainConfig(
                batching(in),
                rate.isPresent() ? OptionalDouble.of(rate.get()) : OptionalDouble.empty(),
                in.get(Keys.RULE).map(name -> name.rule(in)),
                in.get(Keys.SCHEDULE_KIND).schedule(in),
                in.get(Keys.AVERAGING),
                in.get(Keys.GRADIENT),
                in.get(Keys.THREADS),
                new StopRule(
                        in.get(Keys.EPOCHS).orElse(TrainConfig.defaultEpochs(in.get(Keys.MODE))),
                        in.get(Keys.LOSS_CHANGE),
                        in.get(Keys.GRADIENT_NORM),
                        in.get(Keys.PATIENCE),
                        in.get(Keys.TIME_LIMIT)));
    }

    private static Batching batching(Settings in) {
        return switch (in.get(Keys.MODE)) {
            case BATCH -> Batching.batch();
            case STOCHASTIC -> Batching.stochastic(in.get(Keys.ORDER));
            case MINI_BATCH -> Batching.miniBatch(in.get(Keys.BATCH_SIZE), in.get(Keys.ORDER));
        };
    }

    private static ObserveConfig observe(Settings in) {
        return new ObserveConfig(
                in.get(Keys.WORKERS),
                in.get(Keys.DRAIN_LIMIT),
                in.get(Keys.FAIL_FAST),
                new ObserveConfig.Plots(in.get(Keys.PLOTS), in.get(Keys.PLOTS_EVERY), in.get(Keys.PLOT_KINDS)),
                new ObserveConfig.Metrics(in.get(Keys.METRICS_EVERY), in.get(Keys.OVERFLOW)),
                new ObserveConfig.Log(in.get(Keys.LOG_EVERY)),
                new ObserveConfig.CheckpointOptions(
                        in.get(Keys.CHECKPOINT), in.get(Keys.CHECKPOINT_EVERY), in.get(Keys.CHECKPOINTS_KEPT)),
                new ObserveConfig.Tensorboard(in.get(Keys.TENSORBOARD)),
                new ObserveConfig.Http(in.get(Keys.HTTP), in.get(Keys.HTTP_PORT), in.get(Keys.HTTP_ADDRESS)),
                new ObserveConfig.Alerts(in.get(Keys.ALERTS)));
    }
}
