package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.data.Dataset;
import io.github.piste.objective.GradientCheck;
import io.github.piste.objective.LeastSquares;
import io.github.piste.objective.LogisticLoss;
import io.github.piste.objective.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedLossTest {
    private static Dataset data(boolean classes) {
        Random random = new Random(1);
        double[][] x = new double[50][2];
        double[] y = new double[50];
        for (int i = 0; i < 50; i++) {
            x[i][0] = 20 + 3 * random.nextGaussian();
            x[i][1] = -4 + 0.5 * random.nextGaussian();
            double score = x[i][0] - 20 + random.nextGaussian();
            y[i] = classes ? (score > 0 ? 1 : 0) : score;
        }
        Dataset rows = Dataset.of(x, y);
        return classes ? rows.asClasses() : rows;
    }

    private static Problem problem(Dataset rows, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(Configs.SYNTHETIC);
        return Problem.of(Configs.read(all.toArray(new String[0])).config(), rows);
    }

    @ParameterizedTest
    @CsvSource({
        "linear, true, standard",
        "linear, true, min-max",
        "linear, false, standard",
        "linear, true, none",
        "logistic, true, standard",
        "logistic, false, min-max"
    })
    void valueAndGradient_areThoseOnOriginalRows(String kind, boolean intercept, String scaling) {
        boolean logistic = kind.equals("logistic");
        Dataset rows = data(logistic);
        Problem problem =
                problem(rows, "model.kind=" + kind, "model.intercept=" + intercept, "data.scaling=" + scaling);
        Objective reported = problem.reportedObjective(problem.training());
        Objective original = logistic
                ? (intercept ? LogisticLoss.withIntercept(rows) : LogisticLoss.throughOrigin(rows))
                : (intercept ? LeastSquares.withIntercept(rows) : LeastSquares.throughOrigin(rows));
        assertEquals(original.dimension(), reported.dimension());
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            double[] w = random.doubles(reported.dimension(), -0.3, 0.3).toArray();
            double[] expected = new double[w.length];
            double[] found = new double[w.length];
            double value = original.valueAndGradient(w, expected);
            assertEquals(value, reported.value(w), 1e-11 * value);
            assertEquals(value, reported.valueAndGradient(w, found), 1e-11 * value);
            assertArrayEquals(expected, found, 1e-9 * (1 + value));
        }
    }

    @ParameterizedTest
    @CsvSource({"linear, squared", "linear, huber", "logistic, cross-entropy", "softmax, cross-entropy"})
    void gradient_withAPenalty_agreesWithDifferences(String kind, String loss) {
        Problem problem =
                problem(data(!kind.equals("linear")), "model.kind=" + kind, "model.loss=" + loss, "model.l2=0.3");
        Objective reported = problem.reportedObjective(problem.training());
        double[] w = new Random(3).doubles(reported.dimension(), -0.3, 0.3).toArray();
        double error = GradientCheck.of(reported, w).relativeError();
        assertTrue(error < 1e-6, () -> "relative error " + error);
    }
}
