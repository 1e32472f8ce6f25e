package io.github.piste.run;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.OneNorm;
import io.github.piste.data.Quoted;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;

/**
 * Refuses rows of numbers that doubles cannot compute with: those whose squares they do not hold, so that the loss would be
 * infinite from the start or always 0, and columns so narrow that their coefficients would be beyond them.
 */
final class Magnitudes {
    private static final double LARGEST = 1e140;
    private static final double SMALLEST = 1e-140;
    private static final int BLOCK_VALUES = 1 << 14;
    private static final double SMALLEST_SCALE = 1e-290;

    private Magnitudes() {}

    /** Looks at the columns, at a target of numbers, and at features that the loop will see as they are. */
    static void check(Dataset rows, Standardizer columns, Scaling scaling) {
        for (int j = 0; j < rows.features(); j++) {
            if (columns.scales().get(j) < SMALLEST_SCALE) {
                throw new DataException("column "
                        + Quoted.cell(rows.featureNames().get(j)) + ": its values differ by only "
                        + columns.scales().get(j) + ", a coefficient for it could not be written; give it in a larger"
                        + " unit");
            }
        }
        if (rows.classes().isEmpty()) {
            double largest = 0;
            for (double y : rows.y()) {
                largest = Math.max(largest, Math.abs(y));
            }
            check("target " + Quoted.cell(rows.targetName()), largest, "give it in another unit");
        }
        if (scaling == Scaling.NONE && !areOrdinary(rows)) {
            ImmutableDoubleArray largest =
                    Standardizer.fitWithoutShift(rows, Scaling.MIN_MAX).scales();
            for (int j = 0; j < largest.length(); j++) {
                check(
                        "column " + Quoted.cell(rows.featureNames().get(j)),
                        largest.get(j),
                        "give it in another unit or set data.scaling = standard");
            }
        }
    }

    /** Whether it is plain that no column can be refused: cheaper than to look for its largest value. */
    private static boolean areOrdinary(Dataset rows) {
        double[] x = new double[rows.features()];
        rows.copyRows(0, 1, x);
        for (int j = 0; j < x.length; j++) {
            if (Math.abs(x[j]) < SMALLEST) {
                return false;
            }
        }
        double known = rows.oneNorm();
        return (Double.isNaN(known) ? oneNorm(rows) : known) <= LARGEST;
    }

    private static double oneNorm(Dataset rows) {
        int d = rows.features();
        double[] x = new double[Math.max(1, BLOCK_VALUES / d) * d];
        double sum = 0;
        for (int from = 0, to; from < rows.rows(); from = to) {
            to = from + Math.min(x.length / d, rows.rows() - from);
            rows.copyRows(from, to, x);
            sum += OneNorm.of(x, 0, (to - from) * d);
        }
        return sum;
    }

    private static void check(String what, double largest, String fix) {
        if (largest > LARGEST || (largest > 0 && largest < SMALLEST)) {
            throw new DataException(what + ": its largest magnitude is " + largest
                    + ", the squares of such numbers are beyond what a double holds; magnitudes from " + SMALLEST
                    + " to "
                    + LARGEST + " can be used, " + fix);
        }
    }
}
