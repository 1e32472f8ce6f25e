package io.github.piste.cli;

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
        subcommands = {
            TrainCommand.class,
            CompareCommand.class,
            MinimizeCommand.class,
            CheckGradientCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            SweepCommand.class,
            RunsCommand.class,
            NistCommand.class
        },
        versionProvider = VersionText.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 internal error, 2 usage or configuration, 3 data, 4 diverged, 5 done but some output"
                    + " could not be written, 6 run directory busy, 130 and 143 after SIGINT and SIGTERM.",
        })
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // plots are files; no command ever opens a window
        System.exit(run(args));
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
        try {
            return commands.execute(args);
        } catch (OutOfMemoryError e) {
            System.err.println("piste: out of memory; give Java more with -Xmx, or train on fewer rows or columns");
            return ExitCode.INTERNAL;
        }
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
