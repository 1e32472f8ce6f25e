package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Objective;

/**
 * An objective that hands every point at which its gradient is asked for to a file: in batch mode these are the points of
 * the descent, one a step, the one that ends a divergence among them.
 *
 * <p>Thread-safety: the training thread's while the descent runs; afterwards any.
 */
final class RecordedPath implements Objective {
    private static final int KEPT = 3;

    private final FunctionProblem problem;
    private final Objective objective;
    private final PathFile file;
    private final double[][] latest;
    private final double[] gradient;
    private double value = Double.NaN;
    private long steps = -1;

    RecordedPath(FunctionProblem problem, PathFile file) {
        this.problem = problem;
        this.objective = problem.objective();
        this.file = file;
        this.latest = new double[KEPT][problem.dimension()];
        this.gradient = new double[problem.dimension()];
    }

    @Override
    public int dimension() {
        return objective.dimension();
    }

    @Override
    public double value(double[] w) {
        return objective.value(w);
    }

    @Override
    public double valueAndGradient(double[] w, double[] receiver) {
        steps++;
        value = objective.valueAndGradient(w, receiver);
        int d = w.length;
        System.arraycopy(w, 0, latest[(int) (steps % KEPT)], 0, d);
        System.arraycopy(receiver, 0, gradient, 0, d);
        file.add(steps, w, problem.signed(value));
        return value;
    }

    /** Steps made. */
    long steps() {
        return steps;
    }

    /** The last points, at most three, the newest last. */
    ImmutableList<ImmutableDoubleArray> points() {
        ImmutableList.Builder<ImmutableDoubleArray> points = ImmutableList.builder();
        for (long step = Math.max(0, steps - KEPT + 1); step <= steps; step++) {
            points.add(ImmutableDoubleArray.copyOf(latest[(int) (step % KEPT)]));
        }
        return points.build();
    }

    /** The objective at the last point. */
    double value() {
        return value;
    }

    /** Its gradient there. */
    ImmutableDoubleArray gradient() {
        return ImmutableDoubleArray.copyOf(gradient);
    }
}
