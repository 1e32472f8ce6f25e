package io.github.piste.optim;

/** {@link UpdateRule.AdaGrad} and {@link UpdateRule.RmsProp} at work: one rate a weight from its squared gradients. */
final class AdaptiveUpdater implements Updater {
    private final double keep;
    private final double add;
    private final double epsilon;
    private final double[] squares;
    private final int count;
    private final double l1;

    /** The squares become {@code keep * squares + add * gradient^2} at each step. */
    AdaptiveUpdater(double keep, double add, double epsilon, int d, int count, double l1) {
        this.keep = keep;
        this.add = add;
        this.epsilon = epsilon;
        this.squares = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        for (int j = 0; j < w.length; j++) {
            squares[j] = keep * squares[j] + add * gradient[j] * gradient[j];
            double own = rate / (Math.sqrt(squares[j]) + epsilon);
            w[j] -= own * gradient[j];
            if (l1 > 0 && j < count) {
                w[j] = Penalty.shrink(w[j], own * l1);
            }
        }
    }

    @Override
    public double[][] memory() {
        return new double[][] {squares};
    }
}
