package io.github.piste.data;

import com.google.common.collect.ImmutableList;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the delimiter: the one that gives the same number of cells, above 1, in each of the first 20 records.
 *
 * <p>Blanks also stand beside other delimiters, so whitespace counts only where no comma and no semicolon fits, and a tab
 * wins over it when both give the same number. Two that fit, or none, are an error that names the candidates and what
 * they give. A text in which all of them give one cell everywhere has one column; it is read with commas.
 */
final class DelimiterFinder {
    private static final int RECORDS = 20;
    private static final int MOST_CHARACTERS = TextReader.LONGEST_LINE + 2;
    private static final Delimiter COMMA = Delimiter.of(',');
    private static final Delimiter TAB = Delimiter.of('\t');
    private static final ImmutableList<Delimiter> CANDIDATES =
            ImmutableList.of(COMMA, Delimiter.of(';'), TAB, Delimiter.WHITESPACE);

    private DelimiterFinder() {}

    /**
     * Reads the beginning of a text, enough for the first records.
     *
     * @param text text whose line ends are line feeds
     * @return its first characters; all of them if there are few records
     * @throws IOException if reading fails
     */
    static char[] beginning(Reader text) throws IOException {
        char[] buffer = new char[1 << 13];
        int length = 0;
        int scanned = 0;
        int lines = 0;
        boolean quoted = false;
        while (lines <= RECORDS && length < MOST_CHARACTERS) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(2 * length, MOST_CHARACTERS));
            }
            int n = text.read(buffer, length, buffer.length - length);
            if (n < 0) {
                break;
            }
            length += n;
            for (; scanned < length; scanned++) {
                char c = buffer[scanned];
                quoted ^= c == '"';
                boolean lineWithText = c == '\n' && !quoted && scanned > 0 && buffer[scanned - 1] != '\n';
                lines += lineWithText ? 1 : 0;
            }
        }
        return Arrays.copyOf(buffer, length);
    }

    /**
     * Finds the delimiter.
     *
     * @param beginning the first characters of a text
     * @param complete whether they are the whole text
     * @param source name of the file
     * @param skipped number of lines of the file before the text
     * @return a character or whitespace
     * @throws DataException if none fits, or more than one
     */
    static Delimiter find(char[] beginning, boolean complete, String source, int skipped) {
        List<Trial> trials = new ArrayList<>();
        for (Delimiter candidate : CANDIDATES) {
            trials.add(Trial.of(candidate, beginning, complete, source, skipped));
        }
        List<Trial> fitting = new ArrayList<>(trials);
        fitting.removeIf(t -> !t.fits());
        Trial blanks = trials.get(CANDIDATES.indexOf(Delimiter.WHITESPACE));
        Trial tab = trials.get(CANDIDATES.indexOf(TAB));
        boolean tabFitsAsWell = fitting.contains(tab) && tab.cells() == blanks.cells();
        if (fitting.stream().anyMatch(t -> t != blanks && t != tab) || tabFitsAsWell) {
            fitting.remove(blanks);
        }
        if (fitting.size() == 1) {
            return fitting.get(0).delimiter;
        }
        if (fitting.size() > 1) {
            throw new DataException(source + ": more than one delimiter fits: " + describe(fitting)
                    + "; set the delimiter to the right one");
        }
        if (trials.stream().allMatch(Trial::givesOneCellEverywhere)) {
            return COMMA;
        }
        for (Trial trial : trials) {
            if (trial.failure != null) {
                throw trial.failure;
            }
        }
        throw new DataException(source + ": no delimiter gives the same number of cells in the first records: "
                + describe(trials) + "; correct the line or set the delimiter");
    }

    private static String describe(List<Trial> trials) {
        StringBuilder out = new StringBuilder();
        for (Trial trial : trials) {
            out.append(out.length() == 0 ? "" : ", ").append(trial.describe());
        }
        return out.toString();
    }

    /** What a candidate makes of the first records. */
    private static final class Trial {
        private final Delimiter delimiter;
        private final List<Integer> counts = new ArrayList<>();
        private final List<Long> lines = new ArrayList<>();
        private @Nullable DataException failure;

        private Trial(Delimiter delimiter) {
            this.delimiter = delimiter;
        }

        static Trial of(Delimiter delimiter, char[] beginning, boolean complete, String source, int skipped) {
            Trial trial = new Trial(delimiter);
            RecordReader records = RecordReader.of(delimiter, new CharArrayReader(beginning), source, skipped);
            try {
                Cells cells = records.next();
                while (cells != null) {
                    trial.counts.add(cells.count());
                    trial.lines.add(cells.line());
                    cells = trial.counts.size() < RECORDS ? records.next() : null;
                }
                if (!complete && trial.counts.size() > 1 && trial.counts.size() < RECORDS) {
                    // The last record may be cut off.
                    trial.counts.remove(trial.counts.size() - 1);
                }
            } catch (DataException e) {
                // A quote that only the cut leaves open is none of the user's faults.
                trial.failure = complete || trial.counts.isEmpty() ? e : null;
            }
            return trial;
        }

        int cells() {
            return counts.isEmpty() ? 0 : counts.get(0);
        }

        boolean fits() {
            return failure == null && cells() > 1 && deviation() < 0;
        }

        boolean givesOneCellEverywhere() {
            return failure == null && cells() <= 1 && deviation() < 0;
        }

        String describe() {
            String name = Quoted.cell(delimiter.toString());
            int deviation = deviation();
            if (failure != null) {
                return name + " meets an unbalanced quote";
            }
            if (deviation < 0) {
                return name + " gives " + cells() + (cells() == 1 ? " cell" : " cells");
            }
            return name + " gives " + cells() + " in line " + lines.get(0) + " and " + counts.get(deviation)
                    + " in line " + lines.get(deviation);
        }

        /** First record with another number of cells than the first; -1 if there is none. */
        private int deviation() {
            for (int i = 1; i < counts.size(); i++) {
                if (!counts.get(i).equals(counts.get(0))) {
                    return i;
                }
            }
            return -1;
        }
    }
}
