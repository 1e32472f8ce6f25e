package io.github.piste.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name that an unknown one was probably meant to be. */
final class NearestKey {
    /** Longer ones are compared by their beginnings only: nobody means them. */
    private static final int LONGEST = 64;

    private NearestKey() {}

    /** The nearest of some names, by the whole name or by its last part alone; there must be at least one. */
    static String of(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(unknown.replace("\"", ""), name)))
                .orElseThrow();
    }

    private static int distance(String unknown, String known) {
        int whole = edits(unknown, known);
        int last = 1 + edits(lastPart(unknown), lastPart(known));
        return Math.min(whole, last);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Letters to insert, delete, replace or swap with their neighbour (Damerau 1964), whatever their case. */
    private static int edits(String first, String second) {
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
