package io.github.piste.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few steps of each rule beside the formula of its paper, with gradients that change from step to step. */
class UpdateRuleTest {
    private static final double[][] GRADIENTS = {{1, -4, 0}, {0.5, 2, 1e-3}, {-3, 2, 0}, {0.25, -1, -1e-3}, {2, 0, 5}};
    private static final double RATE = 0.1;
    private static final double EPSILON = 1e-8;

    static List<UpdateRule> rules() {
        return ImmutableList.of(
                new UpdateRule.Sgd(),
                new UpdateRule.Momentum(0.9),
                new UpdateRule.Nesterov(0.9),
                new UpdateRule.Restarted(),
                new UpdateRule.AdaGrad(EPSILON),
                new UpdateRule.RmsProp(0.9, EPSILON),
                new UpdateRule.Adam(0.9, 0.999, EPSILON));
    }

    /** One weight at a time, by the paper. */
    private interface Paper {
        double next(double w, double g, int t);
    }

    private static void assertFollows(UpdateRule rule, Supplier<Paper> paper) {
        double[] w = {1, -2, 0.5};
        double[] expected = w.clone();
        ImmutableList<Paper> papers = ImmutableList.of(paper.get(), paper.get(), paper.get());
        Updater updater = rule.updater(3, 3, 0);
        for (int t = 1; t <= GRADIENTS.length; t++) {
            double[] g = GRADIENTS[t - 1];
            double[] before = g.clone();
            updater.update(w, g, RATE);
            assertArrayEquals(before, g, "the gradient is only read");
            for (int j = 0; j < 3; j++) {
                expected[j] = papers.get(j).next(expected[j], g[j], t);
                assertEquals(expected[j], w[j], 1e-13 * Math.max(1, Math.abs(expected[j])), rule + " step " + t);
            }
        }
    }

    @Test
    void sgd_isWMinusRateTimesGradient() {
        assertFollows(new UpdateRule.Sgd(), () -> (w, g, t) -> w - RATE * g);
    }

    @Test
    void momentum_isPolyaksHeavyBall() {
        // x_{t+1} = x_t - r g_t + m (x_t - x_{t-1})
        assertFollows(new UpdateRule.Momentum(0.9), () -> new Paper() {
            private double previous = Double.NaN;

            @Override
            public double next(double w, double g, int t) {
                double step = w - RATE * g + 0.9 * (t == 1 ? 0 : w - previous);
                previous = w;
                return step;
            }
        });
    }

    @Test
    void nesterov_extrapolatesFromTheLastTwoPoints() {
        // x_t = y_t - r g(y_t), y_{t+1} = x_t + m (x_t - x_{t-1}), x_0 = y_1
        assertFollows(new UpdateRule.Nesterov(0.9), () -> new Paper() {
            private double point = Double.NaN;

            @Override
            public double next(double y, double g, int t) {
                double earlier = t == 1 ? y : point;
                point = y - RATE * g;
                return point + 0.9 * (point - earlier);
            }
        });
    }

    @Test
    void restarted_isFista_untilItsWayLeadsUphill() {
        // One weight, slope 1 everywhere but for a wall: without a change of the gradient steps keep to the rate.
        Updater updater = new UpdateRule.Restarted().updater(1, 1, 0);
        double[] w = {0};
        double x = 0;
        double t = 1;
        for (int k = 0; k < 5; k++) {
            double ahead = w[0];
            updater.update(w, new double[] {1}, RATE);
            double next = ahead - RATE;
            double longer = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
            assertEquals(next + (t - 1) / longer * (next - x), w[0], 1e-15);
            x = next;
            t = longer;
        }
        double ahead = w[0];
        updater.update(w, new double[] {-1}, RATE);
        assertEquals(ahead + RATE, w[0], 1e-15, "the gradient has turned: no momentum");
    }

    @Test
    void restarted_lengthensItsSteps_whereTheLossBendsLess() {
        // w^2 / 200 bends a hundred times less than the rate is made for.
        Updater updater = new UpdateRule.Restarted().updater(1, 1, 0);
        double[] w = {1};
        int steps = 0;
        while (Math.abs(w[0]) > 1e-9 && steps < 1000) {
            updater.update(w, new double[] {w[0] / 100}, 1);
            steps++;
        }
        assertTrue(steps < 100, steps + " steps; descent needs about 2000");
    }

    @Test
    void adaGrad_dividesByTheRootOfAllSquares() {
        assertFollows(new UpdateRule.AdaGrad(EPSILON), () -> new Paper() {
            private double sum;

            @Override
            public double next(double w, double g, int t) {
                sum += g * g;
                return w - RATE * g / (Math.sqrt(sum) + EPSILON);
            }
        });
    }

    @Test
    void rmsProp_dividesByTheRootOfRecentSquares() {
        assertFollows(new UpdateRule.RmsProp(0.9, EPSILON), () -> new Paper() {
            private double mean;

            @Override
            public double next(double w, double g, int t) {
                mean = 0.9 * mean + 0.1 * g * g;
                return w - RATE * g / (Math.sqrt(mean) + EPSILON);
            }
        });
    }

    @Test
    void adam_isAlgorithmOneOfItsPaper() {
        assertFollows(new UpdateRule.Adam(0.9, 0.999, EPSILON), () -> new Paper() {
            private double m;
            private double v;

            @Override
            public double next(double w, double g, int t) {
                m = 0.9 * m + (1 - 0.9) * g;
                v = 0.999 * v + (1 - 0.999) * g * g;
                double mHat = m / (1 - Math.pow(0.9, t));
                double vHat = v / (1 - Math.pow(0.999, t));
                return w - RATE * mHat / (Math.sqrt(vHat) + EPSILON);
            }
        });
    }

    @Test
    void adam_firstStep_isTheRateWhateverTheGradient() {
        double[] w = {0, 0};
        new UpdateRule.Adam(0.9, 0.999, 1e-12).updater(2, 2, 0).update(w, new double[] {1e-3, -1e5}, RATE);
        assertEquals(-RATE, w[0], 1e-9);
        assertEquals(RATE, w[1], 1e-9);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void l1_pullsPenalisedWeightsToZeroExactly_andLeavesTheOthers(UpdateRule rule) {
        Updater updater = rule.updater(2, 1, 5);
        double[] w = {0.3, 0.3};
        for (int t = 0; t < 50; t++) {
            updater.update(w, new double[] {0, 0}, RATE);
        }
        assertEquals(0, w[0], rule::toString);
        assertEquals(0.3, w[1], rule + " moves only what is penalised");
    }

    @Test
    void l1_ofSgd_isTheSoftThresholdOfTheStep() {
        double[] w = {1, -1, 0.05, 1};
        new UpdateRule.Sgd().updater(4, 3, 2).update(w, new double[] {1, -1, 0, 1}, RATE);
        assertArrayEquals(new double[] {0.7, -0.7, 0, 0.9}, w, 1e-15);
    }

    @Test
    void l1_ofAdaptiveRules_usesEachWeightsOwnRate() {
        double[] w = {1, 1};
        new UpdateRule.AdaGrad(EPSILON).updater(2, 2, 0.5).update(w, new double[] {4, 0.5}, RATE);
        assertEquals(1 - RATE - RATE / 4 * 0.5, w[0], 1e-8);
        assertEquals(1 - RATE - RATE / 0.5 * 0.5, w[1], 1e-8);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void memory_writtenIntoAFreshUpdater_continuesWithTheSameBits(UpdateRule rule) {
        Updater first = rule.updater(3, 2, 0.01);
        double[] w = {1, -2, 0.5};
        first.update(w, GRADIENTS[0], RATE);
        first.update(w, GRADIENTS[1], RATE);
        Updater second = rule.updater(3, 2, 0.01);
        double[][] from = first.memory();
        double[][] to = second.memory();
        assertEquals(from.length, to.length);
        for (int i = 0; i < from.length; i++) {
            System.arraycopy(from[i], 0, to[i], 0, from[i].length);
        }
        double[] copy = w.clone();
        for (int t = 2; t < GRADIENTS.length; t++) {
            first.update(w, GRADIENTS[t], RATE);
            second.update(copy, GRADIENTS[t], RATE);
        }
        assertArrayEquals(w, copy);
    }

    @Test
    void labels_areTheWordsOfTheConfiguration() {
        assertEquals(
                List.of("sgd", "momentum", "nesterov", "accelerated", "adagrad", "rmsprop", "adam"),
                rules().stream().map(UpdateRule::label).toList());
    }

    @Test
    void parametersOutOfRange_areRefusedWithTheirValue() {
        for (double bad : new double[] {1, -0.1, 2, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(bad, () -> new UpdateRule.Momentum(bad));
            assertRefused(bad, () -> new UpdateRule.Nesterov(bad));
            assertRefused(bad, () -> new UpdateRule.RmsProp(bad, EPSILON));
            assertRefused(bad, () -> new UpdateRule.Adam(bad, 0.9, EPSILON));
            assertRefused(bad, () -> new UpdateRule.Adam(0.9, bad, EPSILON));
        }
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(bad, () -> new UpdateRule.AdaGrad(bad));
            assertRefused(bad, () -> new UpdateRule.RmsProp(0.9, bad));
            assertRefused(bad, () -> new UpdateRule.Adam(0.9, 0.9, bad));
        }
    }

    static void assertRefused(Object found, Executable making) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, making).getMessage());
        assertTrue(message.endsWith("found " + found), message);
    }
}
