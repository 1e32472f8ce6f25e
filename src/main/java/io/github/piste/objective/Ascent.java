package io.github.piste.objective;

/**
 * A function to be climbed, as one to be descended: {@code -f} with gradient {@code -grad f}. Descent on it is ascent on
 * {@code f}, point for point.
 *
 * <p>Thread-safety: that of the function. Cost: that of the function and O(d), allocates nothing.
 *
 * @param function what is to be maximised
 */
public record Ascent(Objective function) implements Objective {
    @Override
    public int dimension() {
        return function.dimension();
    }

    @Override
    public int penalised() {
        return function.penalised();
    }

    @Override
    public double value(double[] w) {
        return -function.value(w);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        double value = function.valueAndGradient(w, gradient);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = -gradient[j];
        }
        return -value;
    }
}
