package io.github.piste.objective;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * How sharply a loss bends, which is what decides the learning rate: the extreme eigenvalues of its Hessian.
 *
 * <p>Plain descent at rate {@code r} on a quadratic multiplies the distance along an eigenvector by {@code 1 - r
 * lambda}, so it is stable exactly for {@code r < 2 / lambda_max} (Cauchy 1847; Nocedal and Wright, "Numerical
 * Optimization", 2006, section 3.3).
 *
 * <p>Thread-safety: immutable.
 *
 * @param largest the largest eigenvalue
 * @param smallest the smallest eigenvalue, never below 0, columns that are all zero aside: a descent does not move
 *     along them; NaN where it was not computed
 */
public record Curvature(double largest, double smallest) {
    /** Of a loss about which nothing can be said before the descent. */
    public static final Curvature UNKNOWN = new Curvature(Double.NaN, Double.NaN);

    private static final int PASSES = 30;

    /** A direction this much shorter than the curvature along it is rounding: nothing is left to look at. */
    private static final double ROUNDING = 1e-13;

    /** Weights whose eigenvalues take some seconds; the time grows with their cube. */
    private static final int MOST_WEIGHTS = 2000;

    /** The condition number that can cost a gradient's rounding of {@code 1e-16} all but six digits of the weights. */
    private static final double ILL_CONDITIONED = 1e10;

    /**
     * The curvature of the loss of a linear model with an L2 penalty: eigenvalues of {@code (b/n) X'X + 2 l2 I} (the
     * intercept is not penalised) with {@code b} 2, or 1/4 for the logistic loss. Exact for least squares; both are upper
     * bounds for the Huber loss, which bends less where residuals are large, and for the logistic loss, which bends less
     * where a probability is not one half.
     *
     * @param objective the loss
     * @param l2 strength of the penalty
     * @return both extremes for up to 2000 weights where {@code n d^2} is affordable, otherwise the largest by the method of
     *     Lanczos (1950) in 30 passes, which as a rule falls short of it by less than one per cent
     */
    public static Curvature of(LinearLoss objective, double l2) {
        return of(objective.rows, objective.bend(), l2);
    }

    /** The eigenvalues of {@code (bend/n) X'X + 2 l2 I}. */
    static Curvature of(AllRows rows, double bend, double l2) {
        double p = rows.dimension();
        boolean affordable =
                p <= MOST_WEIGHTS && rows.n * p * p <= Kernels.chosen().productsASecond();
        return affordable ? exact(rows, bend, l2) : lanczos(rows, bend, l2);
    }

    private static Curvature exact(AllRows rows, double bend, double l2) {
        int p = rows.dimension();
        DMatrixRMaj hessian = new DMatrixRMaj(p, p, true, rows.gram());
        for (int i = 0; i < p * p; i++) {
            hessian.data[i] *= bend;
        }
        int zeros = 0;
        for (int j = 0; j < p; j++) {
            hessian.data[j * p + j] += j < rows.d ? 2 * l2 : 0;
            zeros += hessian.data[j * p + j] == 0 ? 1 : 0;
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(p, false, true);
        if (!eigen.decompose(hessian)) {
            return lanczos(rows, bend, l2);
        }
        double[] values = new double[p];
        for (int i = 0; i < p; i++) {
            values[i] = Math.max(0, eigen.getEigenvalue(i).getReal());
        }
        Arrays.sort(values);
        return new Curvature(values[p - 1], values[Math.min(zeros, p - 1)]);
    }

    /**
     * As many products with the Hessian as that many power iterations, but the best of all their combinations: where the
     * largest eigenvalues lie close together, the power iteration alone falls short by some per cent.
     */
    static Curvature lanczos(AllRows rows, double bend, double l2) {
        int p = rows.dimension();
        double[] previous = new double[p];
        double[] v = new double[p];
        double[] next = new double[p];
        for (int j = 0; j < p; j++) {
            v[j] = 1 + 0.1 * (j % 7);
        }
        scale(v, 1 / norm(v));
        DMatrixRMaj tridiagonal = new DMatrixRMaj(PASSES, PASSES);
        double beside = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            rows.gramTimes(v, next);
            double along = 0;
            for (int j = 0; j < p; j++) {
                next[j] = bend * next[j] + (j < rows.d ? 2 * l2 * v[j] : 0);
                along += next[j] * v[j];
            }
            for (int j = 0; j < p; j++) {
                next[j] -= along * v[j] + beside * previous[j];
            }
            tridiagonal.set(pass, pass, along);
            beside = norm(next);
            if (pass == PASSES - 1 || beside <= ROUNDING * Math.abs(along)) {
                break; // the other rows stay zero, and so do their eigenvalues
            }
            tridiagonal.set(pass, pass + 1, beside);
            tridiagonal.set(pass + 1, pass, beside);
            scale(next, 1 / beside);
            double[] swap = previous;
            previous = v;
            v = next;
            next = swap;
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(PASSES, false, true);
        return new Curvature(eigen.decompose(tridiagonal) ? largest(eigen) : Double.NaN, Double.NaN);
    }

    private static double largest(EigenDecomposition_F64<DMatrixRMaj> eigen) {
        double largest = 0;
        for (int i = 0; i < eigen.getNumberOfEigenvalues(); i++) {
            largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
        }
        return largest;
    }

    private static void scale(double[] v, double factor) {
        for (int j = 0; j < v.length; j++) {
            v[j] *= factor;
        }
    }

    private static double norm(double[] v) {
        double squares = 0;
        for (double value : v) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    /**
     * The rate from which on plain descent no longer falls.
     *
     * @return {@code 2 / lambda_max}; infinite for a flat loss
     */
    public double stableLimit() {
        return 2 / largest;
    }

    /**
     * How much harder the flattest direction is than the steepest.
     *
     * @return {@code lambda_max / lambda_min}; infinite where the loss is flat along a direction, NaN where unknown
     */
    public double conditionNumber() {
        return largest / smallest;
    }

    /**
     * Whether a gradient of zero up to rounding says little about the weights along the flattest directions.
     *
     * @return true for a condition number above 1e10, infinite ones too; false where it is unknown
     */
    public boolean isIllConditioned() {
        return conditionNumber() > ILL_CONDITIONED;
    }
}
