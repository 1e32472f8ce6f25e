package io.github.piste.model;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * From scores, one per class, to probabilities: {@code p_c = exp(s_c) / sum_j exp(s_j)}.
 *
 * <p>All exponents are taken relative to the largest score m, which changes no quotient, so that none exceeds 0 and
 * nothing overflows. The loss {@code -log p_c = (m - s_c) + log(1 + sum_{j other than the largest} exp(s_j - m))} keeps
 * its relative precision where p_c rounds to 1, and is finite where p_c rounds to 0. Thread-safety: stateless. O(k).
 */
final class Scores {
    private Scores() {}

    /** Probabilities that add up to 1 but for rounding; all NaN if a score is NaN or the largest is infinite. */
    static ImmutableDoubleArray probabilities(ImmutableDoubleArray scores) {
        double largest = largest(scores);
        double[] p = new double[scores.length()];
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            p[c] = Math.exp(scores.get(c) - largest);
            sum += p[c];
        }
        for (int c = 0; c < p.length; c++) {
            p[c] /= sum;
        }
        return ImmutableDoubleArray.copyOf(p);
    }

    /** The class of the largest score, of equal ones the first; -1 where there are no probabilities. */
    static int best(ImmutableDoubleArray scores) {
        double largest = largest(scores);
        int best = 0;
        while (Double.isFinite(largest) && scores.get(best) != largest) {
            best++;
        }
        return Double.isFinite(largest) ? best : -1;
    }

    /** Minus the natural logarithm of the probability of a class; NaN where there are no probabilities. */
    static double loss(ImmutableDoubleArray scores, int c) {
        int best = best(scores);
        if (best < 0) {
            return Double.NaN;
        }
        double largest = scores.get(best);
        double others = 0;
        for (int j = 0; j < scores.length(); j++) {
            others += j == best ? 0 : Math.exp(scores.get(j) - largest);
        }
        return largest - scores.get(c) + Math.log1p(others);
    }

    private static double largest(ImmutableDoubleArray scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < scores.length(); c++) {
            largest = Math.max(largest, scores.get(c));
        }
        return largest;
    }
}
