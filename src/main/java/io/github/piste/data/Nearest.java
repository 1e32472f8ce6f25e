package io.github.piste.data;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name that was probably meant, by Damerau's distance (1964).
 *
 * <p>Thread-safety: stateless.
 */
public final class Nearest {
    private static final int LONGEST = 200;

    private Nearest() {}

    /**
     * Finds the nearest name.
     *
     * @param written what was written
     * @param names what exists
     * @return the name with the smallest distance; null if none is within a third of its length, at least 2
     */
    public static @Nullable String of(String written, List<String> names) {
        String best = null;
        int bestDistance = Math.max(2, written.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(written, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    /**
     * Counts edits.
     *
     * @param first one text
     * @param second another
     * @return letters to insert, delete, replace or swap with their neighbour, whatever their case; texts are cut to their
     *     first 200 letters
     */
    public static int distance(String first, String second) {
        String a = start(first);
        String b = start(second);
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST)).toLowerCase(Locale.ROOT);
    }
}
