package io.github.piste.objective;

import org.jspecify.annotations.Nullable;

/** Plain Java: a row at a time. */
final class ScalarGram implements GramSum {
    private final int d;
    private final int p;
    private final double[] row;
    private final double[] sums;

    ScalarGram(int d, int p) {
        this.d = d;
        this.p = p;
        this.row = new double[p];
        this.sums = new double[p * p];
        row[p - 1] = 1; // stays so where there is a column of ones
    }

    @Override
    public void add(double[] x, int from, int to, double @Nullable [] weights) {
        for (int i = from; i < to; i++) {
            System.arraycopy(x, i * d, row, 0, d);
            double s = weights == null ? 1 : weights[i - from];
            for (int j = 0; j < p; j++) {
                double weighted = row[j] * s;
                for (int k = 0; k <= j; k++) {
                    sums[j * p + k] += weighted * row[k];
                }
            }
        }
    }

    @Override
    public double[] lowerTriangle() {
        return sums;
    }
}
