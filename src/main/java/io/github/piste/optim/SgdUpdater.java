package io.github.piste.optim;

/** {@link UpdateRule.Sgd} at work. */
final class SgdUpdater implements Updater {
    private final int count;
    private final double l1;

    SgdUpdater(int count, double l1) {
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        for (int j = 0; j < w.length; j++) {
            w[j] -= rate * gradient[j];
        }
        shrink(w, count, rate * l1);
    }

    /** The proximal step of rules that move all weights at one rate. */
    static void shrink(double[] w, int count, double threshold) {
        if (threshold == 0) {
            return;
        }
        for (int j = 0; j < count; j++) {
            w[j] = Penalty.shrink(w[j], threshold);
        }
    }

    @Override
    public double[][] memory() {
        return new double[0][];
    }
}
