package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Examples to learn from: {@code x: [n x d]} row-major, {@code y: [n]}, and perhaps a weight per row.
 *
 * <p>For a target of classes {@code y} holds the class numbers 0 to k-1 in the order of {@link #classes}. All values are
 * finite; there is at least one row and one feature. Thread-safety: immutable, provided that nobody writes to the
 * arrays that {@link #x}, {@link #y} and {@link #weights} share.
 */
public final class Dataset {
    /** Most values an array can hold on every JVM. */
    static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private final int rows;
    private final ImmutableList<String> featureNames;
    private final String targetName;
    private final double[] x;
    private final double[] y;
    private final double @Nullable [] weights;
    private final ImmutableList<String> classes;

    /** Takes over the arrays. */
    Dataset(
            ImmutableList<String> featureNames,
            String targetName,
            double[] x,
            double[] y,
            double @Nullable [] weights,
            ImmutableList<String> classes) {
        int d = featureNames.size();
        if (y.length == 0) {
            throw new DataException("there are no rows; at least one is needed");
        }
        Preconditions.checkArgument(d > 0, "at least one feature is needed");
        Preconditions.checkArgument(
                x.length == (long) y.length * d, "x has %s values, expected %s x %s", x.length, y.length, d);
        Preconditions.checkArgument(
                ImmutableSet.copyOf(featureNames).size() == d, "feature names repeat: %s", featureNames);
        Preconditions.checkArgument(
                weights == null || weights.length == y.length, "expected one weight for each of %s rows", y.length);
        this.rows = y.length;
        this.featureNames = featureNames;
        this.targetName = targetName;
        this.x = x;
        this.y = y;
        this.weights = weights;
        this.classes = classes;
        DatasetCheck.check(this);
    }

    /**
     * Copies examples, with features named x1, x2, ... and target y.
     *
     * @param x {@code [n][d]}, one row per example
     * @param y {@code [n]}
     * @return the data set
     * @throws IllegalArgumentException if lengths differ or there is no feature
     * @throws DataException without rows, or naming row and column of a value that is not finite
     */
    public static Dataset of(double[][] x, double[] y) {
        int d = x.length == 0 ? 0 : x[0].length;
        return of(x, y, numbered(d), "y");
    }

    /**
     * Copies examples.
     *
     * @param x {@code [n][d]}, one row per example
     * @param y {@code [n]}
     * @param featureNames d different names
     * @param targetName name of the target
     * @return the data set
     * @throws IllegalArgumentException if lengths differ, names repeat or there is no feature
     * @throws DataException without rows, or naming row and column of a value that is not finite
     */
    public static Dataset of(double[][] x, double[] y, List<String> featureNames, String targetName) {
        if (x.length == 0) {
            throw new DataException("there are no rows; at least one is needed");
        }
        Preconditions.checkArgument(x.length == y.length, "%s rows of x, but %s values of y", x.length, y.length);
        int d = featureNames.size();
        double[] flat = new double[checkedSize(x.length, d)];
        for (int i = 0; i < x.length; i++) {
            Preconditions.checkArgument(x[i].length == d, "row %s has %s features, expected %s", i + 1, x[i].length, d);
            System.arraycopy(x[i], 0, flat, i * d, d);
        }
        return new Dataset(ImmutableList.copyOf(featureNames), targetName, flat, y.clone(), null, ImmutableList.of());
    }

    /**
     * Gives rows weights, replacing earlier ones.
     *
     * @param newWeights {@code [n]}, copied; none negative, not all zero
     * @return a data set that shares x and y
     * @throws IllegalArgumentException if there is not one weight per row
     * @throws DataException for a negative or not finite weight, or if all are zero
     */
    public Dataset withWeights(double[] newWeights) {
        return new Dataset(featureNames, targetName, x, y, newWeights.clone(), classes);
    }

    /**
     * Declares the target to be classes.
     *
     * @param names name of class 0, 1, ..., k-1
     * @return a data set that shares all values
     * @throws DataException if a target is none of 0, 1, ..., k-1
     */
    public Dataset withClasses(List<String> names) {
        return new Dataset(featureNames, targetName, x, y, weights, ImmutableList.copyOf(names));
    }

    /**
     * Makes classes of the target, as a classifier needs them: a target that has classes keeps them; different numbers
     * become classes named by their shortest decimal, such as {@code 1} or {@code 0.5}, in numeric order.
     *
     * @return this data set if it has classes, else one that shares everything but y, which holds class numbers
     * @throws DataException for more than 100 different numbers, naming how many there are, or for one class only
     */
    public Dataset asClasses() {
        Dataset classified = classes.isEmpty() ? NumberedClasses.of(this) : this;
        if (classified.classes.size() == 1) {
            throw new DataException("target " + Quoted.cell(targetName) + ": all " + rows + " rows are of the class "
                    + Quoted.cell(classified.classes.get(0)) + "; a classifier needs at least two classes");
        }
        return classified;
    }

    /** Replaces a numeric target by classes; y is taken over. */
    Dataset withClassNumbers(ImmutableList<String> names, double[] numbers) {
        return new Dataset(featureNames, targetName, x, numbers, weights, names);
    }

    /**
     * Replaces the features, as scaling does.
     *
     * @param newX {@code [n x d]} row-major, taken over
     * @return a data set that shares everything else
     */
    Dataset withX(double[] newX) {
        return new Dataset(featureNames, targetName, newX, y, weights, classes);
    }

    /**
     * Counts the rows.
     *
     * @return n, at least 1
     */
    public int rows() {
        return rows;
    }

    /**
     * Counts the features.
     *
     * @return d, at least 1
     */
    public int features() {
        return featureNames.size();
    }

    /**
     * Names the features.
     *
     * @return d different names
     */
    public ImmutableList<String> featureNames() {
        return featureNames;
    }

    /**
     * Names the target.
     *
     * @return the name
     */
    public String targetName() {
        return targetName;
    }

    /**
     * Shares the features, row-major: row i starts at {@code i * stride()}. Not to be modified.
     *
     * @return {@code [n x d]}
     */
    public double[] x() {
        return x;
    }

    /**
     * Gives the distance between the beginnings of two rows in {@link #x}.
     *
     * @return the number of values per row
     */
    public int stride() {
        return featureNames.size();
    }

    /**
     * Shares the targets. Not to be modified.
     *
     * @return {@code [n]}
     */
    public double[] y() {
        return y;
    }

    /**
     * Shares the weights. Not to be modified.
     *
     * @return {@code [n]}, or null if all rows weigh the same
     */
    public double @Nullable [] weights() {
        return weights;
    }

    /**
     * Names the classes.
     *
     * @return name of class 0, 1, ..., k-1 in sorted order; empty for a numeric target
     */
    public ImmutableList<String> classes() {
        return classes;
    }

    /**
     * Copies some rows.
     *
     * @param selected 0-based rows in the order wanted; a row may come more than once
     * @return the rows, with all names and classes
     * @throws DataException if none is selected, or only rows of weight zero
     * @throws IndexOutOfBoundsException for a row that does not exist
     */
    public Dataset select(int[] selected) {
        int d = features();
        double[] newX = new double[checkedSize(selected.length, d)];
        double[] newY = new double[selected.length];
        double[] newWeights = weights == null ? null : new double[selected.length];
        for (int i = 0; i < selected.length; i++) {
            int row = Preconditions.checkElementIndex(selected[i], rows, "row");
            System.arraycopy(x, row * d, newX, i * d, d);
            newY[i] = y[row];
            if (weights != null && newWeights != null) {
                newWeights[i] = weights[row];
            }
        }
        return new Dataset(featureNames, targetName, newX, newY, newWeights, classes);
    }

    /**
     * Identifies the data by the SHA-256 of shape, names and the bits of all values. O(n d).
     *
     * @return the first 32 hexadecimal digits
     */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    /**
     * Describes shape and names.
     *
     * @return for example {@code 272 rows, features [eruptions], target waiting}
     */
    @Override
    public String toString() {
        return rows + " rows, features [" + Quoted.list(featureNames) + "], target " + Quoted.cell(targetName);
    }

    /** Names x1, x2, ... */
    static ImmutableList<String> numbered(int d) {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        for (int j = 1; j <= d; j++) {
            names.add("x" + j);
        }
        return names.build();
    }

    /** The size of an array of rows, or an error if Java has no such arrays. */
    static int checkedSize(long rows, long features) {
        if (rows * features > MOST_VALUES) {
            throw new DataException(rows + " rows x " + features + " features are more than the " + MOST_VALUES
                    + " values that a data set can hold; use fewer rows or features");
        }
        return (int) (rows * features);
    }
}
