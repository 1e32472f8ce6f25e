package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import io.github.piste.TestData;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows with classes, made up and real. */
public final class ClassData {
    private ClassData() {}

    /** Normal features and random classes, which overlap; every fifth weight is 0. */
    static Dataset random(int rows, int d, int classes, boolean weighted) {
        Random random = new Random(31L * d + classes);
        double[][] x = new double[rows][d];
        double[] y = new double[rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            Arrays.setAll(x[i], j -> random.nextGaussian());
            y[i] = random.nextInt(classes);
            weights[i] = i % 5 == 0 ? 0 : random.nextDouble() * 10;
        }
        Dataset data = Dataset.of(x, y)
                .withClasses(IntStream.range(0, classes).mapToObj(c -> "c" + c).toList());
        return weighted ? data.withWeights(weights) : data;
    }

    /** Fisher's iris: 150 rows, 4 features, classes in the order of the file. */
    public static Dataset iris() {
        return load("iris", "iris.data", "5", List.of());
    }

    /** Rows 51 to 150 of iris: versicolor is 0, virginica 1. */
    public static Dataset virginicaOrVersicolor() {
        Dataset all = iris();
        Dataset rows = all.select(IntStream.range(50, 150).toArray());
        double[] y = Arrays.stream(rows.y()).map(c -> c - 1).toArray();
        return Dataset.of(matrix(rows), y, rows.featureNames(), rows.targetName())
                .withClasses(all.classes().subList(1, 3));
    }

    /** Forged and genuine banknotes: 1372 rows, 4 features. */
    public static Dataset banknotes() {
        return load("banknote", "banknote_authentication.csv", "5", List.of());
    }

    /** Benign is 0, malignant 1: 569 rows of the named columns. */
    public static Dataset wdbc(List<String> features) {
        return load("wdbc", "wdbc.data", "2", features);
    }

    /** All 30 measures of a cell, without its number. */
    public static Dataset wdbc() {
        return wdbc(IntStream.rangeClosed(3, 32).mapToObj(Integer::toString).toList());
    }

    /** Columns of mean 0 and deviation 1. */
    public static Dataset standardised(Dataset rows) {
        return Standardizer.fit(rows, Scaling.STANDARD).apply(rows);
    }

    /** Copies the features. */
    static double[][] matrix(Dataset rows) {
        double[][] x = new double[rows.rows()][];
        Arrays.setAll(x, i -> Arrays.copyOfRange(rows.x(), i * rows.stride(), i * rows.stride() + rows.features()));
        return x;
    }

    private static Dataset load(String folder, String file, String target, List<String> features) {
        return new CsvSource(CsvOptions.of(TestData.path(folder, file))
                        .withTarget(target)
                        .withFeatures(ImmutableList.copyOf(features)))
                .load()
                .dataset();
    }
}
