package io.github.piste.objective;

import static io.github.piste.objective.VectorLanes.LANES;
import static io.github.piste.objective.VectorLanes.all;
import static io.github.piste.objective.VectorLanes.load;

import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.DoubleVector;

/**
 * Sums of products of columns, eight rows at a time: a vector of each row stays in its register while it is multiplied
 * with all columns, so that a sum is read and written once for eight products.
 */
final class VectorGram {
    private static final int ROWS = 8;

    private VectorGram() {}

    /** The lower triangle of {@code sum s_i x_i' x_i}: {@code [p x p]}; what stands above it means nothing. */
    static double[] sum(int n, int p, Kernel.Row source, IntToDoubleFunction weight) {
        int width = (p + LANES - 1) / LANES * LANES;
        double[] sums = new double[p * width];
        double[] rows = new double[ROWS * width];
        double[] weights = new double[ROWS];
        for (int from = 0; from < n; from += ROWS) {
            for (int r = 0; r < ROWS; r++) {
                boolean there = from + r < n;
                if (there) {
                    source.write(from + r, rows, r * width);
                }
                weights[r] = there ? weight.applyAsDouble(from + r) : 0;
            }
            for (int k = 0; k < width; k += LANES) {
                add(rows, k, width, weights, p, sums);
            }
        }
        double[] gram = new double[p * p];
        for (int j = 0; j < p; j++) {
            System.arraycopy(sums, j * width, gram, j * p, j + 1);
        }
        return gram;
    }

    private static void add(double[] rows, int k, int width, double[] weights, int p, double[] sums) {
        DoubleVector r0 = load(rows, k).mul(all(weights[0]));
        DoubleVector r1 = load(rows, k + width).mul(all(weights[1]));
        DoubleVector r2 = load(rows, k + 2 * width).mul(all(weights[2]));
        DoubleVector r3 = load(rows, k + 3 * width).mul(all(weights[3]));
        DoubleVector r4 = load(rows, k + 4 * width).mul(all(weights[4]));
        DoubleVector r5 = load(rows, k + 5 * width).mul(all(weights[5]));
        DoubleVector r6 = load(rows, k + 6 * width).mul(all(weights[6]));
        DoubleVector r7 = load(rows, k + 7 * width).mul(all(weights[7]));
        for (int j = k; j < p; j++) {
            DoubleVector a = r0.fma(all(rows[j]), load(sums, j * width + k));
            a = r1.fma(all(rows[j + width]), a);
            a = r2.fma(all(rows[j + 2 * width]), a);
            a = r3.fma(all(rows[j + 3 * width]), a);
            a = r4.fma(all(rows[j + 4 * width]), a);
            a = r5.fma(all(rows[j + 5 * width]), a);
            a = r6.fma(all(rows[j + 6 * width]), a);
            r7.fma(all(rows[j + 7 * width]), a).intoArray(sums, j * width + k);
        }
    }
}
