package io.github.piste.objective;

import com.google.common.primitives.ImmutableDoubleArray;

/**
 * Solves a factorised least-squares problem: steps from zero along the gradient, which is summed in double-double,
 * through the factor. Targets are stretched by a power of two, so that nothing leaves the range of a double on the way.
 *
 * <p>Thread-safety: none; made, asked and dropped.
 */
final class Refinement {
    /** The first finds the solution, the others refine it. */
    private static final int STEPS = 3;

    private final ExactColumns columns;
    private final TriangularFactor factor;
    private final double[] y;
    private final int n;
    private final int p;
    private final int targetExponent;
    private final double targetUnit;
    /** Weights of the exact columns, each as high and low part. */
    private final double[] w;

    private final double[] wLow;
    private final double residualSquares;

    Refinement(ExactColumns columns, double[] y, TriangularFactor factor) {
        this.columns = columns;
        this.factor = factor;
        this.y = y;
        this.n = columns.rows();
        this.p = columns.columns();
        double largest = 0;
        for (double value : y) {
            largest = Math.max(largest, Math.abs(value));
        }
        this.targetExponent = largest == 0 ? 0 : Math.max(Double.MIN_EXPONENT, Math.getExponent(largest));
        this.targetUnit = Math.scalb(1.0, -targetExponent);
        this.w = new double[p];
        this.wLow = new double[p];
        double[] descent = new double[p];
        double[] step = new double[p];
        DoubleDouble sum = new DoubleDouble();
        for (int k = 0; k < STEPS; k++) {
            pass(descent);
            for (int j = 0; j < p; j++) {
                descent[j] = columns.norm(j) > 0 ? descent[j] / columns.norm(j) : 0;
            }
            factor.solve(descent, step);
            for (int j = 0; j < p; j++) {
                sum.set(w[j], wLow[j]);
                sum.add(columns.norm(j) > 0 ? step[j] / columns.norm(j) : 0, 0);
                w[j] = sum.hi();
                wLow[j] = sum.lo();
            }
        }
        this.residualSquares = pass(descent);
    }

    /** Writes {@code (1/n) sum s_i c_i r_i} for the residuals {@code r = y - C w}; returns {@code sum s_i r_i^2}. */
    private double pass(double[] descent) {
        double[] row = new double[p];
        double[] rowLow = new double[p];
        double[] sums = new double[p];
        double[] sumsLow = new double[p];
        DoubleDouble residual = new DoubleDouble();
        DoubleDouble sum = new DoubleDouble();
        DoubleDouble squares = new DoubleDouble();
        for (int i = 0; i < n; i++) {
            ExactColumns.unlessInterrupted(i);
            columns.row(i, row, rowLow);
            residual.set(y[i] * targetUnit, 0);
            for (int j = 0; j < p; j++) {
                residual.addProduct(row[j], rowLow[j], -w[j], -wLow[j]);
            }
            double r = residual.hi();
            double rLow = residual.lo();
            sum.set(0, 0);
            sum.addProduct(r, rLow, columns.sampleWeight(i), 0);
            double weighted = sum.hi();
            double weightedLow = sum.lo();
            squares.addProduct(weighted, weightedLow, r, rLow);
            for (int j = 0; j < p; j++) {
                sum.set(sums[j], sumsLow[j]);
                sum.addProduct(row[j], rowLow[j], weighted, weightedLow);
                sums[j] = sum.hi();
                sumsLow[j] = sum.lo();
            }
        }
        for (int j = 0; j < p; j++) {
            descent[j] = sums[j] / n;
        }
        return squares.hi();
    }

    ImmutableDoubleArray coefficients() {
        return originalUnits(stretched());
    }

    /** Coefficients of original columns, but for the powers of two. */
    private double[] stretched() {
        double[] coefficients = w.clone();
        if (columns.intercept()) {
            DoubleDouble intercept = new DoubleDouble();
            intercept.set(w[p - 1], wLow[p - 1]);
            for (int j = 0; j < columns.features(); j++) {
                intercept.addProduct(w[j], wLow[j], -columns.center(j), 0);
            }
            coefficients[p - 1] = intercept.hi();
        }
        return coefficients;
    }

    private ImmutableDoubleArray originalUnits(double[] stretched) {
        double[] original = new double[p];
        for (int j = 0; j < p; j++) {
            original[j] = Math.scalb(stretched[j], targetExponent - columns.exponent(j));
        }
        return ImmutableDoubleArray.copyOf(original);
    }

    double mse() {
        return Math.scalb(residualSquares / n, 2 * targetExponent);
    }

    LinearStatistics statistics() {
        int degrees = Math.max(0, columns.weighingRows() - factor.rank());
        double deviation = degrees > 0 ? Math.sqrt(residualSquares / degrees) : Double.NaN;
        double[] errors = standardErrors(deviation);
        double[] t = stretched();
        for (int j = 0; j < p; j++) {
            t[j] /= errors[j];
        }
        double total = totalSquares();
        return new LinearStatistics(
                originalUnits(errors),
                ImmutableDoubleArray.copyOf(t),
                total > 0 ? 1 - residualSquares / total : Double.NaN,
                Math.scalb(deviation, targetExponent),
                degrees);
    }

    private double[] standardErrors(double deviation) {
        double[] errors = new double[p];
        boolean[] kept = new boolean[p];
        for (int k = 0; k < factor.rank(); k++) {
            kept[factor.column(k)] = true;
        }
        double[] direction = new double[p];
        for (int j = 0; j < p; j++) {
            direction[j] = kept[j] ? 1 / columns.norm(j) : 0;
            errors[j] = kept[j] ? error(deviation, direction) : Double.NaN;
            direction[j] = 0;
        }
        if (columns.intercept() && kept[p - 1]) {
            for (int j = 0; j < columns.features(); j++) {
                direction[j] = kept[j] ? -columns.center(j) / columns.norm(j) : 0;
            }
            direction[p - 1] = 1;
            errors[p - 1] = error(deviation, direction);
        }
        return errors;
    }

    private double error(double deviation, double[] direction) {
        return deviation * Math.sqrt(factor.quadraticForm(direction) / n);
    }

    private double totalSquares() {
        DoubleDouble mean = new DoubleDouble();
        if (columns.intercept()) {
            for (int i = 0; i < n; i++) {
                mean.addProduct(y[i] * targetUnit, 0, columns.sampleWeight(i), 0);
            }
        }
        double center = mean.hi() / n;
        DoubleDouble squares = new DoubleDouble();
        DoubleDouble sum = new DoubleDouble();
        for (int i = 0; i < n; i++) {
            sum.set(y[i] * targetUnit, 0);
            sum.add(-center, 0);
            double e = sum.hi();
            double eLow = sum.lo();
            sum.set(0, 0);
            sum.addProduct(e, eLow, columns.sampleWeight(i), 0);
            squares.addProduct(sum.hi(), sum.lo(), e, eLow);
        }
        return squares.hi();
    }
}
