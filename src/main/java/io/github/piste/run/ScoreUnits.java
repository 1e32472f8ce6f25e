package io.github.piste.run;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Standardizer;
import io.github.piste.train.TrackedWeights;

/**
 * Weights of scaled columns and of original ones: {@code coefficient_j = w_j / scale_j}, {@code intercept = w_d - sum
 * coefficient_j shift_j}, for each of several scores. Both have all coefficients, score by score, then all intercepts.
 *
 * <p>Thread-safety: immutable.
 */
final class ScoreUnits {
    private final Standardizer scaling;
    private final double[] shifts;
    private final double[] scales;
    private final boolean intercept;
    private final int scores;

    ScoreUnits(Standardizer scaling, boolean intercept, int scores) {
        this.scaling = scaling;
        this.shifts = scaling.shifts().toArray();
        this.scales = scaling.scales().toArray();
        this.intercept = intercept;
        this.scores = scores;
    }

    int dimension() {
        return scores * (scales.length + (intercept ? 1 : 0));
    }

    /** Of original columns. */
    double[] original(double[] w) {
        double[] original = new double[w.length];
        for (int c = 0; c < scores; c++) {
            put(scaling.originalCoefficients(score(w, c)).toArray(), c, original);
        }
        return original;
    }

    /** Of scaled columns. */
    double[] scaled(double[] original) {
        double[] w = new double[original.length];
        for (int c = 0; c < scores; c++) {
            put(scaling.scaledCoefficients(ImmutableDoubleArray.copyOf(score(original, c))), c, w);
        }
        return w;
    }

    /** Turns a gradient by scaled weights into one by original weights: the transposed way. */
    void gradientOfOriginal(double[] scaled, double[] original) {
        int d = scales.length;
        for (int c = 0; c < scores; c++) {
            double free = intercept ? scaled[scores * d + c] : 0;
            for (int j = 0; j < d; j++) {
                original[c * d + j] = scaled[c * d + j] * scales[j] + free * shifts[j];
            }
            if (intercept) {
                original[scores * d + c] = free;
            }
        }
    }

    private double[] score(double[] all, int c) {
        int d = scales.length;
        double[] one = new double[d + (intercept ? 1 : 0)];
        System.arraycopy(all, c * d, one, 0, d);
        if (intercept) {
            one[d] = all[scores * d + c];
        }
        return one;
    }

    private void put(double[] one, int c, double[] all) {
        int d = scales.length;
        System.arraycopy(one, 0, all, c * d, d);
        if (intercept) {
            all[scores * d + c] = one[d];
        }
    }

    /** The first coefficients of each score, followed by its intercept; allocates nothing per reading. */
    TrackedWeights tracked(int coefficients) {
        return new TrackedWeights() {
            @Override
            public int size() {
                return scores * (coefficients + (intercept ? 1 : 0));
            }

            @Override
            public void read(double[] w, double[] tracked) {
                int d = scales.length;
                int at = 0;
                for (int c = 0; c < scores; c++) {
                    for (int j = 0; j < coefficients; j++) {
                        tracked[at++] = w[c * d + j] / scales[j];
                    }
                    if (intercept) {
                        double sum = w[scores * d + c];
                        for (int j = 0; j < d; j++) {
                            sum -= w[c * d + j] / scales[j] * shifts[j];
                        }
                        tracked[at++] = sum;
                    }
                }
            }
        };
    }
}
