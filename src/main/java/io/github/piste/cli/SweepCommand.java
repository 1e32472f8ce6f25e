package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingRun;
import io.github.piste.data.LoadedData;
import io.github.piste.plot.Sweep;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunState;
import io.github.piste.run.WeightSearch;
import io.github.piste.train.Control;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code piste sweep}: the loss at every value of one weight, or of two. */
@Command(
        name = "sweep",
        description = {
            "Computes the loss at every value of one weight, or at every pair of two, beside a descent.",
            "The other weights stay where the descent ended. Writes a run directory with sweep.csv, plots/sweep.png and"
                    + " run.json."
        },
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(SweepCommand.class);

    private static final int ROWS_SHOWN = 21;
    private static final Duration GRACE = Duration.ofMillis(800);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CONFIG", description = "Configuration file (HOCON).")
    private @Nullable Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "key=value",
            description = "Sets a key. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "1..2", heading = "Once or twice:%n")
    private List<Range> ranges = new ArrayList<>();

    private final Control control = new Control();

    /** One weight and its values. */
    static final class Range {
        @Option(
                names = "--parameter",
                required = true,
                paramLabel = "NAME",
                description = {
                    "A weight: a feature's name, or intercept; of a softmax model \"red: north\" or \"red: intercept\",",
                    "of a network hidden7.x, hidden7.bias, output.hidden7 or output.bias.",
                    "A name that does not exist is answered with those that do."
                })
        private String parameter = "";

        @Option(names = "--from", required = true, paramLabel = "a", description = "First value, original units.")
        private double from;

        @Option(names = "--to", required = true, paramLabel = "b", description = "Last value.")
        private double to;

        @Option(names = "--step", required = true, paramLabel = "h", description = "Distance between values.")
        private double step;

        /** Called by the command line's library. */
        Range() {}
    }

    /** Called by the command line's library. */
    SweepCommand() {}

    @Override
    public Integer call() {
        CommandLine command = requireNonNull(spec).commandLine();
        LoadedConfig read = Configs.read(Optional.ofNullable(config), settings);
        Configs.warn(read, command.getErr());
        RunConfig run = read.config();
        Interruption interruption =
                new Interruption(control, run.observe().drainLimit().plus(GRACE));
        ImmutableList<WeightSearch.Axis> axes = checked(this::axes);
        LoadedData loaded = DataLoader.load(run, new LoadProgress());
        DataSummary summary = DataSummary.of(loaded);
        TrainingRun training = new TrainingRun(request(run), loaded.dataset(), summary);
        WeightSearch search = checked(() -> new WeightSearch(training.problem(), axes));
        try (RunDirectory directory = RunDirectory.create(run.run().directory(), "sweep", Instant.now());
                Experiment experiment =
                        new Experiment("sweep", directory, run, "", summary, TrainCommand.words(command))) {
            Terminal.print(Report.beginning(run, summary));
            interruption.descending();
            int code = experiment.logFailureOf(() -> run(training, search, experiment));
            return interruption.exitCode() == 0 ? code : interruption.exitCode();
        }
    }

    private <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private RunRequest request(RunConfig run) {
        return new RunRequest(
                run, RunPlace.NOWHERE, ImmutableList.of(), ImmutableList.of(), control, ImmutableList.of());
    }

    private ImmutableList<WeightSearch.Axis> axes() {
        return ranges.stream()
                .map(range -> WeightSearch.Axis.of(range.parameter, range.from, range.to, range.step))
                .collect(ImmutableList.toImmutableList());
    }

    private int run(TrainingRun training, WeightSearch search, Experiment experiment) {
        TrainingResult result = training.run();
        experiment.ended("", result);
        if (control.stopRequested()) {
            experiment.write(RunState.STOPPED);
            return Terminal.print(text(
                    "",
                    result,
                    "stopped before the search; see "
                            + Text.oneLine(experiment.file("run.json").toString())));
        }
        log.info("searching {} places", search.places());
        SearchProgress progress = new SearchProgress(search.places(), control);
        Sweep sweep = search.around(result.outcome().weights(), progress);
        Path picture = experiment.file("plots").resolve("sweep.png");
        experiment.searched(sweep, picture);
        RunState state = control.stopRequested() ? RunState.STOPPED : result.state();
        experiment.write(state);
        String stopped = progress.visited() == search.places()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  stopped    after %s places; the others are NaN%n",
                        Text.count(progress.visited()));
        int printed = Terminal.print(text(
                SweepText.table(sweep, ROWS_SHOWN) + stopped,
                result,
                "Look at "
                        + Text.oneLine((Files.exists(picture) ? picture : experiment.file("sweep.csv")).toString())));
        if (state == RunState.DIVERGED) {
            return ExitCode.DIVERGED;
        }
        return experiment.degraded() ? ExitCode.DEGRADED : printed;
    }

    private static String text(String table, TrainingResult result, String look) {
        return table
                + String.format(
                        Locale.ROOT,
                        "  descent    %s after %s epochs%n%n%s%n",
                        result.state().name().toLowerCase(Locale.ROOT),
                        Text.number(result.outcome().scalars().epoch()),
                        look);
    }
}
