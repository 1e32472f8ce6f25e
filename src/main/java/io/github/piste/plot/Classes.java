package io.github.piste.plot;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;

/** What there is to count in the rows of a sample whose target is a class. */
final class Classes {
    /** Nowhere: a value that is the number of no class. */
    static final int NONE = -1;

    private Classes() {}

    /** The class that a number stands for. */
    static int of(Sample sample, double number) {
        int c = (int) number;
        return c == number && c >= 0 && c < sample.classes().size() ? c : NONE;
    }

    /** Whether a row is predicted as another class than it is. */
    static boolean isWrong(Sample sample, int row) {
        int actual = of(sample, sample.y().get(row));
        int predicted = of(sample, sample.predicted().get(row));
        return actual != NONE && predicted != NONE && actual != predicted;
    }

    /** {@code "146 of 150 rows right, 97.3 %"}. */
    static String accuracy(Sample sample) {
        int right = 0;
        int rows = 0;
        for (int i = 0; i < sample.y().length(); i++) {
            int actual = of(sample, sample.y().get(i));
            int predicted = of(sample, sample.predicted().get(i));
            if (actual != NONE && predicted != NONE) {
                rows++;
                right += actual == predicted ? 1 : 0;
            }
        }
        return rows == 0 ? "no rows" : right + " of " + rows + " rows right, " + Words.percent(right, rows);
    }

    /** The counts among the first {@code k} classes, row-major. */
    static ImmutableIntArray counts(Sample sample, int k) {
        int[] counts = new int[k * k];
        for (int i = 0; i < sample.y().length(); i++) {
            int actual = of(sample, sample.y().get(i));
            int predicted = of(sample, sample.predicted().get(i));
            if (actual != NONE && predicted != NONE && actual < k && predicted < k) {
                counts[actual * k + predicted]++;
            }
        }
        return ImmutableIntArray.copyOf(counts);
    }

    /** Those values of a column whose row has this class; NaN for the others. */
    static ImmutableDoubleArray where(Sample sample, int c, ImmutableDoubleArray column) {
        ImmutableDoubleArray.Builder kept = ImmutableDoubleArray.builder();
        for (int i = 0; i < column.length(); i++) {
            if (of(sample, sample.y().get(i)) == c) {
                kept.add(column.get(i));
            }
        }
        return kept.build();
    }
}
