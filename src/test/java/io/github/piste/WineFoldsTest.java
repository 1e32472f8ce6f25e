package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** White wine in the five folds of a published tutorial: the same errors, through the public door. */
class WineFoldsTest {
    private static final int FOLDS = 5;

    private static double[][] scaledRows() {
        Path file = TestData.path("wine-quality", "winequality-white.csv");
        Dataset wine =
                new CsvSource(CsvOptions.of(file).withTarget("quality")).load().dataset();
        int d = wine.features();
        double[][] rows = new double[wine.rows()][d + 1];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(wine.x(), i * wine.stride(), rows[i], 0, d);
            rows[i][d] = wine.y()[i];
        }
        for (int j = 0; j <= d; j++) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (double[] row : rows) {
                min = Math.min(min, row[j]);
                max = Math.max(max, row[j]);
            }
            for (double[] row : rows) {
                row[j] = (row[j] - min) / (max - min);
            }
        }
        return rows;
    }

    private static List<List<double[]>> folds(double[][] rows) throws IOException {
        List<List<double[]>> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            folds.add(new ArrayList<>());
        }
        List<String> lines = Files.readAllLines(TestData.path("wine-quality", "tutorial-folds.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            List<double[]> fold = folds.get(Integer.parseInt(cells[0]));
            assertEquals(fold.size(), Integer.parseInt(cells[1]), "folds are listed in their order");
            fold.add(rows[Integer.parseInt(cells[2])]);
        }
        return folds;
    }

    private static double published(int fold) throws IOException {
        String id = "wine-tutorial,fold_rmse_" + (fold + 1) + ",";
        return Files.readAllLines(TestData.path("published-results.csv")).stream()
                .filter(line -> line.startsWith(id))
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[2]))
                .findFirst()
                .orElseThrow();
    }

    private static double[] features(double[] row) {
        return Arrays.copyOf(row, row.length - 1);
    }

    @Test
    void everyFold_hasThePublishedError() throws IOException {
        List<List<double[]>> folds = folds(scaledRows());
        for (int held = 0; held < FOLDS; held++) {
            List<double[]> train = new ArrayList<>();
            for (int fold = 0; fold < FOLDS; fold++) {
                if (fold != held) {
                    train.addAll(folds.get(fold));
                }
            }
            // The published step has no factor 2: half of its rate 0.01.
            TrainingResult result = Training.on(
                            train.stream().map(WineFoldsTest::features).toArray(double[][]::new),
                            train.stream()
                                    .mapToDouble(row -> row[row.length - 1])
                                    .toArray())
                    .set("train.mode", "stochastic")
                    .set("train.order", "none")
                    .set("train.learning-rate", 0.005)
                    .set("train.epochs", 50)
                    .set("data.scaling", "none")
                    .run();

            double squares = 0;
            for (double[] row : folds.get(held)) {
                double error = result.model().predict(features(row)) - row[row.length - 1];
                squares += error * error;
            }
            double rmse = Math.sqrt(squares / folds.get(held).size());
            assertEquals(published(held), rmse, 1e-9, "fold " + (held + 1));
        }
    }
}
