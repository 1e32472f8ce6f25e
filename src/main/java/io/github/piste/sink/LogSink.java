package io.github.piste.sink;

import io.github.piste.train.Cadence;
import io.github.piste.train.Scalars;
import io.github.piste.train.Snapshot;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line about the descent through SLF4J at its cadence; where it goes is the application's choice.
 *
 * <p>Thread-safety: as of {@link Sink}.
 */
public final class LogSink implements SnapshotSink {
    private static final Logger log = LoggerFactory.getLogger(LogSink.class);

    private final Cadence cadence;

    /**
     * A sink of log lines.
     *
     * @param cadence how often to write one
     */
    public LogSink(Cadence cadence) {
        this.cadence = cadence;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Cadence cadence() {
        return cadence;
    }

    @Override
    public void accept(Snapshot snapshot) {
        log.info("{}", line(snapshot.scalars()));
    }

    /**
     * A moment in one line.
     *
     * @param scalars its numbers
     * @return text without line breaks, numbers in six digits
     */
    public static String line(Scalars scalars) {
        StringBuilder line = new StringBuilder(120);
        line.append(String.format(
                Locale.ROOT,
                "epoch %s  step %d  loss %s",
                epoch(scalars.epoch()),
                scalars.step(),
                number(scalars.loss())));
        if (!Double.isNaN(scalars.validationLoss())) {
            line.append("  validation ").append(number(scalars.validationLoss()));
        }
        if (!Double.isNaN(scalars.gradientNorm())) {
            line.append("  gradient ").append(number(scalars.gradientNorm()));
        }
        return line.append("  rate ")
                .append(number(scalars.learningRate()))
                .append(String.format(Locale.ROOT, "  %.1f s", scalars.elapsedSeconds()))
                .toString();
    }

    private static String epoch(double epoch) {
        return epoch == Math.rint(epoch)
                ? String.format(Locale.ROOT, "%.0f", epoch)
                : String.format(Locale.ROOT, "%.2f", epoch);
    }

    /**
     * A number for people.
     *
     * @param value any
     * @return six significant digits, without trailing zeros where it is neither huge nor tiny
     */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e7)) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
