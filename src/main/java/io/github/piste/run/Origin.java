package io.github.piste.run;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value comes from.
 *
 * @param where {@code file:line}, {@code -s}, an environment variable or {@code default}
 */
record Origin(String where) {
    static final Origin DEFAULT = new Origin("default");
    /** What the command line and the environment are called; what stands in one has no line number. */
    static final String OPTION = "-s ";

    static final String VARIABLE = "environment variable ";
    private static final Pattern WITH_LINE = Pattern.compile("(.*): (\\d+)(?:-\\d+)?");

    static Origin of(ConfigValue value) {
        return of(value.origin());
    }

    static Origin of(ConfigOrigin origin) {
        String description = origin.description();
        Matcher matcher = WITH_LINE.matcher(description);
        String base = matcher.matches() ? matcher.group(1) : description;
        boolean hasLines = !base.startsWith(OPTION) && !base.startsWith(VARIABLE) && !base.equals(DEFAULT.where());
        return new Origin(hasLines && matcher.matches() ? base + ":" + matcher.group(2) : base);
    }
}
