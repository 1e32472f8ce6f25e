package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.github.piste.RunPlace;
import io.github.piste.RunRequest;
import io.github.piste.TrainingResult;
import io.github.piste.TrainingRun;
import io.github.piste.data.LoadedData;
import io.github.piste.plot.PageSink;
import io.github.piste.plot.Plot;
import io.github.piste.plot.PlotSink;
import io.github.piste.plot.Renderer;
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
import java.util.ArrayList;
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
        description = "Trains once for each value of a key and draws all descents into the same pictures.",
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

    private final Comparison comparison = new Comparison();
    private final Control control = new Control();

    /** Called by the command line's library. */
    CompareCommand() {}

    @Override
    public Integer call() {
        CommandLine command = requireNonNull(spec).commandLine();
        Duration pause = pace == null ? Duration.ZERO : Pace.parse(command, pace);
        List<String> parts = Splitter.on('=').limit(2).splitToList(over);
        List<String> values = parts.size() < 2
                ? List.of()
                : Splitter.on(',').trimResults().omitEmptyStrings().splitToList(parts.get(1));
        if (values.size() < 2) {
            throw new ParameterException(
                    command,
                    "found '" + over + "', expected a key and at least two values, such as"
                            + " train.learning-rate=0.01,0.1,0.4");
        }
        List<RunConfig> configs = new ArrayList<>();
        for (String value : values) {
            List<String> all = new ArrayList<>(settings);
            all.add(parts.get(0) + "=" + value);
            configs.add(Configs.read(Optional.ofNullable(config), all).config());
        }
        return compare(parts.get(0), values, configs, pause);
    }

    private int compare(String key, List<String> values, List<RunConfig> configs, Duration pause) {
        RunConfig first = configs.get(0);
        Interruption interruption =
                new Interruption(control, first.observe().drainLimit().plus(GRACE));
        boolean sameData = configs.stream().allMatch(config -> config.data().equals(first.data()));
        LoadedData loaded = DataLoader.load(first, new LoadProgress());
        boolean diverged = false;
        List<String> degraded = new ArrayList<>();
        try (RunDirectory directory = RunDirectory.create(first.run().directory(), "compare", Instant.now())) {
            Terminal.print(row("", "state", "epochs", "steps", "loss", "gap to the optimum"));
            interruption.descending();
            Renderer renderer = new Renderer();
            for (int i = 0; i < configs.size() && !control.stopRequested(); i++) {
                RunConfig config = configs.get(i);
                LoadedData data = sameData ? loaded : DataLoader.load(config, bytes -> {});
                ImmutableList<Sink> sinks = sinks(directory, config, renderer, i == configs.size() - 1);
                TrainingRun run = new TrainingRun(request(config, sinks, pause), data.dataset(), DataSummary.of(data));
                comparison.begin(name(key, values.get(i)), new Pictures("compare", run.problem(), run.plan()));
                TrainingResult result = run.run();
                comparison.end(result.outcome().history());
                diverged |= result.state() == RunState.DIVERGED;
                degraded.addAll(result.degraded());
                Terminal.print(row(values.get(i), result));
            }
            Terminal.print(String.format("%nLook at %s%n", directory.file("index.html")));
        }
        degraded.forEach(line -> Terminal.print("  degraded   " + Text.oneLine(line) + System.lineSeparator()));
        if (interruption.exitCode() != 0) {
            return interruption.exitCode();
        }
        return diverged ? ExitCode.DIVERGED : degraded.isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
    }

    private RunRequest request(RunConfig config, ImmutableList<Sink> sinks, Duration pause) {
        ImmutableList<RunRequest.Inline> inline = pause.isZero()
                ? ImmutableList.of()
                : ImmutableList.of(new RunRequest.Inline(new Cadence.Steps(1), new Pace(pause, control)));
        return new RunRequest(config, RunPlace.NOWHERE, sinks, inline, control, ImmutableList.of());
    }

    private ImmutableList<Sink> sinks(RunDirectory directory, RunConfig config, Renderer renderer, boolean last) {
        ImmutableList<Plot> plots = Plot.all().stream()
                .filter(plot -> PICTURES.contains(plot.name()))
                .collect(ImmutableList.toImmutableList());
        Cadence every = config.observe().plots().every();
        ImmutableList.Builder<Sink> sinks = ImmutableList.builder();
        plots.forEach(plot -> sinks.add(new PlotSink(plot, directory.file("plots"), every, comparison, renderer)));
        sinks.add(new PageSink(
                directory.file("index.html"),
                every,
                new RunPage("compare", over, plots),
                snapshot -> last ? Pictures.state(snapshot) : "running",
                () -> Double.NaN,
                InstantSource.system()));
        return sinks.build();
    }

    /** {@code train.learning-rate} and {@code 0.1} are "learning-rate 0.1", {@code train.mode} and {@code batch} "batch". */
    private static String name(String key, String value) {
        boolean word = Character.isLetter(value.charAt(0));
        return word ? value : key.substring(key.lastIndexOf('.') + 1) + " " + value;
    }

    private static String row(String value, TrainingResult result) {
        double least = result.optimumLoss();
        double loss = result.outcome().scalars().loss();
        return row(
                value,
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
