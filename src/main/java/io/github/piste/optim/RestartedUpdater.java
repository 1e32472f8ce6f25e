package io.github.piste.optim;

/** {@link UpdateRule.Restarted} at work; with an L1 penalty this is FISTA with restarts. */
final class RestartedUpdater implements Updater {
    /** Share of the step that the last change of the gradient allows; it says nothing about steeper directions. */
    private static final double CAUTION = 0.5;

    /** How much longer than the last one a step may be. */
    private static final double GROWTH = 1.1;

    /** The point before the look-ahead, {@code x}; starts where the weights start. */
    private final double[] point;

    private final double[] lastWeights;
    private final double[] lastGradient;
    /** The {@code t} of the run since the last restart, 0 before the first step; and the factor of the last step. */
    private final double[] numbers = {0, 1};

    private final int count;
    private final double l1;

    RestartedUpdater(int d, int count, double l1) {
        this.point = new double[d];
        this.lastWeights = new double[d];
        this.lastGradient = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        if (numbers[0] == 0) {
            System.arraycopy(w, 0, point, 0, w.length);
            numbers[0] = 1;
        } else {
            numbers[1] = factor(w, gradient, rate);
        }
        System.arraycopy(w, 0, lastWeights, 0, w.length);
        System.arraycopy(gradient, 0, lastGradient, 0, w.length);
        double step = rate * numbers[1];
        double t = uphill(w, gradient, step) > 0 ? 1 : numbers[0];
        numbers[0] = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
        double momentum = (t - 1) / numbers[0];
        for (int j = 0; j < w.length; j++) {
            double next = next(w, gradient, step, j);
            w[j] = next + momentum * (next - point[j]);
            point[j] = next;
        }
    }

    private double factor(double[] w, double[] gradient, double rate) {
        double along = 0;
        double squares = 0;
        for (int j = 0; j < w.length; j++) {
            double change = gradient[j] - lastGradient[j];
            along += change * (w[j] - lastWeights[j]);
            squares += change * change;
        }
        double allowed = CAUTION * (along / squares) / rate;
        return allowed >= 1 ? Math.min(GROWTH * numbers[1], allowed) : 1;
    }

    /** How far the way from the last point to the next one leads against the step downhill. */
    private double uphill(double[] w, double[] gradient, double step) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            double next = next(w, gradient, step, j);
            sum += (w[j] - next) * (next - point[j]);
        }
        return sum;
    }

    private double next(double[] w, double[] gradient, double step, int j) {
        double next = w[j] - step * gradient[j];
        return j < count ? Penalty.shrink(next, step * l1) : next;
    }

    @Override
    public double[][] memory() {
        return new double[][] {point, lastWeights, lastGradient, numbers};
    }
}
