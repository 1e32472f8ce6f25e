package io.github.piste.objective;

/**
 * A loss surface over two weights that is known exactly:
 * {@code c + b0 u + b1 v + a00 u^2 + 2 a01 u v + a11 v^2}. Least squares has one; it draws the contours without the
 * data.
 *
 * <p>Thread-safety: immutable. Cost: O(1), allocates nothing.
 *
 * @param c the value at the origin
 * @param b0 slope along {@code u} at the origin
 * @param b1 slope along {@code v} at the origin
 * @param a00 curvature along {@code u}, halved
 * @param a01 mixed curvature, halved
 * @param a11 curvature along {@code v}, halved
 */
public record Quadratic(double c, double b0, double b1, double a00, double a01, double a11) implements Objective {
    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public double value(double[] w) {
        return value(w[0], w[1]);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        double u = w[0];
        double v = w[1];
        gradient[0] = b0 + 2 * (a00 * u + a01 * v);
        gradient[1] = b1 + 2 * (a01 * u + a11 * v);
        return value(u, v);
    }

    /**
     * The value at a point.
     *
     * @param u first weight
     * @param v second weight
     * @return the loss there; not finite where the arguments are not
     */
    public double value(double u, double v) {
        return c + u * (b0 + a00 * u + 2 * a01 * v) + v * (b1 + a11 * v);
    }
}
