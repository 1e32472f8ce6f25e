package io.github.piste.cli;

import com.google.common.collect.ImmutableMap;
import io.github.piste.data.DataException;
import io.github.piste.model.ModelFileException;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.RunDirectoryBusyException;
import io.github.piste.run.RunDirectoryException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: {@code piste COMMAND}. */
@Command(
        name = "piste",
        description = "Gradient descent that you can watch: the optimizer never waits for a plot or a log line.",
        versionProvider = VersionText.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 internal error, 2 usage or configuration, 3 data, 4 diverged, 5 done but some output"
                    + " could not be written, 6 run directory busy, 130 and 143 after SIGINT and SIGTERM.",
        })
public final class Main {
    private static final ImmutableMap<String, Class<?>> COMMANDS = ImmutableMap.<String, Class<?>>builder()
            .put("train", TrainCommand.class)
            .put("compare", CompareCommand.class)
            .put("minimize", MinimizeCommand.class)
            .put("check-gradient", CheckGradientCommand.class)
            .put("evaluate", EvaluateCommand.class)
            .put("predict", PredictCommand.class)
            .put("sweep", SweepCommand.class)
            .put("runs", RunsCommand.class)
            .put("nist", NistCommand.class)
            .buildOrThrow();

    private static final long HOOKS_MILLIS = 5_000;
    private static final LastWords LAST_WORDS = new LastWords();

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // plots are files; no command ever opens a window
        int code = runOrEnd(args);
        haltIfHooksHang(code);
        System.exit(code);
    }

    private static int runOrEnd(String... args) {
        try {
            return run(args);
        } catch (Error e) {
            if (LAST_WORDS.fit(e)) {
                LAST_WORDS.end();
            }
            throw e;
        }
    }

    /** A hook of somebody else's that never returns, as one that calls System.exit does, must not keep the process. */
    private static void haltIfHooksHang(int code) {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(HOOKS_MILLIS);
                        Runtime.getRuntime().halt(code);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "piste-exit");
        guard.setDaemon(true);
        guard.start();
    }

    /**
     * Runs a command.
     *
     * @param args the command and its options
     * @return its exit code
     */
    static int run(String... args) {
        Logging.quiet();
        CommandLine commands = new CommandLine(new Main());
        addCommands(commands, args.length == 0 ? "" : args[0]);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setUsageHelpWidth(100);
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(
                Terminal.colours() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
        commands.setParameterExceptionHandler(Main::usage);
        commands.setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
        if (args.length == 0) {
            commands.usage(commands.getErr());
            return ExitCode.USAGE;
        }
        return commands.execute(args);
    }

    /** Adds the command that is named, or all where none is: looking through a command takes tens of milliseconds. */
    private static void addCommands(CommandLine commands, String named) {
        COMMANDS.forEach((name, command) -> {
            if (name.equals(named) || !COMMANDS.containsKey(named)) {
                commands.addSubcommand(name, command);
            }
        });
    }

    private static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("piste: " + Text.oneLine(String.valueOf(e.getMessage())));
        err.println("piste: see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static int report(Exception e, PrintWriter err) {
        if (LAST_WORDS.fit(e)) {
            LAST_WORDS.end();
        }
        if (e instanceof InvalidConfigException config) {
            config.problems().forEach(problem -> err.println("piste: " + Text.oneLine(problem)));
            return ExitCode.USAGE;
        }
        err.println("piste: " + Text.oneLine(message(e)));
        if (e instanceof DataException || e instanceof ModelFileException) {
            return ExitCode.DATA;
        }
        if (e instanceof RunDirectoryBusyException) {
            return ExitCode.BUSY;
        }
        if (e instanceof RunDirectoryException || e instanceof IOException) {
            return ExitCode.USAGE;
        }
        return ExitCode.INTERNAL;
    }
}
