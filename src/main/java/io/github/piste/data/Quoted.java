package io.github.piste.data;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Makes text from a file or a path safe and short enough for a message of one line.
 *
 * <p>Thread-safety: stateless.
 */
public final class Quoted {
    private static final int LONGEST = 40;
    private static final int MOST_NAMES = 12;

    private Quoted() {}

    /**
     * Quotes a cell or a name.
     *
     * @param text any text
     * @return the text in single quotes, escaped, shortened when longer than 40 characters
     */
    public static String cell(String text) {
        if (text.length() <= LONGEST) {
            return "'" + escape(text) + "'";
        }
        return "'" + escape(text.substring(0, LONGEST)) + "...' (" + text.length() + " characters)";
    }

    /**
     * Lists names, at most twelve of them.
     *
     * @param names any texts
     * @return the quoted names, separated by commas
     */
    public static String list(Collection<String> names) {
        String head = names.stream().limit(MOST_NAMES).map(Quoted::cell).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? head : head + ", ... (" + names.size() + " in all)";
    }

    /**
     * Escapes what is not printable: controls, line ends, invisible and direction-changing characters.
     *
     * @param text any text
     * @return the text with each of them written like {@code \}{@code u001b}
     */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(String.format("\\u%04x", c));
            }
        });
        return out.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
