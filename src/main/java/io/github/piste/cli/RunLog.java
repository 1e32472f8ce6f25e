package io.github.piste.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;

/**
 * The log of a run as {@code config/logback.xml} says, as long as nobody has changed that file: reading XML would take
 * longer than all else until the first step. A test holds the two together.
 */
final class RunLog {
    private static final String ONE_LINE = "%replace(%msg){'" + Text.UNPRINTED + "', ' '}%n";

    private RunLog() {}

    /** Begins the log in a run's directory. */
    static void configure(LoggerContext context, Path runDirectory) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(terminal(context));
        root.addAppender(file(context, runDirectory.toString()));
    }

    private static ConsoleAppender<ILoggingEvent> terminal(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
        terminal.setTarget("System.err");
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        terminal.addFilter(warnings);
        start(terminal, "TERMINAL", context, "piste: " + ONE_LINE + "%nopex");
        return terminal;
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, String directory) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setFile(directory + "/train.log");
        FixedWindowRollingPolicy files = new FixedWindowRollingPolicy();
        files.setContext(context);
        files.setFileNamePattern(directory + "/train.%i.log");
        files.setMinIndex(1);
        files.setMaxIndex(4);
        files.setParent(file);
        files.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.setCheckIncrement(Duration.buildByMilliseconds(0));
        size.start();
        file.setRollingPolicy(files);
        file.setTriggeringPolicy(size);
        start(file, "TRAIN_LOG", context, "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] " + ONE_LINE + "%ex{20}");
        return file;
    }

    private static void start(
            OutputStreamAppender<ILoggingEvent> appender, String name, LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setName(name);
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
    }
}
