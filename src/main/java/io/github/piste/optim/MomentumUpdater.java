package io.github.piste.optim;

/** {@link UpdateRule.Momentum} at work. */
final class MomentumUpdater implements Updater {
    private final double momentum;
    private final double[] velocity;
    private final int count;
    private final double l1;

    MomentumUpdater(double momentum, int d, int count, double l1) {
        this.momentum = momentum;
        this.velocity = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        for (int j = 0; j < w.length; j++) {
            velocity[j] = momentum * velocity[j] - rate * gradient[j];
            w[j] += velocity[j];
        }
        SgdUpdater.shrink(w, count, rate * l1);
    }

    @Override
    public double[][] memory() {
        return new double[][] {velocity};
    }
}
