package io.github.piste.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.spi.MDCAdapter;

/**
 * Logback without a configuration, until {@link Logging} gives it one: looking for one and reading it would take a good
 * part of the time until the first step. SLF4J makes it by its name.
 *
 * <p>Thread-safety: safe after {@link #initialize()}.
 */
public final class QuietLogback extends LogbackServiceProvider {
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter values = new LogbackMDCAdapter();

    /** Called by SLF4J. */
    public QuietLogback() {}

    @Override
    public void initialize() {
        context.setName("default");
        context.setMDCAdapter(values);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return values;
    }
}
