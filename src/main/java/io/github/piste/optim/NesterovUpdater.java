package io.github.piste.optim;

/** {@link UpdateRule.Nesterov} at work; with an L1 penalty this is FISTA with a constant momentum. */
final class NesterovUpdater implements Updater {
    private final double momentum;
    /** The point before the look-ahead, {@code x}; starts where the weights start. */
    private final double[] point;
    /** One number, 1 once {@link #point} holds a point: it is part of the memory so that a resume knows. */
    private final double[] started = new double[1];

    private final int count;
    private final double l1;

    NesterovUpdater(double momentum, int d, int count, double l1) {
        this.momentum = momentum;
        this.point = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        if (started[0] == 0) {
            System.arraycopy(w, 0, point, 0, w.length);
            started[0] = 1;
        }
        double threshold = rate * l1;
        for (int j = 0; j < w.length; j++) {
            double next = w[j] - rate * gradient[j];
            if (threshold > 0 && j < count) {
                next = Penalty.shrink(next, threshold);
            }
            w[j] = next + momentum * (next - point[j]);
            point[j] = next;
        }
    }

    @Override
    public double[][] memory() {
        return new double[][] {point, started};
    }
}
