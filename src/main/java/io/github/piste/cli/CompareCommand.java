package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingRun;
import io.github.piste.data.LoadedData;
import io.github.piste.plot.PageSink;
import io.github.piste.plot.Plot;
import io.github.piste.plot.PlotDataSource;
import io.github.piste.plot.PlotSink;
import io.github.piste.plot.RunPage;
import io.github.piste.run.Comparison;
import io.github.piste.run.DataLoader;
import io.github.piste.run.DataSummary;
import io.github.piste.run.Pictures;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import io.github.piste.run.RunState;
import io.github.piste.sink.Sink;
import io.github.piste.train.Cadence;
import io.github.piste.train.Control;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code piste compare}: one descent for each value of a key, in the same pictures. */
@Command(
        name = "compare",
        description = {
            "Trains once for each value of a key and draws all descents into the same pictures.",
            "Writes a run directory with pictures, page and run.json. Ends with 4 only when all of them diverge."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofMillis(800);
    /** Pictures in which several descents can be told apart. */
    private static final Set<String> PICTURES = Set.of("loss", "path", "curve");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CONFIG", description = "Configuration file (HOCON).")
    private @Nullable Path config;

    @Parameters(
            index = "1",
            paramLabel = "key=v1,v2,...",
            description = "The key and its values, such as train.mode=batch,mini-batch,stochastic.")
    private String over = "";

    @Option(
            names = {"-s", "--set"},
            paramLabel = "key=value",
            description = "Sets a key for all of them. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--pace", paramLabel = "50ms", description = "Pauses after each step, to watch in slow motion.")
    private @Nullable String pace;

    private final Control control = new Control();

    /** Called by the command line's library. */
    CompareCommand() {}

    /** One of the descents, ready to run. */
    private record Contender(RunConfig config, TrainingRun run, DataSummary data) {}

    @Override
    public Integer call() {
        CommandLine command = requireNonNull(spec).commandLine();
        Duration pause = pace == null ? Duration.ZERO : Pace.parse(command, pace);
        ComparedValues values;
        ImmutableList<RunConfig> configs;
        try {
            values = ComparedValues.parse(over);
            configs = values.configs(Optional.ofNullable(config), settings, command.getErr());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
        RunConfig first = configs.get(0);
        Interruption interruption =
                new Interruption(control, first.observe().drainLimit().plus(GRACE));
        Deque<Contender> contenders = contenders(configs, pause);
        String remark = "# " + Text.oneLine(over) + "; the rest, with the first of them:" + System.lineSeparator();
        try (RunDirectory directory = RunDirectory.create(first.run().directory(), "compare", Instant.now());
                Experiment experiment = new Experiment(
                        "compare",
                        directory,
                        first,
                        remark,
                        contenders.element().data(),
                        TrainCommand.words(command))) {
            interruption.descending();
            int code = experiment.logFailureOf(() -> compare(values, contenders, experiment));
            return interruption.exitCode() == 0 ? code : interruption.exitCode();
        }
    }

    /** Loads and checks everything before the first step. */
    private Deque<Contender> contenders(ImmutableList<RunConfig> configs, Duration pause) {
        RunConfig first = configs.get(0);
        LoadedData shared = DataLoader.load(first, new LoadProgress());
        DataSummary sharedSummary = DataSummary.of(shared);
        Deque<Contender> contenders = new ArrayDeque<>();
        for (RunConfig config : configs) {
            boolean same = config.data().equals(first.data())
                    && config.run().seed() == first.run().seed();
            LoadedData data = same ? shared : DataLoader.load(config, bytes -> {});
            DataSummary summary = same ? sharedSummary : DataSummary.of(data);
            contenders.add(
                    new Contender(config, new TrainingRun(request(config, pause), data.dataset(), summary), summary));
        }
        return contenders;
    }

    private int compare(ComparedValues values, Deque<Contender> contenders, Experiment experiment) {
        Comparison comparison = new Comparison();
        Terminal.print(row("", "state", "epochs", "steps", "loss", "gap to the optimum"));
        for (int i = 0; !contenders.isEmpty() && !control.stopRequested(); i++) {
            Contender next = contenders.remove();
            String label = values.label(i);
            PlotDataSource pictures = comparison.next(
                    label,
                    new Pictures("compare", next.run().problem(), next.run().plan()));
            next.run().add(sinks(experiment, next.config(), pictures, contenders.isEmpty()));
            TrainingResult result = next.run().run();
            comparison.end(label, result.outcome().history());
            experiment.ended(values.values().get(i), result);
            experiment.write(contenders.isEmpty() ? experiment.state() : RunState.RUNNING);
            Terminal.print(row(values.values().get(i), result));
        }
        RunState state = control.stopRequested() ? RunState.STOPPED : experiment.state();
        experiment.write(state);
        boolean degraded = experiment.degraded();
        Terminal.print(String.format(
                "%nLook at %s%n", Text.oneLine(experiment.file("index.html").toString())));
        return state == RunState.DIVERGED ? ExitCode.DIVERGED : degraded ? ExitCode.DEGRADED : ExitCode.DONE;
    }

    private RunRequest request(RunConfig config, Duration pause) {
        ImmutableList<RunRequest.Inline> inline = pause.isZero()
                ? ImmutableList.of()
                : ImmutableList.of(new RunRequest.Inline(new Cadence.Steps(1), new Pace(pause, control)));
        return new RunRequest(config, RunPlace.NOWHERE, ImmutableList.of(), inline, control, ImmutableList.of());
    }

    private ImmutableList<Sink> sinks(Experiment experiment, RunConfig config, PlotDataSource source, boolean last) {
        ImmutableList<Plot> plots = Plot.all().stream()
                .filter(plot -> PICTURES.contains(plot.name()))
                .collect(ImmutableList.toImmutableList());
        Cadence every = config.observe().plots().every();
        ImmutableList.Builder<Sink> sinks = ImmutableList.builder();
        for (Plot plot : plots) {
            sinks.add(new PlotSink(plot, experiment.file("plots"), every, source, experiment.renderer()));
        }
        sinks.add(new PageSink(
                experiment.file("index.html"),
                every,
                new RunPage("compare", over, plots),
                snapshot -> last || control.stopRequested() ? Pictures.state(snapshot) : "running",
                () -> Double.NaN,
                InstantSource.system()));
        return sinks.build();
    }

    private static String row(String value, TrainingResult result) {
        double least = result.optimumLoss();
        double loss = result.outcome().scalars().loss();
        return row(
                Text.oneLine(value),
                result.state().name().toLowerCase(Locale.ROOT),
                Text.number(result.outcome().scalars().epoch()),
                Text.count(result.outcome().scalars().step()),
                Text.number(loss),
                Double.isNaN(least) ? "" : Text.number(loss - least));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-16s %-10s %10s %12s %14s %20s", cells)
                        .stripTrailing()
                + System.lineSeparator();
    }
}
