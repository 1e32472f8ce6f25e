package io.github.piste.run;

import static io.github.piste.run.TimeTypes.CADENCE;
import static io.github.piste.run.TimeTypes.DURATION_TYPE;
import static io.github.piste.run.ValueTypes.BOOLEAN;
import static io.github.piste.run.ValueTypes.integer;
import static io.github.piste.run.ValueTypes.number;
import static io.github.piste.run.ValueTypes.oneOf;
import static io.github.piste.run.ValueTypes.whole;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.MissingPolicy;
import io.github.piste.data.Scaling;
import io.github.piste.optim.Batching;
import io.github.piste.train.Cadence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** All keys of the configuration, in the order in which they are written; keys of a block stand together. */
final class Keys {
    private static final List<Key<?>> DECLARED = new ArrayList<>();

    private static final int MANY = Integer.MAX_VALUE;
    private static final ValueType<Double> ABOVE_0 = number("a number above 0", v -> v > 0);
    private static final ValueType<Double> FROM_0 = number("a number from 0", v -> v >= 0);
    private static final ValueType<Double> BELOW_1 = number("a number from 0 to below 1", v -> v >= 0 && v < 1);
    private static final ValueType<Double> TO_1 = number("a number from 0 to 1", v -> v >= 0 && v <= 1);
    private static final ValueType<Double> FROM_1 = number("a number from 1", v -> v >= 1);
    private static final ValueType<Double> FACTOR = number("a number above 0, at most 1", v -> v > 0 && v <= 1);
    /** Zero means off, and only the word is read or written for it. */
    private static final ValueType<Double> OFF_OR_NUMBER =
            ABOVE_0.or("off").as(v -> v.orElse(0.0), v -> v == 0 ? Optional.empty() : Optional.of(v));

    private static final ValueType<Integer> OFF_OR_COUNT =
            integer(1, MANY).or("off").as(v -> v.orElse(0), v -> v == 0 ? Optional.empty() : Optional.of(v));

    static final Key<String> NAME =
            always("run.name", ValueTypes.PLAIN_NAME, c -> c.run().name());
    static final Key<Path> DIRECTORY =
            always("run.directory", ValueTypes.PATH, c -> c.run().directory());
    static final Key<Long> SEED = always(
            "run.seed", whole(Long.MIN_VALUE, Long.MAX_VALUE), c -> c.run().seed());

    static final Key<DataConfig.Kind> DATA_KIND =
            always("data.kind", oneOf(DataConfig.Kind.class), c -> c.data().kind());
    static final Key<Path> PATH =
            key("data.path", ValueTypes.PATH, c -> c.data().path());
    static final Key<DataConfig.Delimiter> DELIMITER =
            always("data.delimiter", oneOf(DataConfig.Delimiter.class, DataConfig.Delimiter::label), c -> c.data()
                    .delimiter());
    static final Key<Optional<Boolean>> HEADER =
            always("data.header", BOOLEAN.or("auto"), c -> c.data().header());
    static final Key<String> TARGET =
            key("data.target", ValueTypes.COLUMN, c -> c.data().target());
    static final Key<Optional<ImmutableList<String>>> FEATURES = always(
            "data.features",
            ValueTypes.someOf(ValueTypes.COLUMN, "a list of columns such as [a, b], each once")
                    .or("all"),
            c -> Optional.of(c.data().features()).filter(list -> !list.isEmpty()));
    static final Key<ImmutableList<String>> CATEGORICAL =
            always("data.categorical", ValueTypes.COLUMNS, c -> c.data().categorical());
    static final Key<String> WEIGHT =
            key("data.weight", ValueTypes.COLUMN, c -> c.data().weight());
    static final Key<MissingPolicy> MISSING =
            always("data.missing", oneOf(MissingPolicy.class), c -> c.data().missing());
    static final Key<Scaling> SCALING =
            always("data.scaling", oneOf(Scaling.class), c -> c.data().scaling());
    static final Key<DataConfig.Precision> PRECISION = always(
            "data.precision", oneOf(DataConfig.Precision.class), c -> c.data().precision());
    static final Key<Double> VALIDATION =
            always("data.validation", BELOW_1, c -> c.data().validation());
    static final Key<Integer> FOLDS =
            always("data.folds", ValueTypes.FOLDS, c -> c.data().folds());
    static final Key<Integer> ROWS = always(
            "data.synthetic.rows", integer(1, MANY), c -> c.data().synthetic().rows());
    static final Key<Integer> SYNTHETIC_FEATURES =
            always("data.synthetic.features", integer(1, 1_000_000), c -> c.data()
                    .synthetic()
                    .features());
    static final Key<Double> NOISE =
            always("data.synthetic.noise", FROM_0, c -> c.data().synthetic().noise());
    static final Key<Double> CONDITION =
            always("data.synthetic.condition", FROM_1, c -> c.data().synthetic().condition());

    static final Key<ModelConfig.Kind> MODEL_KIND =
            always("model.kind", oneOf(ModelConfig.Kind.class), c -> c.model().kind());
    static final Key<ModelConfig.Loss> LOSS =
            always("model.loss", oneOf(ModelConfig.Loss.class), c -> c.model().loss());
    static final Key<Double> HUBER_DELTA =
            always("model.huber-delta", ABOVE_0, c -> c.model().huberDelta());
    static final Key<Boolean> INTERCEPT =
            always("model.intercept", BOOLEAN, c -> c.model().intercept());
    static final Key<Optional<ImmutableDoubleArray>> INITIAL =
            always("model.initial", ValueTypes.numbers().or("zeros"), c -> Optional.of(
                            c.model().initial())
                    .filter(array -> !array.isEmpty()));
    static final Key<Double> L1 =
            always("model.l1", FROM_0, c -> c.model().penalty().l1());
    static final Key<Double> L2 =
            always("model.l2", FROM_0, c -> c.model().penalty().l2());
    static final Key<Integer> HIDDEN =
            always("model.hidden", integer(1, 100_000), c -> c.model().hidden());

    static final Key<Batching.Mode> MODE = always(
            "train.mode", oneOf(Batching.Mode.class), c -> c.train().batching().mode());
    static final Key<Integer> BATCH_SIZE =
            key("train.batch-size", integer(1, MANY), c -> Optional.of(c.train().batching())
                    .filter(batching -> batching.mode() == Batching.Mode.MINI_BATCH)
                    .map(Batching::batchSize));
    static final Key<Optional<Long>> EPOCHS = always(
            "train.epochs",
            whole(1, Long.MAX_VALUE).or("auto"),
            c -> Optional.of(c.train().stop().epochs()));
    static final Key<Optional<Double>> LEARNING_RATE = always(
            "train.learning-rate", ABOVE_0.or("auto"), c -> boxed(c.train().learningRate()));
    static final Key<Optional<RuleName>> RULE =
            always("train.rule", oneOf(RuleName.class).or("auto"), c -> c.train()
                    .rule()
                    .map(RuleName::of));
    static final Key<Double> MOMENTUM =
            key("train.momentum", BELOW_1, c -> c.train().rule().flatMap(RuleName::momentum));
    static final Key<Double> BETA1 =
            key("train.beta1", BELOW_1, c -> c.train().rule().flatMap(RuleName::beta1));
    static final Key<Double> BETA2 =
            key("train.beta2", BELOW_1, c -> c.train().rule().flatMap(RuleName::beta2));
    static final Key<Double> EPSILON =
            key("train.epsilon", ABOVE_0, c -> c.train().rule().flatMap(RuleName::epsilon));
    static final Key<Optional<Boolean>> AVERAGING =
            always("train.averaging", BOOLEAN.or("auto"), c -> c.train().averaging());
    static final Key<Batching.Order> ORDER = key("train.order", oneOf(Batching.Order.class), c -> Optional.of(
                    c.train().batching())
            .filter(batching -> batching.mode() != Batching.Mode.BATCH)
            .map(Batching::order));
    static final Key<TrainConfig.Gradient> GRADIENT = always(
            "train.gradient", oneOf(TrainConfig.Gradient.class), c -> c.train().gradient());
    static final Key<Integer> THREADS =
            always("train.threads", integer(1, 1024), c -> c.train().threads());
    static final Key<ScheduleKind> SCHEDULE_KIND = always(
            "train.schedule.kind",
            oneOf(ScheduleKind.class),
            c -> ScheduleKind.of(c.train().schedule()));
    static final Key<Double> SCHEDULE_EVERY = key(
            "train.schedule.every", ABOVE_0, c -> ScheduleKind.every(c.train().schedule()));
    static final Key<Double> SCHEDULE_FACTOR = key(
            "train.schedule.factor", FACTOR, c -> ScheduleKind.factor(c.train().schedule()));
    static final Key<Double> SCHEDULE_DECAY = key(
            "train.schedule.decay", FROM_0, c -> ScheduleKind.decay(c.train().schedule()));
    static final Key<Double> SCHEDULE_FLOOR =
            key("train.schedule.floor", TO_1, c -> ScheduleKind.floor(c.train().schedule()));
    static final Key<Double> SCHEDULE_EPOCHS = key(
            "train.schedule.epochs", ABOVE_0, c -> ScheduleKind.epochs(c.train().schedule()));
    static final Key<Double> LOSS_CHANGE = always(
            "train.stop.loss-change", OFF_OR_NUMBER, c -> c.train().stop().lossChange());
    static final Key<Double> GRADIENT_NORM = always(
            "train.stop.gradient-norm", OFF_OR_NUMBER, c -> c.train().stop().gradientNorm());
    static final Key<Integer> PATIENCE =
            always("train.stop.patience", OFF_OR_COUNT, c -> c.train().stop().patience());
    static final Key<Optional<Duration>> TIME_LIMIT =
            always("train.stop.time-limit", DURATION_TYPE.or("off"), c -> c.train()
                    .stop()
                    .timeLimit());

    static final Key<Integer> WORKERS =
            always("observe.workers", integer(1, 64), c -> c.observe().workers());
    static final Key<Duration> DRAIN_LIMIT =
            always("observe.drain-limit", DURATION_TYPE, c -> c.observe().drainLimit());
    static final Key<Boolean> FAIL_FAST =
            always("observe.fail-fast", BOOLEAN, c -> c.observe().failFast());
    static final Key<ObserveConfig.Drawing> PLOTS =
            always("observe.plots.enabled", oneOf(ObserveConfig.Drawing.class), c -> c.observe()
                    .plots()
                    .drawing());
    static final Key<Cadence> PLOTS_EVERY =
            always("observe.plots.every", CADENCE, c -> c.observe().plots().every());
    static final Key<ImmutableList<ObserveConfig.PlotKind>> PLOT_KINDS = always(
            "observe.plots.kinds",
            ValueTypes.someOf(
                    oneOf(ObserveConfig.PlotKind.class),
                    "a list, each once, of "
                            + oneOf(ObserveConfig.PlotKind.class).allowed()),
            c -> c.observe().plots().kinds());
    static final Key<Cadence> METRICS_EVERY =
            always("observe.metrics.every", CADENCE, c -> c.observe().metrics().every());
    static final Key<ObserveConfig.Overflow> OVERFLOW =
            always("observe.metrics.overflow", oneOf(ObserveConfig.Overflow.class), c -> c.observe()
                    .metrics()
                    .overflow());
    static final Key<Cadence> LOG_EVERY =
            always("observe.log.every", CADENCE, c -> c.observe().log().every());
    static final Key<Boolean> CHECKPOINT = always(
            "observe.checkpoint.enabled", BOOLEAN, c -> c.observe().checkpoint().enabled());
    static final Key<Cadence> CHECKPOINT_EVERY = always(
            "observe.checkpoint.every", CADENCE, c -> c.observe().checkpoint().every());
    static final Key<Integer> CHECKPOINTS_KEPT = always("observe.checkpoint.keep", integer(1, 100), c -> c.observe()
            .checkpoint()
            .keep());
    static final Key<Boolean> TENSORBOARD = always("observe.tensorboard.enabled", BOOLEAN, c -> c.observe()
            .tensorboard()
            .enabled());
    static final Key<Boolean> HTTP =
            always("observe.http.enabled", BOOLEAN, c -> c.observe().http().enabled());
    static final Key<Integer> HTTP_PORT = always(
            "observe.http.port", integer(0, 65_535), c -> c.observe().http().port());
    static final Key<String> HTTP_ADDRESS = always(
            "observe.http.address", ValueTypes.TEXT, c -> c.observe().http().address());
    static final Key<Boolean> ALERTS =
            always("observe.alerts.enabled", BOOLEAN, c -> c.observe().alerts().enabled());

    /** Every key above; the last field, so that all are declared. */
    static final ImmutableList<Key<?>> ALL = ImmutableList.copyOf(DECLARED);

    private Keys() {}

    private static <T> Key<T> key(String path, ValueType<T> type, Function<RunConfig, Optional<T>> getter) {
        Key<T> key = new Key<>(path, type, getter);
        DECLARED.add(key);
        return key;
    }

    private static <T> Key<T> always(String path, ValueType<T> type, Function<RunConfig, T> getter) {
        return key(path, type, getter.andThen(Optional::of));
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
