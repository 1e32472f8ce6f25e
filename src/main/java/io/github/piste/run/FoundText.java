package io.github.piste.run;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user wrote, fit to stand in a message: one line, short, without control characters. */
final class FoundText {
    private static final int LONGEST = 60;
    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_MESSAGE = 300;
    /** Where, line, message. */
    private static final Pattern PARSER_MESSAGE = Pattern.compile("(.*?): (\\d+)(?:-\\d+)?: (.*)", Pattern.DOTALL);

    private FoundText() {}

    /** A value of the configuration. */
    static String of(ConfigValue value) {
        if (value.valueType() == ConfigValueType.OBJECT) {
            return "{ ... }";
        }
        return of(value.render(ConfigRenderOptions.concise()));
    }

    /** A path, in full. */
    static String path(Path path) {
        return shown(path.toString(), LONGEST_PATH);
    }

    /** What the parser says of a syntax error or a substitution without a value, in one line. */
    static String problem(ConfigException e, String where) {
        String text = String.valueOf(e.getMessage());
        Matcher matcher = PARSER_MESSAGE.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(where)) {
            return where + ": " + shown(text, LONGEST_MESSAGE);
        }
        boolean file = !where.startsWith(Origin.OPTION) && !where.startsWith(Origin.VARIABLE);
        return where + (file ? ":" + matcher.group(2) : "") + ": " + shown(matcher.group(3), LONGEST_MESSAGE);
    }

    /** Any text. */
    static String of(String text) {
        return shown(text, LONGEST);
    }

    private static String shown(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (shown.length() > longest) {
                return shown.append("...").toString();
            }
            char c = text.charAt(i);
            boolean printable = !Character.isISOControl(c)
                    && Character.getType(c) != Character.FORMAT
                    && c != '\u2028'
                    && c != '\u2029';
            shown.append(printable ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return shown.toString();
    }
}
