package io.github.piste.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.piste.RunPlace;
import io.github.piste.run.LoadedConfig;
import io.github.piste.run.RunConfig;
import io.github.piste.run.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code piste train}: the job. */
@Command(
        name = "train",
        description = "Trains as a configuration says and writes a run directory: plots, page, metrics, log, model.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", description = "Configuration file (HOCON).")
    private @Nullable Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "key=value",
            description = "Sets a key; goes over environment and file. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--resume",
            paramLabel = "RUN_DIR",
            description = "Continues an interrupted run in its own directory, to the same bits.")
    private @Nullable Path resume;

    @Option(names = "--dry-run", description = "Loads the data, prints what would run, and runs nothing.")
    private boolean dryRun;

    @Option(names = "--print-config", description = "Prints every value and where it comes from, and runs nothing.")
    private boolean printConfig;

    @Option(names = "--curve", description = "Draws the loss curve on the terminal at the end.")
    private boolean curve;

    @Option(names = "--pace", paramLabel = "50ms", description = "Pauses after each step, to watch in slow motion.")
    private @Nullable String pace;

    /** Called by the command line's library. */
    TrainCommand() {}

    @Override
    public Integer call() {
        CommandLine command = requireNonNull(spec).commandLine();
        Duration pause = pace == null ? Duration.ZERO : Pace.parse(command, pace);
        if (resume != null && config != null) {
            throw new ParameterException(
                    command,
                    "found a configuration and --resume, but a resumed run uses the config.conf of its directory;"
                            + " leave out " + config);
        }
        Resumption resumption = resume == null ? null : new Resumption(resume, settings);
        LoadedConfig loaded =
                resumption == null ? Configs.read(Optional.ofNullable(config), settings) : resumption.config();
        if (printConfig) {
            return Terminal.print(loaded.origins());
        }
        Configs.warn(loaded, command.getErr());
        RunPlace place = resumption == null ? fresh(loaded.config().run()) : resumption;
        Job job = new Job(loaded.config(), place, pause, words(command));
        if (dryRun) {
            return job.dryRun();
        }
        if (resumption != null && resumption.isOver()) {
            return Terminal.print(resumption.over());
        }
        return job.run(curve);
    }

    private static RunPlace fresh(RunConfig.Run run) {
        return () -> Optional.of(RunDirectory.create(run.directory(), run.name(), Instant.now()));
    }

    /** What started a command, word by word. */
    static ImmutableList<String> words(CommandLine command) {
        return ImmutableList.<String>builder()
                .add("piste")
                .addAll(command.getParseResult().originalArgs())
                .build();
    }
}
