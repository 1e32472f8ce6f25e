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

    static CsvOptions csv(Path folder, String text) {
        try {
            return CsvOptions.of(Files.writeString(folder.resolve("table.csv"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
