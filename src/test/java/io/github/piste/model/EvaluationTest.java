package io.github.piste.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import io.github.piste.TestData;
import io.github.piste.data.CsvOptions;
import io.github.piste.data.CsvSource;
import io.github.piste.data.DataException;
import io.github.piste.data.Dataset;
import io.github.piste.data.Delimiter;
import io.github.piste.data.HeaderRule;
import io.github.piste.data.LoadedData;
import io.github.piste.data.MissingPolicy;
import io.github.piste.model.RegressionEvaluation.WorstRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final LinearModel TWICE = Models.linear("y", List.of("x"), 0, 2);

    @TempDir
    Path folder;

    @Test
    void of_measuresByHand() {
        RegressionEvaluation e = Models.regression(TWICE, csv("x,y\n1,2\n2,5\n3,4\n"));
        assertEquals(3, e.rowsUsed());
        assertEquals(0, e.rowsSkipped());
        assertEquals(Math.sqrt(5.0 / 3), e.rmse(), 1e-15);
        assertEquals(1, e.mae(), 1e-15);
        assertEquals(1.0 / 3, e.meanError(), 1e-15);
        assertEquals(1 - 5 / (14.0 / 3), e.r2(), 1e-14);
        assertEquals(List.of(new WorstRow(4, 4, 6), new WorstRow(3, 5, 4), new WorstRow(2, 2, 2)), e.worst());
    }

    @Test
    void of_findsColumnsByName_whateverTheirOrder() {
        LinearModel model = Models.linear("y", List.of("b", "a"), 1, 10, 100);
        RegressionEvaluation e = Models.regression(model, csv("id;a;y;note;b\nk;1;121;text;2\n"));
        assertEquals(0, e.rmse());
    }

    @Test
    void of_withoutHeader_findsColumnsByNumber() {
        LinearModel model = Models.linear("3", List.of("1", "2"), 0, 1, 10);
        assertEquals(0, Models.regression(model, csv("1,2,21\n3,4,43\n")).rmse());
        assertEquals(0, Models.regression(model, csv("a,b,c\n1,2,21\n3,4,43\n")).rmse());
    }

    @Test
    void of_withTargetInOptions_takesThatColumn() {
        assertEquals(
                0, Models.regression(TWICE, csv("x,z\n1,2\n").withTarget("z")).rmse());
    }

    @Test
    void of_withoutTargetColumn_namesIt() {
        assertEquals(
                source()
                        + ": target names column 'y', which does not exist; did you mean 'x'? the columns are 'x', 'price'",
                refusal(TWICE, csv("x,price\n1,2\n")));
    }

    @Test
    void of_withoutFeatureColumn_namesTheNearest() {
        LinearModel model = Models.linear("y", List.of("height"), 0, 1);
        assertEquals(
                source() + ": the model names column 'height', which does not exist; did you mean 'hieght'?"
                        + " the columns are 'hieght', 'y'",
                refusal(model, csv("hieght,y\n1,2\n")));
    }

    @Test
    void missingCell_failsByDefault_namingLineAndColumn() {
        String fix = ": the cell is missing; fill it in, or pass over such rows with missing = skip";
        assertEquals(source() + ": line 3, column 1 ('x')" + fix, refusal(TWICE, csv("x,y\n1,2\n,4\n")));
        assertEquals(source() + ": line 3, column 2 ('y')" + fix, refusal(TWICE, csv("x,y\n1,2\n2,NA\n")));
    }

    @Test
    void missingCell_withSkip_isCounted() {
        RegressionEvaluation e = Models.regression(
                TWICE,
                csv("x,y,z\n1,2,\n,4,0\n3,NA,0\n4\n5,11,0\n")
                        .withDelimiter(Delimiter.of(','))
                        .withMissing(MissingPolicy.SKIP));
        assertEquals(2, e.rowsUsed());
        assertEquals(3, e.rowsSkipped());
        assertEquals(Math.sqrt(0.5), e.rmse(), 1e-15);
        assertEquals(6, e.worst().get(0).line());
    }

    @Test
    void missingCell_withMean_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Models.regression(TWICE, csv("x,y\n1,2\n").withMissing(MissingPolicy.MEAN)));
    }

    @Test
    void noRow_isRefused() {
        assertEquals(
                source() + ": no data rows; expected at least one",
                refusal(TWICE, csv("x,y\n").withHeader(HeaderRule.PRESENT)));
        assertEquals(
                source() + ": no row is left, all 2 have missing cells",
                refusal(TWICE, csv("x,y\n,1\n2,\n").withMissing(MissingPolicy.SKIP)));
    }

    @Test
    void cellThatIsNoNumber_isRefused() {
        assertTrue(refusal(TWICE, csv("x,y\n1,2\n1d,4\n")).contains("line 3, column 1 ('x'): found '1d'"));
        assertTrue(refusal(TWICE, csv("x,y\n1,2\n1,high\n")).contains("line 3, column 2 ('y'): found 'high'"));
    }

    @Test
    void r2_ofConstantTarget_isOneIfExactElseZero() {
        assertEquals(
                1,
                Models.regression(TWICE, csv("x,y\n0.05,0.1\n0.05,0.1\n0.05,0.1\n"))
                        .r2());
        assertEquals(
                0,
                Models.regression(TWICE, csv("x,y\n0.05,0.1\n0.05,0.1\n0.07,0.1\n"))
                        .r2());
        assertEquals(1, Models.regression(TWICE, csv("x,y\n1,2\n")).r2());
        assertEquals(0, Models.regression(TWICE, csv("x,y\n1,3\n")).r2());
    }

    @Test
    void worst_keepsFive_theEarlierOfEquallyBadOnes() {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 100; i++) {
            text.append("0,").append(i % 10).append('\n');
        }
        List<WorstRow> worst = Models.regression(TWICE, csv(text.toString())).worst();
        assertEquals(
                List.of(11L, 21L, 31L, 41L, 51L),
                worst.stream().map(WorstRow::line).toList());
        assertEquals(9, worst.get(0).actual());
    }

    @Test
    void hugeTinyAndOffsetValues_areMeasuredWithoutOverflowOrCancellation() {
        for (String scale : List.of("e300", "e-300", "e0")) {
            double factor = Double.parseDouble("1" + scale);
            RegressionEvaluation e = Models.regression(
                    TWICE,
                    csv("x,y\n1" + scale + ",2" + scale + "\n2" + scale + ",5" + scale + "\n3" + scale + ",4" + scale
                            + "\n"));
            assertEquals(Math.sqrt(5.0 / 3), e.rmse() / factor, 1e-14, scale);
            assertEquals(1 - 5 / (14.0 / 3), e.r2(), 1e-13, scale);
        }
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 1000; i++) { // 1e9 + 0, 1, 2, ...: a textbook sum of squares would lose the spread
            text.append(500_000_000).append(',').append(1_000_000_000 + i % 2).append('\n');
        }
        RegressionEvaluation offset = Models.regression(TWICE, csv(text.toString()));
        assertEquals(-1, offset.r2(), 1e-12);
        assertEquals(Math.sqrt(0.5), offset.rmse(), 1e-12);
        assertEquals(-0.5, offset.meanError(), 1e-15);
    }

    @Test
    void predictionBeyondADouble_isRefused() {
        assertTrue(refusal(TWICE, csv("x,y\n1,2\n1.5e308,4\n")).contains("line 3: the prediction is Infinity"));
    }

    @Test
    void errorBeyondADouble_isRefused() {
        LinearModel minus = Models.linear("y", List.of("x"), 0, -1);
        assertTrue(refusal(minus, csv("x,y\n1,2\n1.5e308,1.5e308\n")).contains("line 3: "));
    }

    @Test
    void category_selectsItsIndicator() {
        LinearModel model = Models.withCategories(
                Models.linear("y", List.of("sex=I", "sex=M"), 1, 10, 100),
                ImmutableMap.of("sex", ImmutableList.of("F", "I", "M")));
        assertEquals(
                0, Models.regression(model, csv("sex,y\nF,1\nI,11\nM,101\n")).rmse());
        assertEquals(
                source() + ": line 3, column 1 ('sex'): found 'Q', which the model does not know;"
                        + " it knows 'F', 'I', 'M'",
                refusal(model, csv("sex,y\nF,1\nQ,2\n")));
    }

    @Test
    void oldFaithful_agreesWithR() {
        RegressionEvaluation e =
                Models.regression(Models.faithful(), CsvOptions.of(TestData.path("old-faithful", "faithful.csv")));
        assertEquals(272, e.rowsUsed());
        assertEquals(0.811460760973228, e.r2(), 1e-9);
        assertEquals(0, e.meanError(), 1e-12);
        assertEquals(5, e.worst().size());
    }

    @Test
    void whiteWine_agreesWithR() throws IOException {
        Map<String, Double> fit = reference("wine-white: quality~all");
        CsvOptions table = CsvOptions.of(TestData.path("wine-quality", "winequality-white.csv"));
        RegressionEvaluation e = Models.regression(model(fit, "quality", name -> name.replace('.', ' ')), table);
        assertEquals(4898, e.rowsUsed());
        assertEquals(fit.getOrDefault("rmse", Double.NaN), e.rmse(), 1e-11);
        assertEquals(fit.getOrDefault("r_squared", Double.NaN), e.r2(), 1e-11);
    }

    @Test
    void abalone_withColumnsByNumber_agreesWithR() throws IOException {
        Map<String, Double> fit = reference("abalone: V9~V2..V8");
        CsvOptions table = CsvOptions.of(TestData.path("abalone", "abalone.csv"));
        RegressionEvaluation e = Models.regression(model(fit, "9", name -> name.substring(1)), table);
        assertEquals(4177, e.rowsUsed());
        assertEquals(fit.getOrDefault("rmse", Double.NaN), e.rmse(), 1e-11);
        assertEquals(fit.getOrDefault("r_squared", Double.NaN), e.r2(), 1e-11);
    }

    @Test
    void abalone_withCategoriesAndWithoutHeader_agreesWithTheLoadedData() {
        CsvOptions options =
                CsvOptions.of(TestData.path("abalone", "abalone.csv")).withCategorical(List.of("1"));
        LoadedData loaded = new CsvSource(options).load();
        Dataset data = loaded.dataset();
        double[] coefficients = new double[data.features()];
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] = j - 3.5;
        }
        LinearModel model = Models.withCategories(
                Models.linear(data.targetName(), data.featureNames(), 7, coefficients), loaded.categories());
        double squares = 0;
        for (int i = 0; i < data.rows(); i++) {
            double[] row = Arrays.copyOfRange(data.x(), i * data.stride(), (i + 1) * data.stride());
            squares += Math.pow(model.predict(row) - data.y()[i], 2);
        }
        RegressionEvaluation e = Models.regression(model, options);
        assertEquals(4177, e.rowsUsed());
        assertEquals(Math.sqrt(squares / 4177), e.rmse(), 1e-11);
        assertTrue(model.features().contains("1=M"), model.features().toString());
    }

    /** The quantities of one of R's fits. */
    private static Map<String, Double> reference(String model) throws IOException {
        Map<String, Double> quantities = new LinkedHashMap<>();
        for (String line : Files.readAllLines(TestData.path("reference-fits.csv"))) {
            List<String> cells = Splitter.on("\",\"").limit(2).splitToList(line);
            if (cells.get(0).equals("\"" + model)) {
                int end = cells.get(1).lastIndexOf("\",");
                quantities.put(
                        cells.get(1).substring(0, end),
                        Double.parseDouble(cells.get(1).substring(end + 2)));
            }
        }
        return quantities;
    }

    private static LinearModel model(Map<String, Double> fit, String target, UnaryOperator<String> nameOf) {
        List<String> features = new ArrayList<>();
        List<Double> coefficients = new ArrayList<>();
        fit.forEach((quantity, value) -> {
            if (quantity.startsWith("coef:") && !quantity.equals("coef:(Intercept)")) {
                features.add(nameOf.apply(quantity.substring("coef:".length())));
                coefficients.add(value);
            }
        });
        return Models.linear(
                target, features, fit.getOrDefault("coef:(Intercept)", Double.NaN), Doubles.toArray(coefficients));
    }

    private CsvOptions csv(String text) {
        return Models.csv(folder, text);
    }

    private String source() {
        return folder.resolve("table.csv").toString();
    }

    private static String refusal(Model model, CsvOptions options) {
        return assertThrows(DataException.class, () -> Models.regression(model, options))
                .getMessage();
    }
}
