package io.github.piste.optim;

/** {@link UpdateRule.Accelerated} at work. */
final class AcceleratedUpdater implements Updater {
    /** Brakhage's parameter: 1 weighs the error by its share of the loss. */
    private static final double NU = 1;

    private final double mostMomentum;
    private final double mostRate;
    private final double[] velocity;
    /** One number, the updates made, so that a resume knows. */
    private final double[] made = new double[1];

    private final int count;
    private final double l1;

    AcceleratedUpdater(UpdateRule.Accelerated rule, int d, int count, double l1) {
        this.mostMomentum = rule.momentum();
        this.mostRate = rule.rateFactor();
        this.velocity = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        double k = ++made[0];
        double momentum = k == 1 ? 0 : Math.min(mostMomentum, momentum(k));
        double step = rate * Math.min(mostRate, k == 1 ? (4 * NU + 2) / (4 * NU + 1) : factor(k));
        for (int j = 0; j < w.length; j++) {
            velocity[j] = momentum * velocity[j] - step * gradient[j];
            w[j] += velocity[j];
        }
        SgdUpdater.shrink(w, count, step * l1);
    }

    private static double momentum(double k) {
        return (k - 1)
                * (2 * k - 3)
                * (2 * k + 2 * NU - 1)
                / ((k + 2 * NU - 1) * (2 * k + 4 * NU - 1) * (2 * k + 2 * NU - 3));
    }

    private static double factor(double k) {
        return 4 * (2 * k + 2 * NU - 1) * (k + NU - 1) / ((k + 2 * NU - 1) * (2 * k + 4 * NU - 1));
    }

    @Override
    public double[][] memory() {
        return new double[][] {velocity, made};
    }
}
