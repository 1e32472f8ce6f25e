package io.github.piste.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.UpdateRule;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.TrainConfig;
import io.github.piste.train.Descent;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to go down a function: rate, steps, rule, schedule. */
final class DescentOptions {
    private static final int MOST_STEPS = 10_000_000;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Default: the name's own, else 0.1.")
    private @Nullable String rate;

    @Option(
            names = "--learning-rates",
            paramLabel = "R,R,...",
            description = "Several rates one after the other, compared in one picture.")
    private @Nullable String rates;

    @Option(names = "--steps", paramLabel = "N", description = "Steps at most (default: ${DEFAULT-VALUE}).")
    private int steps = 100;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "sgd, momentum, nesterov, adagrad, rmsprop or adam (default: ${DEFAULT-VALUE}).")
    private String rule = "sgd";

    @Option(names = "--momentum", paramLabel = "M", description = "Of the rules momentum and nesterov (default: 0.9).")
    private @Nullable String momentum;

    @Option(
            names = "--schedule",
            paramLabel = "KIND",
            description = "constant, step, exponential, inverse-time, cosine or warm-up (default: ${DEFAULT-VALUE});"
                    + " its numbers with -s train.schedule.every=10.")
    private String schedule = "constant";

    @Option(
            names = {"-s", "--set"},
            paramLabel = "key=value",
            description =
                    "Sets a key of block train of the configuration, such as train.beta1 or train.stop.gradient-norm."
                            + " May be repeated.")
    private List<String> settings = new ArrayList<>();

    /** Called by the command line's library. */
    DescentOptions() {}

    /** Whether rates are to be compared. */
    boolean compares() {
        return rates != null;
    }

    /**
     * The descents, one for each rate.
     *
     * @throws IllegalArgumentException if an option is not allowed
     * @throws io.github.piste.run.InvalidConfigException if a setting is not allowed
     */
    ImmutableList<Descent> descents(double usualRate, PrintWriter err) {
        if (rate != null && rates != null) {
            throw new IllegalArgumentException("found --learning-rate and --learning-rates; take one of them away");
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "--steps: found " + steps + ", allowed are 1 to " + Text.count(MOST_STEPS));
        }
        TrainConfig train = config(err);
        ImmutableList.Builder<Descent> descents = ImmutableList.builder();
        for (double learningRate : learningRates(usualRate).toArray()) {
            descents.add(new Descent(
                    Batching.batch(),
                    train.rule().orElseGet(UpdateRule.Sgd::new),
                    learningRate,
                    train.schedule(),
                    Penalty.NONE,
                    false,
                    train.stop(),
                    1));
        }
        return descents.build();
    }

    private ImmutableDoubleArray learningRates(double usualRate) {
        if (rates != null) {
            ImmutableDoubleArray several = Points.parse("--learning-rates", rates);
            several.forEach(one -> Points.positive("--learning-rates", Double.toString(one)));
            return several;
        }
        return ImmutableDoubleArray.of(rate == null ? usualRate : Points.positive("--learning-rate", rate));
    }

    /** Rules and schedules are those of a configuration, read and checked in one place. */
    private TrainConfig config(PrintWriter err) {
        List<String> all = new ArrayList<>(
                List.of("train.rule=" + rule, "train.schedule.kind=" + schedule, "train.epochs=" + steps));
        Optional.ofNullable(momentum).ifPresent(m -> all.add("train.momentum=" + m));
        for (String setting : settings) {
            if (!setting.startsWith("train.")) {
                throw new IllegalArgumentException(
                        "-s: found '" + setting + "', only keys of block train mean something here");
            }
            all.add(setting);
        }
        LoadedConfig loaded = new ConfigReader(Map.of()).readWithoutSource(Optional.empty(), all);
        Configs.warn(loaded, err);
        return loaded.config().train();
    }
}
