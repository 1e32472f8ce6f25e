package io.github.piste.run;

import io.github.piste.data.Nearest;
import java.util.Collection;
import java.util.Comparator;

/** The known name that an unknown one was probably meant to be. */
final class NearestKey {
    private NearestKey() {}

    /** The nearest of some names, by the whole name or by its last part alone; there must be at least one. */
    static String of(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(unknown.replace("\"", ""), name)))
                .orElseThrow();
    }

    private static int distance(String unknown, String known) {
        int whole = Nearest.distance(unknown, known);
        int last = 1 + Nearest.distance(lastPart(unknown), lastPart(known));
        return Math.min(whole, last);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
