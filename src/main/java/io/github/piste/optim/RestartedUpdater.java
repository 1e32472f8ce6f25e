package io.github.piste.optim;

/** {@link UpdateRule.Restarted} at work; with an L1 penalty this is FISTA with restarts. */
final class RestartedUpdater implements Updater {
    /** The point before the look-ahead, {@code x}; starts where the weights start. */
    private final double[] point;
    /** The length {@code t} of the run since the last restart, 0 before the first step. */
    private final double[] length = new double[1];

    private final int count;
    private final double l1;

    RestartedUpdater(int d, int count, double l1) {
        this.point = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        if (length[0] == 0) {
            System.arraycopy(w, 0, point, 0, w.length);
            length[0] = 1;
        }
        double t = uphill(w, gradient, rate) > 0 ? 1 : length[0];
        length[0] = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
        double momentum = (t - 1) / length[0];
        for (int j = 0; j < w.length; j++) {
            double next = next(w, gradient, rate, j);
            w[j] = next + momentum * (next - point[j]);
            point[j] = next;
        }
    }

    /** How far the way from the last point to the next one leads against the step downhill. */
    private double uphill(double[] w, double[] gradient, double rate) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            double next = next(w, gradient, rate, j);
            sum += (w[j] - next) * (next - point[j]);
        }
        return sum;
    }

    private double next(double[] w, double[] gradient, double rate, int j) {
        double next = w[j] - rate * gradient[j];
        return j < count ? Penalty.shrink(next, rate * l1) : next;
    }

    @Override
    public double[][] memory() {
        return new double[][] {point, length};
    }
}
