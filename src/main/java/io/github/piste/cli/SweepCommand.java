package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingRun;
import io.github.piste.data.LoadedData;
import io.github.piste.files.AtomicFiles;
import io.github.piste.plot.Renderer;
import io.github.piste.plot.Sweep;
import io.github.piste.plot.SweepPlot;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunState;
import io.github.piste.run.WeightSearch;
import io.github.piste.train.Control;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
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
            "The other weights stay where the descent ended."
        },
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
    private static final int ROWS_SHOWN = 21;

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

    /** One weight and its values. */
    static final class Range {
        @Option(
                names = "--parameter",
                required = true,
                paramLabel = "NAME",
                description = "A weight: a feature's name, or intercept.")
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
    public Integer call() throws IOException {
        ImmutableList<WeightSearch.Axis> axes = axes();
        RunConfig run = Configs.read(Optional.ofNullable(config), settings).config();
        LoadedData loaded = DataLoader.load(run, new LoadProgress());
        DataSummary summary = DataSummary.of(loaded);
        TrainingRun training = new TrainingRun(
                new RunRequest(
                        run,
                        RunPlace.NOWHERE,
                        ImmutableList.of(),
                        ImmutableList.of(),
                        new Control(),
                        ImmutableList.of()),
                loaded.dataset(),
                summary);
        Terminal.print(Report.beginning(run, summary));
        TrainingResult result = training.run();
        Sweep sweep = search(training, result, axes);
        try (RunDirectory directory = RunDirectory.create(run.run().directory(), "sweep", Instant.now())) {
            AtomicFiles.replace(directory.file("sweep.csv"), SweepText.csv(sweep));
            Path picture = directory.file("plots").resolve("sweep.png");
            boolean drawn = SweepPlot.write(sweep, new Renderer(), picture);
            Terminal.print(SweepText.table(sweep, ROWS_SHOWN)
                    + String.format(
                            Locale.ROOT,
                            "  descent    %s after %s epochs%n%nLook at %s%n",
                            result.state().name().toLowerCase(Locale.ROOT),
                            Text.number(result.outcome().scalars().epoch()),
                            drawn ? picture : directory.file("sweep.csv")));
            if (result.state() == RunState.DIVERGED) {
                return ExitCode.DIVERGED;
            }
            return drawn ? ExitCode.DONE : ExitCode.DEGRADED;
        }
    }

    private ImmutableList<WeightSearch.Axis> axes() {
        try {
            return ranges.stream()
                    .map(range -> WeightSearch.Axis.of(range.parameter, range.from, range.to, range.step))
                    .collect(ImmutableList.toImmutableList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private Sweep search(TrainingRun training, TrainingResult result, ImmutableList<WeightSearch.Axis> axes) {
        try {
            return new WeightSearch(training.problem(), result.outcome().weights()).over(axes, progress(axes));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    /** A line every few seconds; short searches print none. */
    private static LongConsumer progress(ImmutableList<WeightSearch.Axis> axes) {
        long places = axes.stream().mapToLong(axis -> axis.values().length()).reduce(1, (a, b) -> a * b);
        return new SearchProgress(places);
    }
}
