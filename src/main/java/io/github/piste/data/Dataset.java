package io.github.piste.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Examples to learn from: {@code x: [n x d]} row-major, {@code y: [n]}, and perhaps a weight per row.
 *
 * <p>For a target of classes {@code y} holds the class numbers 0 to k-1 in the order of {@link #classes}. All values are
 * finite; there is at least one row and one feature. The features may be more than memory holds and lie in a file; then
 * {@link #x} is not there and {@link #copyRows} gives some rows at a time. Thread-safety: immutable, provided that nobody
 * writes to the arrays that {@link #x}, {@link #y} and {@link #weights} share.
 */
public final class Dataset {
    private final ImmutableList<String> featureNames;
    private final String targetName;
    private final Rows features;
    private final double[] y;
    private final double @Nullable [] weights;
    private final ImmutableList<String> classes;
    private final double oneNorm;

    /** Takes over the arrays and checks everything that was not checked when the features came about. */
    Dataset(
            ImmutableList<String> featureNames,
            String targetName,
            Rows features,
            double[] y,
            double @Nullable [] weights,
            ImmutableList<String> classes) {
        this(
                featureNames,
                targetName,
                features,
                y,
                weights,
                classes,
                features instanceof ArrayRows array ? array.oneNorm() : OptionalDouble.empty());
    }

    /** The same for features whose values have been checked before: their norm is known. */
    private Dataset(
            ImmutableList<String> featureNames,
            String targetName,
            Rows features,
            double[] y,
            double @Nullable [] weights,
            ImmutableList<String> classes,
            OptionalDouble knownNorm) {
        this.featureNames = featureNames;
        this.targetName = targetName;
        this.features = features;
        this.y = y;
        this.weights = weights;
        this.classes = classes;
        this.oneNorm = DatasetCheck.check(this, knownNorm);
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
        return of(x, y, ColumnNames.numbered(d), "y");
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
        Preconditions.checkArgument(x.length == y.length, "%s rows of x, but %s values of y", x.length, y.length);
        Rows rows = ArrayRows.of(x, featureNames.size());
        return new Dataset(ImmutableList.copyOf(featureNames), targetName, rows, y.clone(), null, ImmutableList.of());
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
        return new Dataset(
                featureNames, targetName, features, y, newWeights.clone(), classes, OptionalDouble.of(oneNorm));
    }

    /**
     * Declares the target to be classes.
     *
     * @param names name of class 0, 1, ..., k-1
     * @return a data set that shares all values
     * @throws DataException if a target is none of 0, 1, ..., k-1
     */
    public Dataset withClasses(List<String> names) {
        return new Dataset(
                featureNames,
                targetName,
                features,
                y,
                weights,
                ImmutableList.copyOf(names),
                OptionalDouble.of(oneNorm));
    }

    /**
     * Makes classes of the target, as a classifier needs them: a target that has classes keeps them; different numbers
     * become classes named by their shortest decimal, such as {@code 1} or {@code 0.5}, in numeric order.
     *
     * @return this data set if it has classes, else one that shares everything but y, which holds class numbers
     * @throws DataException for more than 100 different numbers, naming how many there are, or for one class only
     */
    public Dataset asClasses() {
        return classes.isEmpty() ? NumberedClasses.of(this) : NumberedClasses.several(this);
    }

    /** Replaces a numeric target by classes; y is taken over. */
    Dataset withClassNumbers(ImmutableList<String> names, double[] numbers) {
        return new Dataset(featureNames, targetName, features, numbers, weights, names, OptionalDouble.of(oneNorm));
    }

    /** Replaces the features by others that are finite too. */
    Dataset withRows(Rows newFeatures) {
        return new Dataset(featureNames, targetName, newFeatures, y, weights, classes);
    }

    /** The features, wherever they are. */
    Rows featureRows() {
        return features;
    }

    /**
     * Counts the rows.
     *
     * @return n, at least 1
     */
    public int rows() {
        return y.length;
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
     * @throws IllegalStateException if they are not in memory
     */
    public double[] x() {
        if (features instanceof ArrayRows array) {
            return array.x();
        }
        throw new IllegalStateException(
                "the features of " + y.length + " rows are not in memory; copy some rows at a time");
    }

    /**
     * Shares the features as {@link #inSinglePrecision} has rounded them, row-major. Not to be modified.
     *
     * @return {@code [n x d]}, or null if they are not one array of floats
     */
    public float @Nullable [] singles() {
        return features instanceof FloatRows rounded ? rounded.x() : null;
    }

    /**
     * Tells whether the features are an array of doubles in memory.
     *
     * @return whether there is an {@link #x}
     */
    public boolean isInMemory() {
        return features instanceof ArrayRows;
    }

    /**
     * Tells whether the features lie in a file, because memory does not hold them.
     *
     * @return whether they are read from there each time
     */
    public boolean isInFile() {
        return features.inFile();
    }

    /**
     * Copies the features of neighbouring rows. O(m d); of rows that are laid out it allocates nothing.
     *
     * @param from first row
     * @param to one past the last row
     * @param into receives {@code [m x d]} from its beginning, {@code m = to - from}
     */
    public void copyRows(int from, int to, double[] into) {
        features.copy(from, to, into, 0);
    }

    /**
     * Copies the features of rows in any order. O(m d); of rows that are laid out it allocates nothing.
     *
     * @param list the rows are {@code list[from] .. list[to - 1]}
     * @param from first position
     * @param to one past the last position
     * @param into receives {@code [m x d]} from its beginning, {@code m = to - from}
     */
    public void copyRows(int[] list, int from, int to, double[] into) {
        features.copy(list, from, to, into, 0);
    }

    /**
     * Brings the features into memory.
     *
     * @return this data set if they are there, else a copy
     * @throws DataException if they are more than an array can hold
     */
    public Dataset inMemory() {
        return isInMemory() ? this : withRows(features.inMemory(y.length));
    }

    /**
     * Lays features out as they are read: selected, in order and scaled. Those of rows in memory in one copy, others in a
     * file.
     *
     * @return this data set if they are laid out already
     * @throws DataException if the disk is full, or naming row and column of a value that is not finite
     */
    public Dataset laidOut() {
        if (isInMemory() || features instanceof MappedRows) {
            return this;
        }
        return features.inFile() ? withRows(features.cache().write(this)) : inMemory();
    }

    /**
     * Lays features out rounded to the nearest {@code float}. In memory that halves the room they take, and with it what a
     * pass over the rows has to read; rows in a file keep its form. Whoever reads them gets doubles again: sums stay those
     * of doubles.
     *
     * @return the same rows, without {@link #x}
     * @throws DataException naming row and column of a value beyond the range of single precision, or if the disk is full
     */
    public Dataset inSinglePrecision() {
        return features.inFile()
                ? withRows(ChangedRows.inSinglePrecision(features)).laidOut()
                : withRows(FloatRows.of(this));
    }

    /**
     * Gives the sum of the magnitudes of all features, which tells at once that none of them is very large.
     *
     * @return known since the values were checked, in memory; infinite if it is beyond a double, NaN for features in a file
     */
    public double oneNorm() {
        return oneNorm;
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
     * Copies some rows; features that are not in memory stay where they are.
     *
     * @param selected 0-based rows in the order wanted; a row may come more than once
     * @return the rows, with all names and classes
     * @throws DataException if none is selected, or only rows of weight zero
     * @throws IndexOutOfBoundsException for a row that does not exist
     */
    public Dataset select(int[] selected) {
        double[] newY = pick(y, selected);
        double[] newWeights = weights == null ? null : pick(weights, selected);
        return new Dataset(featureNames, targetName, features.select(selected), newY, newWeights, classes);
    }

    /**
     * The same rows in another order, still where they are: {@link #laidOut} copies them.
     *
     * @param order every row once
     * @return the rows, with all names and classes
     */
    public Dataset inOrder(int[] order) {
        double[] newWeights = weights == null ? null : pick(weights, order);
        return new Dataset(
                featureNames,
                targetName,
                new SelectedRows(features, order),
                pick(y, order),
                newWeights,
                classes,
                OptionalDouble.of(oneNorm));
    }

    /**
     * Puts rows in memory into another order where they are, without a copy of the features: for who owns this data set alone
     * and goes on with what is returned. O(n d).
     *
     * @param order every row once
     * @return the rows, with all names and classes
     * @throws IllegalStateException if they are not in memory
     */
    public Dataset reorderedInPlace(int[] order) {
        double[] newWeights = weights == null ? null : pick(weights, order);
        double[] newY = pick(y, order);
        ArrayRows rows = new ArrayRows(x(), features());
        rows.reorder(order);
        return new Dataset(featureNames, targetName, rows, newY, newWeights, classes, OptionalDouble.of(oneNorm));
    }

    private static double[] pick(double[] values, int[] selected) {
        double[] picked = new double[selected.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[Preconditions.checkElementIndex(selected[i], values.length, "row")];
        }
        return picked;
    }

    /**
     * Identifies the data by the SHA-256 of shape, names and sums of the bits of all values. O(n d), at the speed of memory.
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
        return y.length + " rows, features [" + Quoted.list(featureNames) + "], target " + Quoted.cell(targetName);
    }
}
