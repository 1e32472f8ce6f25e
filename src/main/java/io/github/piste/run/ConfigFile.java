package io.github.piste.run;

import com.google.common.base.CharMatcher;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file, read with limits: it may come from anybody. */
final class ConfigFile {
    private static final int LARGEST = 1 << 18;
    private static final int DEEPEST = 50;
    /** The parser joins the words of a line in quadratic time. */
    private static final int LONGEST_LINE = 1 << 14;

    /** Substitutions can double a value at each line, so files that have some get less room. */
    private static final int LARGEST_WITH_SUBSTITUTIONS = 1 << 15;

    private static final int MOST_SUBSTITUTIONS = 10;
    /** A key of so many parts nests as deeply as so many brackets. Looked for at the beginning of words only: in linear time. */
    private static final Pattern LONG_KEY = Pattern.compile("(?<![\\w\"-])(?:[\\w\"-]++\\.){" + DEEPEST + "}");

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{|\\+=");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final String shown;
    private final List<String> problems;

    private ConfigFile(Path file, List<String> problems) {
        this.file = file;
        this.shown = FoundText.path(file);
        this.problems = problems;
    }

    /** The content of a file, unresolved; empty, with its problems added, if it cannot be used. */
    static Optional<Config> read(Path file, List<String> problems) {
        ConfigFile reading = new ConfigFile(file, problems);
        return reading.bytes().flatMap(reading::text).flatMap(reading::parse);
    }

    private Optional<byte[]> bytes() {
        try {
            if (Files.isDirectory(file)) {
                return refuse(shown + " is a folder; give the path of a configuration file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                return bytes.length > LARGEST
                        ? refuse(shown + " is larger than " + LARGEST + " bytes, which no configuration needs")
                        : Optional.of(bytes);
            }
        } catch (NoSuchFileException e) {
            return refuse(shown + " does not exist (looked for "
                    + FoundText.path(file.toAbsolutePath().normalize())
                    + "); give the path of a configuration file");
        } catch (AccessDeniedException e) {
            return refuse(shown + " may not be read; check its permissions");
        } catch (IOException e) {
            return refuse(shown + " cannot be read: " + FoundText.of(String.valueOf(e.getMessage())));
        }
    }

    private Optional<String> text(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return refuse(shown + " is not UTF-8 text; save it as UTF-8");
        }
        if (text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        int control =
                CharMatcher.javaIsoControl().and(CharMatcher.noneOf("\t\r\n\f")).indexIn(text);
        if (control >= 0) {
            return refuse(shown + ":" + lineOf(text, control) + " has the control character "
                    + FoundText.of(text.substring(control, control + 1)) + "; a configuration is text");
        }
        return withinLimits(text);
    }

    private Optional<String> withinLimits(String text) {
        int deep = tooDeep(text);
        if (deep >= 0) {
            return refuse(shown + ":" + lineOf(text, deep) + " opens more than " + DEEPEST + " blocks in each other");
        }
        int longLine = tooLong(text);
        if (longLine >= 0) {
            return refuse(
                    shown + ":" + lineOf(text, longLine) + " is longer than " + LONGEST_LINE + " characters; break it");
        }
        long substitutions = SUBSTITUTION.matcher(text).results().count();
        if (substitutions > MOST_SUBSTITUTIONS) {
            return refuse(shown + " has " + substitutions + " substitutions; allowed: " + MOST_SUBSTITUTIONS);
        }
        if (substitutions > 0 && text.length() > LARGEST_WITH_SUBSTITUTIONS) {
            return refuse(shown + " has substitutions and " + text.length() + " characters; allowed with them: "
                    + LARGEST_WITH_SUBSTITUTIONS);
        }
        return Optional.of(text);
    }

    /**
     * Where too many brackets are open, or -1. What is quoted or a comment is not looked at, roughly: a wrong guess is
     * caught by the parser.
     */
    private static int tooDeep(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                }
                quoted = c != '"' && c != '\n';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '#') {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth > DEEPEST) {
                return i;
            }
        }
        Matcher key = LONG_KEY.matcher(text);
        return key.find() ? key.start() : -1;
    }

    /** Where a line is too long, or -1. */
    private static int tooLong(String text) {
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            } else if (i - start >= LONGEST_LINE) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Config> parse(String text) {
        RefusedIncludes includes = new RefusedIncludes();
        try {
            Config config = ConfigFactory.parseString(text, includes.options(shown));
            problems.addAll(includes.problems(shown, text));
            return Optional.of(config);
        } catch (com.typesafe.config.ConfigException e) {
            return refuse(FoundText.problem(e, shown));
        } catch (StackOverflowError e) {
            return refuse(shown + " nests too deeply; allowed: " + DEEPEST);
        }
    }

    private <T> Optional<T> refuse(String problem) {
        problems.add(problem);
        return Optional.empty();
    }

    private static int lineOf(String text, int position) {
        return 1 + CharMatcher.is('\n').countIn(text.substring(0, position));
    }
}
