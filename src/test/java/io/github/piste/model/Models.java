package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.Standardizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Models and tables for tests. */
final class Models {
    private Models() {}

    /** Least squares of waiting on eruptions, as R gives them. */
    static LinearModel faithful() {
        return linear("waiting", List.of("eruptions"), 33.474397022753365, 10.729641395133521);
    }

    static LinearModel linear(String target, List<String> features, double intercept, double... coefficients) {
        return new LinearModel(
                ImmutableList.copyOf(features),
                ImmutableMap.of(),
                target,
                ImmutableDoubleArray.copyOf(coefficients),
                intercept,
                provenance(features.size(), 34.75));
    }

    static LinearModel withCategories(LinearModel model, ImmutableMap<String, ImmutableList<String>> categories) {
        return new LinearModel(
                model.features(),
                categories,
                model.target(),
                model.coefficients(),
                model.intercept(),
                model.provenance());
    }

    static Provenance provenance(int features, double loss) {
        double[] shifts = new double[features];
        double[] scales = new double[features];
        for (int j = 0; j < features; j++) {
            shifts[j] = j + 0.25;
            scales[j] = 1.139271210225768;
        }
        return new Provenance(
                "config/samples/old-faithful.csv",
                "0123456789abcdef0123456789abcdef",
                272,
                9007199254740993L,
                "fedcba98",
                loss,
                "FINISHED",
                "0.1.0",
                "2026-11-21T08:00:00Z",
                new Standardizer(ImmutableDoubleArray.copyOf(shifts), ImmutableDoubleArray.copyOf(scales)));
    }

    /** Three flowers, two features, in original units. */
    static SoftmaxModel flowers() {
        return new SoftmaxModel(
                ImmutableList.of("length", "width"),
                ImmutableMap.of(),
                "species",
                ImmutableList.of("setosa", "versicolor", "virginica"),
                ImmutableList.of(
                        ImmutableDoubleArray.of(-2.5, 0.5),
                        ImmutableDoubleArray.of(0.75, -1),
                        ImmutableDoubleArray.of(1.75, 0.5)),
                ImmutableDoubleArray.of(6, 1, -7),
                provenance(2, 0.125));
    }

    static LogisticModel logistic(List<String> classes, double intercept, double... coefficients) {
        List<String> names =
                IntStream.range(0, coefficients.length).mapToObj(j -> "x" + j).toList();
        return new LogisticModel(
                ImmutableList.copyOf(names),
                ImmutableMap.of(),
                "class",
                ImmutableList.copyOf(classes),
                ImmutableDoubleArray.copyOf(coefficients),
                intercept,
                provenance(coefficients.length, 0.25));
    }

    /** Two inputs, three hidden units, two outputs. */
    static Network network() {
        return new Network(
                ImmutableList.of(
                        ImmutableDoubleArray.of(1, -2),
                        ImmutableDoubleArray.of(-0.5, 0.1),
                        ImmutableDoubleArray.of(0, 3)),
                ImmutableDoubleArray.of(0.5, -1, -0.0),
                ImmutableList.of(ImmutableDoubleArray.of(2, -1, 0.5), ImmutableDoubleArray.of(1, 1, -4)),
                ImmutableDoubleArray.of(10, -10));
    }

    static NetworkClassifier networkClassifier(String no, String yes) {
        return new NetworkClassifier(
                ImmutableList.of("a", "b"),
                ImmutableMap.of(),
                "class",
                ImmutableList.of(no, yes),
                network(),
                provenance(2, 0.25));
    }

    static NetworkModel networkModel() {
        Network two = network();
        return new NetworkModel(
                ImmutableList.of("a", "b"),
                ImmutableMap.of(),
                "y",
                new Network(
                        two.hiddenWeights(),
                        two.hiddenBiases(),
                        two.outputWeights().subList(0, 1),
                        ImmutableDoubleArray.of(10)),
                provenance(2, 0.25));
    }

    static RegressionEvaluation regression(Model model, CsvOptions table) {
        return (RegressionEvaluation) Evaluation.of(model, table);
    }

    static CsvOptions csv(Path folder, String text) {
        try {
            return CsvOptions.of(Files.writeString(folder.resolve("table.csv"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
