package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Optional;

/**
 * Makes a linear problem {@code y = X w + b + e} with known coefficients: X and e normal, e with the given deviation.
 *
 * <p>The rows of X have mean 0 and covariance C, a symmetric circulant matrix. Every column has variance 1, so that
 * standardising the columns does not change C: its condition number is {@code condition}, before and after. (The sample's
 * differs by the error of sampling, and that of X'X is the same number, not its root.) The eigenvalue of the frequencies
 * k and d-k of the discrete Fourier transform is proportional to {@code condition^(-k/m)} with m = floor(d/2): they are
 * spread evenly on the logarithmic scale. X = Z S with standard normal Z and the symmetric root S of C.
 *
 * <p>With condition 1 the columns are independent; one column alone always has condition 1. Thread-safety: immutable. The
 * data are a pure function of this record, the same bits on every JVM. Cost: O(n d^2), O(n d) with condition 1.
 *
 * @param rows n, at least 1
 * @param features d, at least 1
 * @param noise standard deviation of e, at least 0
 * @param condition condition number of the covariance of X, 1 to 1e12
 * @param seed any number
 */
public record SyntheticSource(int rows, int features, double noise, double condition, long seed) {
    private static final double LARGEST_CONDITION = 1e12;
    private static final int BLOCK_VALUES = 1 << 17;

    /**
     * Checks the numbers.
     *
     * @param rows n, at least 1
     * @param features d, at least 1
     * @param noise standard deviation of e, at least 0
     * @param condition condition number of the covariance of X, 1 to 1e12
     * @param seed any number
     * @throws IllegalArgumentException for a number out of its range
     */
    public SyntheticSource {
        Preconditions.checkArgument(rows >= 1, "rows must be at least 1, found %s", rows);
        Preconditions.checkArgument(features >= 1, "features must be at least 1, found %s", features);
        Preconditions.checkArgument(
                noise >= 0 && Double.isFinite(noise), "noise must be finite and at least 0, found %s", noise);
        Preconditions.checkArgument(
                condition >= 1 && condition <= LARGEST_CONDITION,
                "condition must be 1 to %s, found %s",
                LARGEST_CONDITION,
                condition);
        Preconditions.checkArgument(
                features > 1 || condition == 1, "one feature has condition 1, found condition %s", condition);
    }

    /**
     * Makes the data.
     *
     * @return rows with features x1, x2, ... and target y
     * @throws DataException if the rows are more than a data set can hold
     */
    public Dataset generate() {
        return generate(DataCache.NONE);
    }

    /**
     * Makes the data; features that memory does not hold go to a file.
     *
     * @param cache the place for it
     * @return rows with features x1, x2, ... and target y
     * @throws DataException if the rows are more than a data set can hold, or neither memory nor disk has room
     */
    public Dataset generate(DataCache cache) {
        Optional<CacheFile> file = cache.forLarge(rows, features);
        double[] x = new double[file.isPresent() ? 0 : ArrayRows.checkedSize(rows, features)];
        double[] y = new double[rows];
        SyntheticRows generator = new SyntheticRows(this, y);
        if (file.isPresent()) {
            return dataset(inPieces(file.get(), generator), y);
        }
        generator.next(rows, x);
        return dataset(new ArrayRows(x, features), y);
    }

    private Dataset dataset(Rows x, double[] y) {
        return new Dataset(ColumnNames.numbered(features), "y", x, y, null, ImmutableList.of());
    }

    private Rows inPieces(CacheFile file, SyntheticRows generator) {
        int block = Math.max(1, BLOCK_VALUES / features);
        double[] x = new double[block * features];
        try (file) {
            for (int from = 0, count; from < rows; from += count) {
                count = Math.min(block, rows - from);
                generator.next(count, x);
                file.write(from, count, x);
            }
            return file.map();
        }
    }

    /**
     * Gives what training should find: each of size 0.5 to 1.5 with either sign.
     *
     * @return {@code [d + 1]}: coefficients, then the intercept
     */
    public ImmutableDoubleArray trueCoefficients() {
        SplitMix64 random = new SplitMix64(seed, 0);
        ImmutableDoubleArray.Builder w = ImmutableDoubleArray.builder(features + 1);
        for (int j = 0; j <= features; j++) {
            double u = 2 * random.nextDouble() - 1;
            w.add(u < 0 ? u - 0.5 : u + 0.5);
        }
        return w.build();
    }

    /** The first row of S twice in succession, so that turning it is an offset. */
    double[] doubledRoot() {
        int d = features;
        double[] eigenvalues = new double[d];
        double trace = 0;
        int m = Math.max(1, d / 2);
        for (int k = 0; k < d; k++) {
            eigenvalues[k] = StrictMath.pow(condition, -(double) Math.min(k, d - k) / m);
            trace += eigenvalues[k];
        }
        double[] root = new double[2 * d];
        for (int t = 0; t < d; t++) {
            double sum = 0;
            for (int k = 0; k < d; k++) {
                double angle = 2 * Math.PI * ((long) k * t % d) / d;
                sum += StrictMath.sqrt(eigenvalues[k] * d / trace) * StrictMath.cos(angle);
            }
            root[t] = sum / d;
            root[t + d] = root[t];
        }
        return root;
    }
}
