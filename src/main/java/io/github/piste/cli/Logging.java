package io.github.piste.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.google.common.io.Resources;
import io.github.piste.files.Permissions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Logback, which only the command line knows: one {@code train.log} a run, as {@code config/logback.xml} says, and a
 * note of whether it could be written.
 */
final class Logging {
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();

    private Logging() {}

    /** Says nothing until a run has a directory; to be called before the first logger is used. */
    static void quiet() {
        if (System.getProperty("slf4j.provider") == null) {
            System.setProperty("slf4j.provider", QuietLogback.class.getName());
            System.setProperty(
                    "slf4j.internal.verbosity", "WARN"); // or it would say on the terminal that it heeds this
        }
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
    }

    /** Begins the log of a run. */
    static Logging begin(Path runDirectory) {
        Logging logging = new Logging();
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            logging.configure(context, runDirectory);
        }
        return logging;
    }

    private void configure(LoggerContext context, Path runDirectory) {
        make(runDirectory.resolve("train.log"));
        context.reset();
        context.putProperty("RUN_DIRECTORY", runDirectory.toString());
        context.getStatusManager().add(this::look);
        try {
            byte[] wanted = Resources.toByteArray(configuration());
            if (Arrays.equals(wanted, Resources.toByteArray(packaged()))) {
                RunLog.configure(context, runDirectory);
            } else {
                JoranConfigurator configurator = new JoranConfigurator();
                configurator.setContext(context);
                configurator.doConfigure(new ByteArrayInputStream(wanted));
            }
        } catch (JoranException | IOException e) {
            trouble.compareAndSet(null, "the logging configuration cannot be used: " + Text.oneLine(e.toString()));
        }
    }

    /** Logback would give it whatever permissions the umask has, be it for everybody to write. */
    private static void make(Path log) {
        try {
            Files.createFile(log, Permissions.ofFile(log));
        } catch (IOException e) {
            // It is there already; or Logback will say why it cannot be.
        }
    }

    private static URL configuration() throws IOException {
        String asked = System.getProperty("logback.configurationFile", "");
        for (Path path : new Path[] {Path.of(asked), Path.of("config", "logback.xml"), home()}) {
            if (!path.toString().isEmpty() && Files.isRegularFile(path) && isMadeForRuns(path)) {
                return path.toUri().toURL();
            }
        }
        return packaged();
    }

    private static URL packaged() throws IOException {
        URL packaged = Logging.class.getResource("logback.xml");
        if (packaged == null) {
            throw new IOException("config/logback.xml is missing");
        }
        return packaged;
    }

    /** Another project's file of that name knows nothing of run directories. */
    private static boolean isMadeForRuns(Path path) throws IOException {
        return Files.readString(path).contains("RUN_DIRECTORY");
    }

    private static Path home() {
        String home = System.getProperty("piste.home");
        return home == null ? Path.of("") : Path.of(home, "config", "logback.xml");
    }

    private void look(Status status) {
        if (status.getLevel() >= Status.ERROR) {
            Throwable cause = status.getThrowable();
            trouble.compareAndSet(
                    null, Text.oneLine(status.getMessage() + (cause == null ? "" : ": " + cause.getMessage())));
        }
    }

    /** Logs a failure in full. Where memory is short there may be none for that, which must not hide the failure itself. */
    static void failure(String what, Throwable failure) {
        try {
            LoggerFactory.getLogger(Main.class).info(what, failure);
        } catch (RuntimeException | Error e) {
            // who calls throws what failed first
        }
    }

    /** Why the log is not complete; empty if it is. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble.get());
    }

    /** Ends the log. */
    void end() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
