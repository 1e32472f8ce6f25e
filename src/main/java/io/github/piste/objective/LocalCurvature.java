package io.github.piste.objective;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * How a function bends at one point: the extreme eigenvalues of its Hessian there, by central differences of its gradient.
 *
 * <p>Near a minimum plain descent is stable for rates below {@code 2 / lambda_max}; a negative eigenvalue tells of a
 * direction in which the function bends down, so that a point without slope is no minimum.
 *
 * <p>Thread-safety: immutable.
 *
 * @param largest the largest eigenvalue; NaN where it is not known
 * @param smallest the smallest eigenvalue, which may be negative; NaN likewise
 */
public record LocalCurvature(double largest, double smallest) {
    /** Beyond, a Hessian by differences costs more than a picture is worth. */
    private static final int MOST_VARIABLES = 50;

    private static final double STEP = 1e-4;
    /** By which part an eigenvalue may change when the step grows. */
    private static final double SAME = 0.1;

    private static final LocalCurvature UNKNOWN = new LocalCurvature(Double.NaN, Double.NaN);

    /**
     * The curvature at a point.
     *
     * @param function its gradient should be analytic or extrapolated
     * @param w {@code [d]}: the point; only read
     * @return unknown where {@code d} is above 50 or a second derivative is not finite, an eigenvalue unknown where it
     *     is lost in rounding or a kink, which steps of different length tell; {@code 6 d} gradients
     */
    public static LocalCurvature at(Objective function, double[] w) {
        if (w.length > MOST_VARIABLES) {
            return UNKNOWN;
        }
        LocalCurvature near = withStep(function, w, STEP);
        LocalCurvature further = withStep(function, w, 4 * STEP);
        LocalCurvature furthest = withStep(function, w, 16 * STEP);
        return new LocalCurvature(
                agreed(near.largest, further.largest, furthest.largest),
                agreed(near.smallest, further.smallest, furthest.smallest));
    }

    /** Rounding noise shrinks with a larger step, a curvature hardly changes. */
    private static double agreed(double near, double further, double furthest) {
        double tolerance = SAME * Math.abs(near);
        return Math.abs(near - further) <= tolerance && Math.abs(near - furthest) <= tolerance ? near : Double.NaN;
    }

    private static LocalCurvature withStep(Objective function, double[] w, double step) {
        int d = w.length;
        DMatrixRMaj hessian = new DMatrixRMaj(d, d);
        double[] probe = w.clone();
        double[] above = new double[d];
        double[] below = new double[d];
        for (int i = 0; i < d; i++) {
            double h = step * Math.max(1, Math.abs(w[i]));
            probe[i] = w[i] + h;
            function.valueAndGradient(probe, above);
            probe[i] = w[i] - h;
            function.valueAndGradient(probe, below);
            probe[i] = w[i];
            for (int j = 0; j < d; j++) {
                double second = (above[j] - below[j]) / (2 * h);
                if (!Double.isFinite(second)) {
                    return UNKNOWN;
                }
                hessian.add(i, j, second / 2);
                hessian.add(j, i, second / 2);
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, false, true);
        if (!eigen.decompose(hessian)) {
            return UNKNOWN;
        }
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < d; i++) {
            largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
            smallest = Math.min(smallest, eigen.getEigenvalue(i).getReal());
        }
        return new LocalCurvature(largest, smallest);
    }

    /**
     * The rate from which on plain descent cannot settle here.
     *
     * @return {@code 2 / lambda_max}; NaN where nothing bends up
     */
    public double stableLimit() {
        return largest > 0 ? 2 / largest : Double.NaN;
    }
}
