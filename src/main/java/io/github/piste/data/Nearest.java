package io.github.piste.data;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. Levenshtein's distance (1966) without regard to case. */
final class Nearest {
    private static final int LONGEST = 200;

    private Nearest() {}

    /**
     * Finds the nearest name.
     *
     * @param written what was written
     * @param names what exists
     * @return the name with the smallest distance; null if none is within a third of its length, at least 2
     */
    static @Nullable String of(String written, List<String> names) {
        String best = null;
        int bestDistance = Math.max(2, written.length() / 3) + 1;
        for (String name : names) {
            if (name.length() > LONGEST || written.length() > LONGEST) {
                continue;
            }
            int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
