package io.github.piste.run;

import com.google.common.collect.ImmutableSet;
import io.github.piste.optim.Batching;
import io.github.piste.run.DataConfig.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values that are fine alone and not together. */
final class Conflicts {
    private static final ImmutableSet<Key<?>> CSV_KEYS =
            ImmutableSet.of(Keys.PATH, Keys.TARGET, Keys.FEATURES, Keys.CATEGORICAL, Keys.WEIGHT);
    private static final ImmutableSet<Key<?>> SYNTHETIC_KEYS =
            ImmutableSet.of(Keys.ROWS, Keys.SYNTHETIC_FEATURES, Keys.NOISE, Keys.CONDITION);
    private static final ImmutableSet<String> LOOPBACK = ImmutableSet.of("127.0.0.1", "localhost", "::1", "[::1]");

    private final Settings in;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Finds conflicts; keys with refused values take part in none. */
    Conflicts(Settings in) {
        this.in = in;
        columns();
        holdout();
        stop();
        schedule();
        model();
        unusedParameters();
        endpoint();
    }

    /** What must be put right. */
    List<String> problems() {
        return problems;
    }

    /** What has no effect, or an effect to know about. */
    List<String> warnings() {
        return warnings;
    }

    /** What must be put right about the source of the data; apart, because a program may bring its own data. */
    List<String> source() {
        List<String> found = new ArrayList<>();
        if (in.isRefused(Keys.DATA_KIND)) {
            return found;
        }
        boolean csv = in.get(Keys.DATA_KIND) == Kind.CSV;
        if (csv) {
            require(Keys.PATH, "the file to train on", found);
            require(Keys.TARGET, "the column to predict", found);
        }
        String fix = csv ? "; it needs data.kind = synthetic" : "; it needs data.kind = csv, found synthetic";
        for (Key<?> key : csv ? SYNTHETIC_KEYS : CSV_KEYS) {
            if (in.isSet(key)) {
                found.add(in.assignment(key) + fix);
            }
        }
        return found;
    }

    private void require(Key<?> key, String what, List<String> found) {
        if (in.optional(key).isEmpty() && !in.isRefused(key)) {
            found.add(key.path() + " is missing: set it to " + what
                    + ", in the configuration or with -s " + key.path()
                    + "=...; or set data.kind = synthetic");
        }
    }

    private void columns() {
        Optional<String> target = in.optional(Keys.TARGET);
        if (target.isPresent()) {
            String column = target.get();
            refuseIf(
                    in.get(Keys.FEATURES).filter(list -> list.contains(column)).isPresent(),
                    Keys.FEATURES,
                    Keys.TARGET);
            refuseIf(in.get(Keys.CATEGORICAL).contains(column), Keys.CATEGORICAL, Keys.TARGET);
            refuseIf(in.optional(Keys.WEIGHT).filter(column::equals).isPresent(), Keys.WEIGHT, Keys.TARGET);
        }
    }

    private void holdout() {
        refuseIf(in.get(Keys.VALIDATION) > 0 && in.get(Keys.FOLDS) > 0, Keys.VALIDATION, Keys.FOLDS);
    }

    private void stop() {
        if (in.get(Keys.PATIENCE) > 0 && in.get(Keys.VALIDATION) == 0 && !in.isRefused(Keys.VALIDATION)) {
            problems.add(in.assignment(Keys.PATIENCE)
                    + " watches the validation loss; it needs data.validation above 0, such as 0.2");
        }
        if (in.get(Keys.GRADIENT_NORM) > 0 && in.get(Keys.MODE) != Batching.Mode.BATCH && !in.isRefused(Keys.MODE)) {
            problems.add(in.assignment(Keys.GRADIENT_NORM) + " needs the exact gradient: train.mode = batch, found "
                    + ValueTypes.label(in.get(Keys.MODE)));
        }
    }

    private void schedule() {
        if (in.isRefused(Keys.SCHEDULE_KIND)) {
            return;
        }
        ScheduleKind kind = in.get(Keys.SCHEDULE_KIND);
        scheduleKey(kind, Keys.SCHEDULE_EVERY, ScheduleKind.STEP);
        scheduleKey(kind, Keys.SCHEDULE_FACTOR, ScheduleKind.STEP);
        scheduleKey(kind, Keys.SCHEDULE_DECAY, ScheduleKind.EXPONENTIAL, ScheduleKind.INVERSE_TIME);
        scheduleKey(kind, Keys.SCHEDULE_FLOOR, ScheduleKind.COSINE);
        scheduleKey(kind, Keys.SCHEDULE_EPOCHS, ScheduleKind.WARM_UP);
    }

    private void scheduleKey(ScheduleKind kind, Key<?> key, ScheduleKind... users) {
        if (in.isSet(key) && !Set.of(users).contains(kind)) {
            problems.add(in.assignment(key) + " is of train.schedule.kind = " + String.join(" or ", labels(users))
                    + ", found " + ValueTypes.label(kind));
        }
    }

    private void model() {
        boolean huber = in.get(Keys.LOSS) == ModelConfig.Loss.HUBER;
        boolean linear = in.get(Keys.MODEL_KIND) == ModelConfig.Kind.LINEAR;
        boolean classes = in.get(Keys.LOSS) == ModelConfig.Loss.CROSS_ENTROPY;
        boolean network = in.get(Keys.MODEL_KIND) == ModelConfig.Kind.MLP;
        refuseIf(huber && !linear, Keys.LOSS, Keys.MODEL_KIND);
        refuseIf(classes && linear, Keys.LOSS, Keys.MODEL_KIND);
        boolean batch = in.get(Keys.MODE) == Batching.Mode.BATCH;
        if (in.get(Keys.GRADIENT) == TrainConfig.Gradient.GRAM
                && !(linear && !huber && batch)
                && !in.isRefused(Keys.MODE)
                && !in.isRefused(Keys.MODEL_KIND)
                && !in.isRefused(Keys.LOSS)) {
            problems.add(
                    in.assignment(Keys.GRADIENT)
                            + " is for least squares over all rows: model.kind = linear, model.loss = squared, train.mode = batch");
        }
        boolean rows = linear || in.get(Keys.MODEL_KIND) == ModelConfig.Kind.LOGISTIC;
        warnUnless(rows && batch, Keys.THREADS, "train.mode = batch with model.kind = linear or logistic");
        warnUnless(huber, Keys.HUBER_DELTA, "model.loss = huber");
        warnUnless(!network, Keys.INTERCEPT, "model.kind = linear, logistic or softmax");
        warnUnless(network, Keys.HIDDEN, "model.kind = mlp");
    }

    private void unusedParameters() {
        Batching.Mode mode = in.get(Keys.MODE);
        warnUnless(mode == Batching.Mode.MINI_BATCH, Keys.BATCH_SIZE, "train.mode = mini-batch");
        warnUnless(mode != Batching.Mode.BATCH, Keys.ORDER, "train.mode = stochastic or mini-batch");
        ruleKey(Keys.MOMENTUM, RuleName.MOMENTUM, RuleName.NESTEROV);
        ruleKey(Keys.BETA1, RuleName.ADAM);
        ruleKey(Keys.BETA2, RuleName.RMSPROP, RuleName.ADAM);
        ruleKey(Keys.EPSILON, RuleName.ADAGRAD, RuleName.RMSPROP, RuleName.ADAM);
    }

    private void ruleKey(Key<?> key, RuleName... users) {
        boolean used = in.get(Keys.RULE).filter(Set.of(users)::contains).isPresent();
        warnUnless(used, key, "train.rule = " + String.join(" or ", labels(users)));
    }

    private void endpoint() {
        if (in.get(Keys.HTTP) && !LOOPBACK.contains(in.get(Keys.HTTP_ADDRESS))) {
            warnings.add(in.assignment(Keys.HTTP_ADDRESS) + ": other machines can read the run");
        }
    }

    private void warnUnless(boolean used, Key<?> key, String user) {
        if (in.isSet(key) && !used) {
            warnings.add(in.assignment(key) + " has no effect: it is used by " + user);
        }
    }

    private void refuseIf(boolean conflict, Key<?> key, Key<?> other) {
        if (conflict && !in.isRefused(key) && !in.isRefused(other)) {
            problems.add(in.assignment(key) + " does not go with " + in.assignment(other) + "; take one of them away");
        }
    }

    private static List<String> labels(Enum<?>[] values) {
        return List.of(values).stream().map(ValueTypes::label).toList();
    }
}
