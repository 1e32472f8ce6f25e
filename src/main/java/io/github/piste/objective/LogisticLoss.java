package io.github.piste.objective;

import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;

/**
 * The loss of logistic regression: the mean negative log-likelihood of targets 0 and 1, class 1 having the probability
 * {@code p_i = 1 / (1 + exp(-z_i))} with {@code z_i = x_i w}.
 *
 * <p>{@code f(w) = -(1/n) sum s_i [y_i log p_i + (1 - y_i) log(1 - p_i)]}, gradient {@code (1/n) sum s_i x_i (p_i - y_i)};
 * shapes and sample weights are those of {@link LinearLoss}. A prediction is {@code p_i}.
 *
 * <p>Written like that, {@code p} rounds to 0 or 1 from {@code |z| = 37} on and the logarithm is infinite. The term of a
 * row is {@code log(1 + exp(z)) - y z}; with {@code log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))} the exponential
 * lies between 0 and 1 and never overflows, {@code max(z, 0) - y z} is exact for a target of 0 or 1, and {@code log1p} keeps
 * the digits of a small exponential. With {@code e = exp(-|z|)}, {@code p} and {@code 1 - p} are {@code 1 / (1 + e)} and
 * {@code e / (1 + e)}; the slope {@code p - y} is one of them with a sign, so that no digits cancel in it.
 *
 * <p>The loss is convex and its slope {@code p (1 - p)} bends at most by 1/4. It has no minimum where a plane separates the
 * classes, see {@link ClassLoss}.
 *
 * <p>Thread-safety and cost: those of {@link LinearLoss}.
 *
 * <p>Source: Cox, "The regression analysis of binary sequences", 1958.
 */
public final class LogisticLoss extends LinearLoss implements ClassLoss {
    LogisticLoss(Dataset data, int dimension, Kernel kernel) {
        super(data, dimension, kernel);
        double[] y = data.y();
        for (int i = 0; i < n; i++) {
            if (y[i] != 0 && y[i] != 1) {
                throw new DataException("row " + (i + 1) + ": found target " + y[i]
                        + ", logistic regression needs two classes numbered 0 and 1; use softmax for more");
            }
        }
    }

    /**
     * Logistic regression with an intercept, which is the last weight.
     *
     * @param data rows and targets
     * @return the objective of {@code d + 1} weights
     * @throws DataException naming the first row whose target is neither 0 nor 1
     */
    public static LogisticLoss withIntercept(Dataset data) {
        return new LogisticLoss(data, data.features() + 1, Kernels.chosen());
    }

    /**
     * Logistic regression through the origin, where the probability is one half.
     *
     * @param data rows and targets
     * @return the objective of {@code d} weights
     * @throws DataException naming the first row whose target is neither 0 nor 1
     */
    public static LogisticLoss throughOrigin(Dataset data) {
        return new LogisticLoss(data, data.features(), Kernels.chosen());
    }

    @Override
    public String label() {
        return "log-loss";
    }

    @Override
    double bend() {
        return 0.25;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    double factor() {
        return 1;
    }

    @Override
    boolean inTiles() {
        return true;
    }

    @Override
    double slope(double z, double y) {
        return slopeAt(z, y, Math.exp(-Math.abs(z)));
    }

    @Override
    double term(double z, double y, double slope) {
        return lossAt(z, y, Math.exp(-Math.abs(z)));
    }

    @Override
    double slopes(Scratch tile, int count) {
        return kernel().logistic(tile, count);
    }

    /** {@code p - y}, given {@code e = exp(-|z|)}. */
    static double slopeAt(double z, double y, double e) {
        double share = (z < 0 == (y == 0) ? e : 1) / (1 + e);
        return y == 0 ? share : -share;
    }

    /** The loss of one row, given {@code e = exp(-|z|)}. */
    static double lossAt(double z, double y, double e) {
        return Math.max(z, 0) - y * z + Math.log1p(e);
    }

    @Override
    public void predict(double[] w, double[] predicted) {
        rows.all();
        while (rows.next()) {
            double z = rows.at.score(rows.row, w);
            double e = Math.exp(-Math.abs(z));
            predicted[rows.k] = (z < 0 ? e : 1) / (1 + e);
        }
    }

    @Override
    public int errors(double[] w) {
        int errors = 0;
        rows.all();
        while (rows.next()) {
            double z = rows.at.score(rows.row, w);
            boolean right = rows.target() == 1 ? z > 0 : z < 0;
            errors += right || rows.weight() == 0 ? 0 : 1;
        }
        return errors;
    }

    /** {@code (1/n) sum s_i p_i (1 - p_i) x_i' x_i}: {@code [p x p]} row-major. O(n p^2), allocates it. */
    double[] hessian(double[] w) {
        return rows.gram((part, i) -> {
            double e = Math.exp(-Math.abs(part.score(i, w)));
            return part.sampleWeight(i) * e / ((1 + e) * (1 + e));
        });
    }

    /**
     * The mean log-likelihood, which has its maximum where this loss has its minimum.
     *
     * @return an objective to be climbed: value and gradient are those of this loss with the other sign
     */
    public Objective logLikelihood() {
        return new LogLikelihood(this);
    }

    private record LogLikelihood(LogisticLoss loss) implements Objective {
        @Override
        public int dimension() {
            return loss.dimension();
        }

        @Override
        public int penalised() {
            return loss.penalised();
        }

        @Override
        public double value(double[] w) {
            return -loss.value(w);
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            double value = loss.valueAndGradient(w, gradient);
            loss.scale(gradient, -1);
            return -value;
        }
    }
}
