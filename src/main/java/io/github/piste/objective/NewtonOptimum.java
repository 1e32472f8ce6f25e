package io.github.piste.objective;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The minimum of the logistic loss by Newton's method, or the proof that there is none: what a descent can be measured
 * by. No descent uses it.
 *
 * <p>Each step solves {@code H s = g} with the Hessian {@code H = (1/n) sum s_i p_i (1 - p_i) x_i' x_i} and is halved until
 * the loss falls. Where the classes are separable the weights grow without end, and soon give every row's class the larger
 * score, which proves it ({@link ClassLoss#separates}). Source: Nelder and Wedderburn, "Generalized linear models", 1972;
 * Albert and Anderson, "On the existence of maximum likelihood estimates in logistic regression models", 1984.
 *
 * <p>Thread-safety: immutable.
 *
 * @param weights {@code [d]}: where the loss is least; of separable classes, weights that separate them
 * @param loss there
 * @param separable whether the classes are separable, so that no weights are the best
 */
public record NewtonOptimum(ImmutableDoubleArray weights, double loss, boolean separable) {
    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 40;
    /** A step that promises less than this share of the loss is rounding. */
    private static final double ROUNDING = 1e-16;

    /**
     * Finds the minimum.
     *
     * @param loss over scaled columns; it is evaluated by the calling thread
     * @return the minimum as near as rounding allows, or the proof that there is none. O(n d^2 + d^3) a step, 5 to 30 steps
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, after the present step; its flag stays
     *     set
     */
    public static NewtonOptimum of(LogisticLoss loss) {
        int p = loss.dimension();
        double[] w = new double[p];
        double[] gradient = new double[p];
        double value = loss.valueAndGradient(w, gradient);
        for (int made = 0; made < MOST_STEPS; made++) {
            ExactColumns.unlessInterrupted(0);
            if (loss.separates(w)) {
                return new NewtonOptimum(ImmutableDoubleArray.copyOf(w), value, true);
            }
            double[] step = step(loss, w, gradient);
            if (step.length == 0 || promise(step, gradient) <= ROUNDING * value) {
                break;
            }
            double[] next = downhill(loss, w, step, value);
            if (next.length == 0) {
                break;
            }
            w = next;
            value = loss.valueAndGradient(w, gradient);
        }
        return new NewtonOptimum(ImmutableDoubleArray.copyOf(w), value, false);
    }

    /** Newton's step; empty where the Hessian is singular and nothing better is known than to stop. */
    private static double[] step(LogisticLoss loss, double[] w, double[] gradient) {
        int p = w.length;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquaresQrPivot(true, false);
        if (!solver.setA(DMatrixRMaj.wrap(p, p, loss.hessian(w)))) {
            return new double[0];
        }
        DMatrixRMaj step = new DMatrixRMaj(p, 1);
        solver.solve(DMatrixRMaj.wrap(p, 1, gradient.clone()), step);
        return Arrays.stream(step.data).allMatch(Double::isFinite) ? step.data : new double[0];
    }

    /** How much a quadratic would fall. */
    private static double promise(double[] step, double[] gradient) {
        double sum = 0;
        for (int j = 0; j < step.length; j++) {
            sum += step[j] * gradient[j];
        }
        return sum / 2;
    }

    private static double[] downhill(LogisticLoss loss, double[] w, double[] step, double value) {
        double share = 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            double[] next = new double[w.length];
            for (int j = 0; j < w.length; j++) {
                next[j] = w[j] - share * step[j];
            }
            if (loss.value(next) < value) {
                return next;
            }
            share /= 2;
        }
        return new double[0];
    }
}
