package io.github.piste.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.train.Cadence;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSinkTest {
    private static final Scalars FULL = new Scalars(1234, 12.5, 3.14159, 0.123456789, 0.25, 1e-9, 0.01);

    @Test
    void line_saysWhatThereIs_inSixDigits() {
        assertEquals(
                "epoch 12.50  step 1234  loss 0.123457  validation 0.250000  gradient 1.00000e-09  rate 0.0100000  3.1 s",
                LogSink.line(FULL));
        assertEquals(
                "epoch 3  step 3  loss NaN  rate 0.500000  0.0 s",
                LogSink.line(new Scalars(3, 3, 0, Double.NaN, Double.NaN, Double.NaN, 0.5)));
    }

    @Test
    void accept_logsOneLine() {
        Logger logger = (Logger) LoggerFactory.getLogger(LogSink.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
        try {
            LogSink sink = new LogSink(new Cadence.Epochs(2));
            sink.accept(new Snapshot(
                    FULL,
                    ImmutableDoubleArray.of(1),
                    History.of(List.of(FULL), new double[][] {{1}}),
                    Optional.empty()));
            assertEquals(
                    List.of(LogSink.line(FULL)),
                    appender.list.stream()
                            .map(ILoggingEvent::getFormattedMessage)
                            .toList());
            assertEquals("log", sink.name());
            assertEquals(new Cadence.Epochs(2), sink.cadence());
        } finally {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(before);
        }
    }
}
