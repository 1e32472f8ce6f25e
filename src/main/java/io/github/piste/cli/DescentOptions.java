package io.github.piste.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Quoted;
import io.github.piste.optim.Batching;
import io.github.piste.optim.Penalty;
import io.github.piste.optim.UpdateRule;
import io.github.piste.run.ConfigReader;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.TrainConfig;
import io.github.piste.train.Descent;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to go down a function: rate, steps, rule, schedule. */
final class DescentOptions {
    private static final int MOST_STEPS = 10_000_000;
    /** Keys that have an option of their own. */
    private static final ImmutableMap<String, String> OPTIONS = ImmutableMap.of(
            "train.rule", "--rule",
            "train.schedule.kind", "--schedule",
            "train.momentum", "--momentum",
            "train.epochs", "--steps",
            "train.learning-rate", "--learning-rate");

    private static final ImmutableSet<String> WITHOUT_MEANING = ImmutableSet.of(
            "train.mode",
            "train.batch-size",
            "train.order",
            "train.averaging",
            "train.gradient",
            "train.threads",
            "train.stop.patience");
    private static final ImmutableSet<String> BLOCKS = ImmutableSet.of("train.schedule", "train.stop");

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
        if (momentum != null && !rule.equals("momentum") && !rule.equals("nesterov")) {
            throw new IllegalArgumentException("--momentum " + momentum + " has no effect with --rule "
                    + Quoted.cell(rule) + "; it is of --rule momentum or nesterov");
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
            Set<Double> seen = new HashSet<>();
            several.forEach(one -> {
                Points.positive("--learning-rates", Double.toString(one));
                if (!seen.add(one)) {
                    throw new IllegalArgumentException(
                            "--learning-rates: found " + Text.number(one) + " twice; give each rate once");
                }
            });
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
            checkMeaning(setting);
            all.add(setting);
        }
        try {
            LoadedConfig loaded = new ConfigReader(Map.of()).readWithoutSource(Optional.empty(), all);
            Configs.warn(loaded, err);
            return loaded.config().train();
        } catch (InvalidConfigException e) {
            throw new InvalidConfigException(
                    e.problems().stream().map(DescentOptions::byOption).toList());
        }
    }

    /** A setting that would change nothing, or go over an option, is refused. */
    private static void checkMeaning(String setting) {
        String key = Splitter.on('=').split(setting).iterator().next().strip();
        if (!key.startsWith("train.")) {
            throw new IllegalArgumentException(
                    "-s: found " + Quoted.cell(setting) + ", only keys of block train mean something here");
        }
        String option = OPTIONS.get(key);
        if (option != null) {
            throw new IllegalArgumentException(
                    "-s " + key + ": found " + Quoted.cell(setting) + ", use the option " + option + " here");
        }
        if (WITHOUT_MEANING.contains(key)) {
            throw new IllegalArgumentException("-s " + key + ": found " + Quoted.cell(setting)
                    + ", which has no effect on a function: it is not a sum over rows of data");
        }
        if (BLOCKS.contains(key)) {
            throw new IllegalArgumentException("-s " + key + ": found " + Quoted.cell(setting)
                    + ", set the keys of the block one by one, such as -s " + key
                    + (key.equals("train.stop") ? ".gradient-norm=1e-6" : ".every=10"));
        }
    }

    /** What the option is called that set a key. */
    private static String byOption(String problem) {
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            String origin = "-s " + option.getKey() + ": ";
            if (problem.startsWith(origin)) {
                String rest = problem.substring(origin.length());
                return option.getValue() + ": "
                        + (rest.startsWith(option.getKey())
                                ? rest.substring(option.getKey().length())
                                        .replaceFirst("^ = ", "found ")
                                        .strip()
                                : rest);
            }
        }
        return problem;
    }
}
