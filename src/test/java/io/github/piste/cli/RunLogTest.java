package io.github.piste.cli;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void configure_isWhatTheFileSays() throws JoranException {
        LoggerContext quick = context();
        RunLog.configure(quick, directory);
        LoggerContext read = context();
        read.putProperty("RUN_DIRECTORY", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(read);
        configurator.doConfigure(requireNonNull(Logging.class.getResource("logback.xml")));
        List<String> said = description(read);
        assertEquals(3, said.size(), said::toString);
        assertEquals(said, description(quick));
        quick.stop();
        read.stop();
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    private static List<String> description(LoggerContext context) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        List<String> words = new ArrayList<>();
        words.add(String.valueOf(root.getLevel()));
        root.iteratorForAppenders().forEachRemaining(appender -> words.add(description(appender)));
        return words;
    }

    private static String description(Appender<ILoggingEvent> appender) {
        StringBuilder words = new StringBuilder(appender.getName() + appender.getClass() + appender.isStarted());
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                && stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
            words.append(encoder.getPattern()).append(encoder.getCharset()).append(stream.isImmediateFlush());
        }
        if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
            words.append(console.getTarget());
        }
        if (appender instanceof RollingFileAppender<ILoggingEvent> file
                && file.getRollingPolicy() instanceof FixedWindowRollingPolicy files
                && file.getTriggeringPolicy() instanceof SizeBasedTriggeringPolicy<ILoggingEvent> size) {
            words.append(file.getFile()).append(file.isAppend()).append(files.getFileNamePattern());
            words.append(files.getMinIndex()).append(files.getMaxIndex());
            words.append(size.getMaxFileSize()).append(size.getCheckIncrement().getMilliseconds());
        }
        appender.getCopyOfAttachedFiltersList().forEach(filter -> {
            words.append(filter.getClass()).append(filter.isStarted());
            if (filter instanceof ThresholdFilter) {
                words.append(filter.decide(event("WARN"))).append(filter.decide(event("INFO")));
            }
        });
        return words.toString();
    }

    private static ILoggingEvent event(String level) {
        ch.qos.logback.classic.spi.LoggingEvent event = new ch.qos.logback.classic.spi.LoggingEvent();
        event.setLevel(ch.qos.logback.classic.Level.valueOf(level));
        return event;
    }
}
