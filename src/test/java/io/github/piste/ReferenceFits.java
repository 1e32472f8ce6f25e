package io.github.piste;

import com.google.common.collect.ImmutableList;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.Dataset;
import io.github.piste.data.Delimiter;
import io.github.piste.data.MissingPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fits that others computed, and the data they belong to. */
public final class ReferenceFits {
    /**
     * One regression.
     *
     * @param name how the reference file begins its rows
     * @param folder of the data
     * @param file of the data
     * @param target name or number
     * @param features names or numbers, none for all
     * @param missing what happens to missing cells
     */
    public record Fit(
            String name, String folder, String file, String target, List<String> features, MissingPolicy missing) {
        /** The file with the data. */
        public Path path() {
            return TestData.path(folder, file);
        }

        /** What separates cells; of runs of blanks with a tab among them it has to be said. */
        public Delimiter delimiter() {
            return name.equals("auto-mpg") ? Delimiter.WHITESPACE : Delimiter.AUTO;
        }

        /** The rows. */
        public Dataset load() {
            return new CsvSource(CsvOptions.of(path())
                            .withDelimiter(delimiter())
                            .withTarget(target)
                            .withFeatures(features)
                            .withMissing(missing))
                    .load()
                    .dataset();
        }

        /** One number about it. */
        public double number(String quantity) {
            return ReferenceFits.number(name + ":", quantity);
        }

        /** Slopes in the order of the columns, then the intercept. */
        public double[] coefficients() {
            return ReferenceFits.coefficients(name + ":");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private ReferenceFits() {}

    /** All regressions of the file. */
    public static ImmutableList<Fit> all() {
        List<String> none = List.of();
        return ImmutableList.of(
                new Fit("auto-insurance", "auto-insurance", "auto-insurance.csv", "2", none, MissingPolicy.FAIL),
                new Fit("wine-white", "wine-quality", "winequality-white.csv", "quality", none, MissingPolicy.FAIL),
                new Fit("wine-red", "wine-quality", "winequality-red.csv", "quality", none, MissingPolicy.FAIL),
                new Fit("airfoil", "airfoil", "airfoil_self_noise.dat", "6", none, MissingPolicy.FAIL),
                new Fit("ccpp", "ccpp", "Folds5x2_pp.csv", "energy", none, MissingPolicy.FAIL),
                new Fit("auto-mpg", "auto-mpg", "auto-mpg.data-original", "1", none, MissingPolicy.SKIP),
                new Fit(
                        "bike-day",
                        "bike-sharing",
                        "day.csv",
                        "cnt",
                        List.of("temp", "atemp", "hum", "windspeed"),
                        MissingPolicy.FAIL),
                new Fit(
                        "california",
                        "california-housing",
                        "housing.csv",
                        "median_house_value",
                        none,
                        MissingPolicy.SKIP),
                new Fit("abalone", "abalone", "abalone.csv", "9", none, MissingPolicy.FAIL));
    }

    /** One number about the model whose name begins so; NaN if there is none. */
    public static double number(String model, String quantity) {
        return quantities(model).getOrDefault(quantity, Double.NaN);
    }

    /** Slopes in the order of the columns, then the intercept, of the model whose name begins so. */
    public static double[] coefficients(String model) {
        Map<String, Double> all = quantities(model);
        double[] slopes = all.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith("coef:") && !entry.getKey().equals("coef:(Intercept)"))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        double[] w = Arrays.copyOf(slopes, slopes.length + 1);
        w[slopes.length] = number(model, "coef:(Intercept)");
        return w;
    }

    private static Map<String, Double> quantities(String prefix) {
        try {
            Map<String, Double> found = new LinkedHashMap<>();
            for (String line : Files.readAllLines(TestData.path("reference-fits.csv"))) {
                if (line.startsWith("\"" + prefix)) {
                    String[] cells = line.split("\"", -1); // model and quantity stand in quotes, the value does not
                    found.put(cells[3], Double.valueOf(cells[4].substring(1)));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
