package io.github.piste.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.piste.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The smallest network of a tutorial: one row of two features, three classes, no intercept. Expected numbers are
 * rows S19 to S23 of the seed numbers.
 */
class SimpleNetTest {
    private static final double[] X = {0.6, 0.9};
    /** S19, the scores: the seed numbers do not list the weights that gave them. */
    private static final double[] SCORES = {-0.789015258, 0.113908941, -0.618078528};
    /** Class by class: loss and gradients depend on the scores alone, so that any weights with these scores will do. */
    private static final double[] W = weights();

    private static final int TRUTH = 2;
    /** What the tutorial adds inside the logarithm. */
    private static final double DELTA = 1e-7;

    private final Dataset row =
            Dataset.of(new double[][] {X}, new double[] {TRUTH}).withClasses(List.of("0", "1", "2"));
    private final SoftmaxCrossEntropy objective = SoftmaxCrossEntropy.throughOrigin(row);

    private static double[] weights() {
        double[] w = new double[6];
        for (int c = 0; c < 3; c++) {
            w[2 * c + 1] = 0.25 * (c + 1);
            w[2 * c] = (SCORES[c] - X[1] * w[2 * c + 1]) / X[0];
        }
        return w;
    }

    private double tutorialLoss(double[] w) {
        double[] p = new double[3];
        objective.predict(w, p);
        return -Math.log(p[TRUTH] + DELTA);
    }

    @Test
    void s19_scores() {
        LinearRows rows = new LinearRows(row, false);
        double[] scores = {rows.dot(0, W, 0), rows.dot(0, W, 2), rows.dot(0, W, 4)};
        assertArrayEquals(SCORES, scores, 1e-15);
        assertArrayEquals(new double[] {-0.78901526, 0.11390894, -0.61807852}, scores, 1.01e-8);
    }

    @Test
    void s20_lossWithTheTutorialsDelta() {
        assertEquals(1.3666226937184003, tutorialLoss(W), 1e-15);
        assertEquals(1.366622688011303, tutorialLoss(W), 6e-9);
    }

    @Test
    void s21_loss() {
        assertEquals(1.3666230859267001, objective.value(W), 1e-15);
    }

    @Test
    void s22_numericalGradientOfTheTutorial() {
        double[] expected = {
            0.12894287119924464,
            0.193414306863815,
            0.31807704905628675,
            0.47711557357610346,
            -0.4470199201933589,
            -0.6705298802267556
        };
        double h = 1e-4;
        for (int j = 0; j < W.length; j++) {
            double[] up = W.clone();
            double[] down = W.clone();
            up[j] += h;
            down[j] -= h;
            assertEquals(expected[j], (tutorialLoss(up) - tutorialLoss(down)) / (2 * h), 1e-11);
        }
    }

    @Test
    void s23_analyticGradient() {
        double[] expected = {
            0.12894292173703725,
            0.1934143826055559,
            0.31807717381489464,
            0.477115760722342,
            -0.44702009555193195,
            -0.670530143327898
        };
        double[] gradient = new double[6];
        objective.valueAndGradient(W, gradient);
        assertArrayEquals(expected, gradient, 1e-15);
    }
}
