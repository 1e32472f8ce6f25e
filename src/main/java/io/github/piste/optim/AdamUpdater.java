package io.github.piste.optim;

/** {@link UpdateRule.Adam} at work. */
final class AdamUpdater implements Updater {
    private final UpdateRule.Adam rule;
    private final double[] mean;
    private final double[] squares;
    /** {@code beta1^t} and {@code beta2^t} after {@code t} updates, for the correction of the start at zero. */
    private final double[] powers = {1, 1};

    private final int count;
    private final double l1;

    AdamUpdater(UpdateRule.Adam rule, int d, int count, double l1) {
        this.rule = rule;
        this.mean = new double[d];
        this.squares = new double[d];
        this.count = count;
        this.l1 = l1;
    }

    @Override
    public void update(double[] w, double[] gradient, double rate) {
        powers[0] *= rule.beta1();
        powers[1] *= rule.beta2();
        double meanScale = 1 / (1 - powers[0]);
        double squareScale = 1 / (1 - powers[1]);
        for (int j = 0; j < w.length; j++) {
            double g = gradient[j];
            mean[j] = rule.beta1() * mean[j] + (1 - rule.beta1()) * g;
            squares[j] = rule.beta2() * squares[j] + (1 - rule.beta2()) * g * g;
            double own = rate / (Math.sqrt(squares[j] * squareScale) + rule.epsilon());
            w[j] -= own * mean[j] * meanScale;
            if (l1 > 0 && j < count) {
                w[j] = Penalty.shrink(w[j], own * l1);
            }
        }
    }

    @Override
    public double[][] memory() {
        return new double[][] {mean, squares, powers};
    }
}
