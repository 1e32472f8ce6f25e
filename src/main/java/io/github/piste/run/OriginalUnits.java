package io.github.piste.run;

import io.github.piste.data.Standardizer;
import io.github.piste.train.TrackedWeights;

/**
 * Weights of scaled columns folded back into original units while the descent goes on: {@code coefficient_j = w_j /
 * scale_j}, {@code intercept = w_d - sum coefficient_j shift_j}. Allocates nothing per reading.
 */
final class OriginalUnits implements TrackedWeights {
    private final double[] shifts;
    private final double[] scales;
    private final boolean intercept;
    private final int size;

    OriginalUnits(Standardizer scaling, boolean intercept, int size) {
        this.shifts = scaling.shifts().toArray();
        this.scales = scaling.scales().toArray();
        this.intercept = intercept;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(double[] w, double[] tracked) {
        int coefficients = intercept ? size - 1 : size;
        for (int j = 0; j < coefficients; j++) {
            tracked[j] = w[j] / scales[j];
        }
        if (intercept) {
            double sum = w[scales.length];
            for (int j = 0; j < scales.length; j++) {
                sum -= w[j] / scales[j] * shifts[j];
            }
            tracked[size - 1] = sum;
        }
    }
}
