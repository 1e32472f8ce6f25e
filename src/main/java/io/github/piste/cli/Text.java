package io.github.piste.cli;

import io.github.piste.sink.LogSink;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and messages as a terminal shows them. */
final class Text {
    /** Control characters, marks without a width of their own, separators of lines and paragraphs; {@code config/logback.xml} has it too. */
    static final String UNPRINTED = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    private static final Pattern ANY_UNPRINTED = Pattern.compile(UNPRINTED);

    private Text() {}

    /**
     * Without line breaks, control characters and marks that turn the direction of text, whatever a file or a stranger put
     * into the message.
     */
    static String oneLine(String message) {
        return ANY_UNPRINTED.matcher(message).replaceAll(" ");
    }

    /** Six significant digits. */
    static String number(double value) {
        return LogSink.number(value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With its noun: 1 step, 20 steps. */
    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    static String seconds(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 0.1 ? "%.3f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** A share of 1 as per cent. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * share);
    }

    static String nanos(long nanos) {
        if (nanos < 10_000) {
            return nanos + " ns";
        }
        return nanos < 10_000_000 ? nanos / 1000 + " µs" : nanos / 1_000_000 + " ms";
    }

    static String bytes(double bytes) {
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
    }
}
