package io.github.piste.data;

import com.google.common.base.Preconditions;
import java.util.Locale;

/**
 * What separates the cells of a record: one character, runs of blanks, or to be found out.
 *
 * @param kind whether the delimiter is found out, runs of blanks and tabs, or a character
 * @param character the character; a NUL for the other kinds
 */
public record Delimiter(Kind kind, char character) {
    /** How cells are separated. */
    public enum Kind {
        /** Find the delimiter from the first records. */
        AUTO,
        /** Any run of blanks and tabs; blanks at both ends of a line do not count. */
        WHITESPACE,
        /** One character. */
        CHARACTER
    }

    /** Finds the delimiter from the first 20 records. */
    public static final Delimiter AUTO = new Delimiter(Kind.AUTO, '\0');

    /** Runs of blanks and tabs. */
    public static final Delimiter WHITESPACE = new Delimiter(Kind.WHITESPACE, '\0');

    /**
     * Checks the character.
     *
     * @param kind whether the delimiter is found out, runs of blanks and tabs, or a character
     * @param character the character; a NUL for the other kinds
     * @throws IllegalArgumentException for a character that is part of numbers, names or line ends
     */
    public Delimiter {
        boolean usable = character != '"'
                && character != '.'
                && character != '+'
                && character != '-'
                && !Character.isLetterOrDigit(character)
                && !Character.isSurrogate(character)
                && (character == '\t' || !Character.isISOControl(character));
        Preconditions.checkArgument(
                kind == Kind.CHARACTER ? usable : character == '\0',
                "the delimiter must be a character such as , ; | or a tab, found %s",
                Quoted.cell(String.valueOf(character)));
    }

    /**
     * Separates by a character.
     *
     * @param character the delimiter
     * @return the delimiter
     * @throws IllegalArgumentException for a character that is part of numbers, names or line ends
     */
    public static Delimiter of(char character) {
        return new Delimiter(Kind.CHARACTER, character);
    }

    /**
     * Reads a delimiter from a configuration.
     *
     * @param text {@code auto}, {@code whitespace}, {@code tab} or one character
     * @return the delimiter
     * @throws IllegalArgumentException for anything else
     */
    public static Delimiter parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "whitespace" -> WHITESPACE;
            case "tab" -> of('\t');
            default -> {
                Preconditions.checkArgument(
                        text.length() == 1,
                        "the delimiter must be auto, whitespace, tab or one character, found %s",
                        Quoted.cell(text));
                yield of(text.charAt(0));
            }
        };
    }

    /**
     * Names the delimiter as a configuration would.
     *
     * @return {@code auto}, {@code whitespace}, {@code tab} or the character
     */
    @Override
    public String toString() {
        if (kind != Kind.CHARACTER) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
        return character == '\t' ? "tab" : String.valueOf(character);
    }
}
