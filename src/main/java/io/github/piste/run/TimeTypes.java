package io.github.piste.run;

import com.google.common.collect.ImmutableMap;
import io.github.piste.train.Cadence;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of durations and cadences. */
final class TimeTypes {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([a-z]+)");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,18})\\s+(epochs?|steps?)");

    /** Nanoseconds of the units, largest first; the first name of a unit is the one that is written. */
    private static final ImmutableMap<String, Long> UNITS = ImmutableMap.<String, Long>builder()
            .put("d", Duration.ofDays(1).toNanos())
            .put("h", Duration.ofHours(1).toNanos())
            .put("m", Duration.ofMinutes(1).toNanos())
            .put("s", Duration.ofSeconds(1).toNanos())
            .put("ms", Duration.ofMillis(1).toNanos())
            .buildOrThrow();

    private static final ImmutableMap<String, String> NAMES = ImmutableMap.<String, String>builder()
            .put("day", "d")
            .put("days", "d")
            .put("hour", "h")
            .put("hours", "h")
            .put("minute", "m")
            .put("minutes", "m")
            .put("second", "s")
            .put("seconds", "s")
            .put("milliseconds", "ms")
            .put("millis", "ms")
            .buildOrThrow();

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static final ValueType<Duration> DURATION_TYPE = ValueType.scalar(
            "a duration from 1ms to 36500d with its unit: ms, s, m, h, d", TimeTypes::duration, TimeTypes::format);

    static final ValueType<Cadence> CADENCE = ValueType.scalar(
            "a duration such as 500ms, or a number of epochs or steps such as 1 epoch, 1000 steps",
            TimeTypes::cadence,
            TimeTypes::format);

    private TimeTypes() {}

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = UNITS.get(NAMES.getOrDefault(matcher.group(2), matcher.group(2)));
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal millis = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .divide(BigDecimal.valueOf(SHORTEST.toNanos()), 0, RoundingMode.HALF_UP);
        Duration duration = Duration.ofMillis(millis.longValueExact());
        boolean allowed = duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
        return allowed ? Optional.of(duration) : Optional.empty();
    }

    private static Optional<Cadence> cadence(String text) {
        Matcher matcher = COUNT.matcher(text);
        if (!matcher.matches()) {
            return duration(text).map(Cadence.Every::new);
        }
        long count = Long.parseLong(matcher.group(1));
        if (count < 1) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(2).startsWith("epoch") ? new Cadence.Epochs(count) : new Cadence.Steps(count));
    }

    /** In the largest unit that gives a whole number. */
    private static String format(Duration duration) {
        long nanos = duration.toNanos();
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        return nanos + "ns";
    }

    private static String format(Cadence cadence) {
        if (cadence instanceof Cadence.Every every) {
            return format(every.interval());
        }
        return cadence instanceof Cadence.Epochs epochs
                ? count(epochs.count(), "epoch")
                : count(((Cadence.Steps) cadence).count(), "step");
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
