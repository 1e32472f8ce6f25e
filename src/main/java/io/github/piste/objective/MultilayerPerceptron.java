package io.github.piste.objective;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.SplitMix64;
import java.util.Arrays;

/**
 * The loss of a network with one hidden layer, Linear - ReLU - Linear, with its gradient by backpropagation.
 *
 * <p>A row {@code x} gives {@code a = max(0, W1 x + b1)} and the outputs {@code o = W2 a + b2}. For a number the prediction
 * is {@code shift + scale o} and the loss the mean squared error; shift and scale are mean and deviation of the target, so
 * that weights are of order 1 whatever its units. For classes the outputs are scores and the loss is the cross-entropy, as
 * in {@link SoftmaxCrossEntropy}.
 *
 * <p>Shapes: {@code W1 [h x d]} and {@code W2 [k x h]}, row-major, then {@code b1 [h]} and {@code b2 [k]}, in this order in
 * {@code w}; a penalty shrinks the first {@code h d + k h}. Sample weights have mean 1. With {@code g = dloss/do}, the
 * gradients of a row are {@code g a'} by {@code W2}, {@code g} by {@code b2}, {@code (W2' g)} where a unit is above 0 by
 * {@code b1}, and that times {@code x'} by {@code W1}. At a kink, where a unit is exactly 0, its slope is taken as 0.
 *
 * <p>The loss is not convex: where a descent ends depends on where it starts, see {@link #initialWeights}.
 *
 * <p>Thread-safety: keeps the units of a row as scratch and belongs to one thread. Cost: O(n h (d + k)) a call, O(m h (d +
 * k)) for {@code m} rows, allocates nothing. Rows and units are summed in their order. A weight that is NaN gives NaN.
 *
 * <p>Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
 */
public final class MultilayerPerceptron implements RowLoss {
    private final Dataset data;
    private final AllRows rows;
    private final NetworkOutput output;
    private final int d;
    private final int h;
    private final int k;
    /** Where {@code W2}, {@code b1} and {@code b2} begin. */
    private final int second;

    private final int firstBias;
    private final int secondBias;
    private final double[] units;
    private final double[] outputs;

    private MultilayerPerceptron(Dataset data, int hidden, int outputs, NetworkOutput output) {
        checkArgument(hidden >= 1, "a network needs at least 1 hidden unit, found %s", hidden);
        this.data = data;
        this.rows = new AllRows(data, true);
        this.output = output;
        this.d = rows.d;
        this.h = hidden;
        this.k = outputs;
        this.second = h * d;
        this.firstBias = second + k * h;
        this.secondBias = firstBias + h;
        this.units = new double[h];
        this.outputs = new double[k];
    }

    /**
     * A network that predicts a number.
     *
     * @param data rows and targets
     * @param hidden units, at least 1
     * @return the mean squared error of {@code hidden (d + 2) + 1} weights
     * @throws IllegalArgumentException without hidden units
     */
    public static MultilayerPerceptron squaredError(Dataset data, int hidden) {
        double[] y = data.y();
        double mean = 0;
        for (int i = 0; i < y.length; i++) {
            mean += (y[i] - mean) / (i + 1);
        }
        double variance = 0;
        for (int i = 0; i < y.length; i++) {
            variance += ((y[i] - mean) * (y[i] - mean) - variance) / (i + 1);
        }
        double deviation = Math.sqrt(variance);
        return new MultilayerPerceptron(
                data, hidden, 1, new NetworkOutput.Regression(mean, deviation > 0 ? deviation : 1));
    }

    /**
     * A network that predicts the probabilities of classes.
     *
     * @param data rows and their classes
     * @param hidden units, at least 1
     * @return the cross-entropy of {@code hidden (d + k + 1) + k} weights
     * @throws IllegalArgumentException without hidden units
     * @throws DataException if the target is no class or there are fewer than two classes
     */
    public static MultilayerPerceptron crossEntropy(Dataset data, int hidden) {
        int classes = SoftmaxCrossEntropy.checkClasses(data);
        return new MultilayerPerceptron(data, hidden, classes, new NetworkOutput.Classification());
    }

    /**
     * The loss of the same network, with the same shift and scale, on other rows, as for validation.
     *
     * @param others rows with the same features and target
     * @return the loss on them
     * @throws IllegalArgumentException for other features or classes
     */
    public MultilayerPerceptron on(Dataset others) {
        checkArgument(
                others.featureNames().equals(data.featureNames())
                        && others.classes().equals(data.classes()),
                "%s are no rows for a network of %s",
                others,
                data);
        return new MultilayerPerceptron(others, h, k, output);
    }

    /**
     * Where a descent may start: {@code W1} normal with deviation {@code 1 / sqrt(d)}, {@code W2} normal with deviation
     * {@code 1 / sqrt(h)}, {@code b2 = 0}, and {@code b1} such that the kink of every unit passes through a training row
     * drawn at random: {@code b1 = -W1 x}.
     *
     * <p>With biases of 0 all kinks would pass through the mean of standardised columns, and with one feature lie on top of
     * each other. The distance of two rows has twice the variance of a row, so that a unit gets the mean square of 1 that
     * He, Zhang, Ren and Sun ("Delving deep into rectifiers", 2015) reach with {@code sqrt(2 / d)} and no bias. Columns
     * are taken to be scaled.
     *
     * @param seed any number
     * @return {@code [p]}: a pure function of the rows, the shape and the seed
     */
    public ImmutableDoubleArray initialWeights(long seed) {
        SplitMix64 random = new SplitMix64(seed, 3);
        double[] w = new double[dimension()];
        for (int j = 0; j < firstBias; j++) {
            w[j] = random.nextGaussian() / StrictMath.sqrt(j < second ? d : h);
        }
        for (int u = 0; u < h; u++) {
            int row = random.nextInt(rows.n);
            LinearRows part = rows.part(row, row + 1);
            w[firstBias + u] = -part.dot(row - part.first(), w, u * d);
        }
        return ImmutableDoubleArray.copyOf(w);
    }

    /**
     * How many units the hidden layer has.
     *
     * @return {@code h}, at least 1
     */
    public int hidden() {
        return h;
    }

    /**
     * What is added to the output of a network for a number.
     *
     * @return the mean of the target; 0 for classes
     */
    public double shift() {
        return output instanceof NetworkOutput.Regression number ? number.shift() : 0;
    }

    /**
     * What the output of a network for a number is multiplied with.
     *
     * @return the deviation of the target, 1 if it does not vary; 1 for classes
     */
    public double scale() {
        return output instanceof NetworkOutput.Regression number ? number.scale() : 1;
    }

    @Override
    public String label() {
        return output.label();
    }

    @Override
    public int dimension() {
        return secondBias + k;
    }

    @Override
    public int penalised() {
        return firstBias;
    }

    @Override
    public int terms() {
        return rows.n;
    }

    @Override
    public int outputs() {
        return k;
    }

    @Override
    public ImmutableList<String> featureNames() {
        return rows.featureNames;
    }

    @Override
    public Curvature curvature(double l2) {
        return Curvature.UNKNOWN;
    }

    @Override
    public double steepestRow() {
        return Double.NaN;
    }

    @Override
    public double[] meanSquares() {
        return rows.meanSquares();
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        Arrays.fill(gradient, 0, dimension(), 0);
        double sum = 0;
        rows.all();
        while (rows.next()) {
            sum += accumulate(w, gradient);
        }
        return mean(sum, rows.n, gradient);
    }

    @Override
    public double valueAndGradient(double[] w, int[] selected, int from, int to, double[] gradient) {
        Arrays.fill(gradient, 0, dimension(), 0);
        double sum = 0;
        rows.all(selected, from, to);
        while (rows.next()) {
            sum += accumulate(w, gradient);
        }
        return mean(sum, to - from, gradient);
    }

    @Override
    public double value(double[] w) {
        double sum = 0;
        rows.all();
        while (rows.next()) {
            forward(w);
            sum += output.toSlopes(outputs, rows.target()) * rows.weight();
        }
        return sum / rows.n;
    }

    @Override
    public void predict(double[] w, double[] predicted) {
        rows.all();
        while (rows.next()) {
            forward(w);
            output.predict(outputs, predicted, rows.k * k);
        }
    }

    private void forward(double[] w) {
        for (int u = 0; u < h; u++) {
            units[u] = Math.max(0, rows.at.dot(rows.row, w, u * d) + w[firstBias + u]);
        }
        for (int c = 0; c < k; c++) {
            double sum = w[secondBias + c];
            for (int u = 0; u < h; u++) {
                sum += w[second + c * h + u] * units[u];
            }
            outputs[c] = sum;
        }
    }

    /** Adds the gradient of the present row and returns its weighted loss. */
    private double accumulate(double[] w, double[] gradient) {
        forward(w);
        double s = rows.weight();
        double loss = output.toSlopes(outputs, rows.target()) * s;
        for (int c = 0; c < k; c++) {
            outputs[c] *= s;
            gradient[secondBias + c] += outputs[c];
        }
        for (int u = 0; u < h; u++) {
            double slope = 0;
            for (int c = 0; c < k; c++) {
                int at = second + c * h + u;
                slope += outputs[c] * w[at];
                gradient[at] += outputs[c] * units[u];
            }
            if (units[u] > 0) {
                rows.at.add(rows.row, slope, gradient, u * d);
                gradient[firstBias + u] += slope;
            }
        }
        return loss;
    }

    private double mean(double sum, int m, double[] gradient) {
        for (int j = 0; j < dimension(); j++) {
            gradient[j] *= 1.0 / m;
        }
        return sum / m;
    }
}
