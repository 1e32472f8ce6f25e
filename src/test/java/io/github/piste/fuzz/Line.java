package io.github.piste.fuzz;

/** What a message for the user must be. */
final class Line {
    private static final int LONGEST = 2_000;

    private Line() {}

    /** The message, if it is one line that a terminal shows as it is. */
    static String checked(String message) {
        if (message.isBlank()
                || message.length() > LONGEST
                || message.codePoints().anyMatch(Line::steersTheTerminal)) {
            throw new AssertionError("no line for a terminal: '" + message + "'");
        }
        return message;
    }

    private static boolean steersTheTerminal(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\u2028' || c == '\u2029';
    }

    /** What kind of message it is: without what it quotes and counts. */
    static String kind(String message) {
        return message.replaceAll("'[^']*'|\"[^\"]*\"", "Q").replaceAll("[0-9]+", "9");
    }
}
