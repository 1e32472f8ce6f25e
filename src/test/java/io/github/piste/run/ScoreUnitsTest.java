package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreUnitsTest {
    private static final Standardizer SCALING = Standardizer.fit(rows(), Scaling.STANDARD);

    private static Dataset rows() {
        return Dataset.of(new double[][] {{1, 10}, {3, 40}, {8, 20}}, new double[] {0, 1, 2});
    }

    private static double[] random(int length, long seed) {
        return new Random(seed).doubles(length, -5, 5).toArray();
    }

    /** Two scores of two features: coefficients score by score, then the intercepts. */
    @Test
    void original_isCoefficientOverScaleAndInterceptMinusShifts() {
        double[] m = SCALING.shifts().toArray();
        double[] s = SCALING.scales().toArray();
        double[] w = random(6, 1);
        double[] expected = {
            w[0] / s[0],
            w[1] / s[1],
            w[2] / s[0],
            w[3] / s[1],
            w[4] - w[0] / s[0] * m[0] - w[1] / s[1] * m[1],
            w[5] - w[2] / s[0] * m[0] - w[3] / s[1] * m[1]
        };
        assertArrayEquals(expected, new ScoreUnits(SCALING, true, 2).original(w), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, true", "1, false", "3, false"})
    void scaled_undoesOriginal_andTrackedReadsTheSame(int scores, boolean intercept) {
        Standardizer scaling = intercept ? SCALING : Standardizer.fitWithoutShift(rows(), Scaling.STANDARD);
        ScoreUnits units = new ScoreUnits(scaling, intercept, scores);
        double[] w = random(units.dimension(), 2);
        double[] original = units.original(w);
        assertArrayEquals(w, units.scaled(original), 1e-12);

        double[] tracked = new double[units.tracked(2).size()];
        units.tracked(2).read(w, tracked);
        int each = intercept ? 3 : 2;
        for (int c = 0; c < scores; c++) {
            double[] expected = new double[each];
            System.arraycopy(original, 2 * c, expected, 0, 2);
            if (intercept) {
                expected[2] = original[2 * scores + c];
            }
            double[] found = new double[each];
            System.arraycopy(tracked, each * c, found, 0, each);
            assertArrayEquals(expected, found, 1e-12);
        }
    }
}
