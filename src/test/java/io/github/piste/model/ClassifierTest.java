package io.github.piste.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.data.Dataset;
import io.github.piste.data.Scaling;
import io.github.piste.data.Standardizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private static final Dataset DATA = Dataset.of(
                    new double[][] {{10, 1}, {20, 5}, {60, 3}}, new double[] {0, 1, 2}, List.of("a", "b"), "t")
            .withClasses(List.of("x", "y", "z"));
    private static final Standardizer SCALING = Standardizer.fit(DATA, Scaling.STANDARD);
    private static final double[] ROW = {20, 5};

    @Test
    void logistic_isTheSigmoid() {
        LogisticModel model = Models.logistic(List.of("no", "yes"), 1, 2, -3);
        double score = 1 + 2 * 0.5 - 3 * 0.25;
        assertEquals(1 / (1 + Math.exp(-score)), model.probabilities(0.5, 0.25).get(1), 1e-15);
        assertEquals(1 / (1 + Math.exp(score)), model.probabilities(0.5, 0.25).get(0), 1e-15);
        assertEquals(1, model.predict(0.5, 0.25));
        assertEquals("yes", model.classOf(0.5, 0.25));
        assertEquals("no", model.classOf(-1, 0));
    }

    @Test
    void logistic_ofExtremeScores_neitherOverflowsNorLosesTheSmallOne() {
        LogisticModel model = Models.logistic(List.of("no", "yes"), 0, 1);
        assertEquals(ImmutableDoubleArray.of(1, Math.exp(-700)), model.probabilities(-700));
        assertEquals(ImmutableDoubleArray.of(0, 1), model.probabilities(1e300));
        assertEquals(1e300, Scores.loss(model.scores(1e300), 0));
        assertEquals(Math.exp(-700), Scores.loss(model.scores(700), 1), 1e-315);
    }

    @Test
    void predict_ofEquallyProbableClasses_isTheFirst() {
        assertEquals(0, Models.logistic(List.of("no", "yes"), 0, 1).predict(0));
        assertEquals(0, Models.logistic(List.of("no", "yes"), -0.0, 1).predict(-0.0));
    }

    @Test
    void nanIn_isNanOut() {
        for (Classifier model : List.of(
                Models.logistic(List.of("no", "yes"), 0, 0, 1),
                Models.flowers(),
                Models.networkClassifier("no", "yes"))) {
            double bad = Double.NaN;
            assertEquals(Double.NaN, model.predict(bad, 1));
            model.probabilities(bad, 1).forEach(p -> assertEquals(Double.NaN, p));
            assertThrows(IllegalArgumentException.class, () -> model.classOf(bad, 1));
            assertThrows(IllegalArgumentException.class, () -> model.predict(1));
        }
        assertEquals(Double.NaN, Models.networkModel().predict(1, Double.NaN));
    }

    @Test
    void probabilities_addUpToOne() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            double size = Math.pow(10, random.nextInt(8) - 2);
            double[] x = {size * random.nextGaussian(), size * random.nextGaussian()};
            ImmutableDoubleArray p = Models.flowers().probabilities(x);
            assertEquals(1, p.stream().sum(), 1e-15);
            assertEquals(
                    p.stream().max().orElseThrow(), p.get((int) Models.flowers().predict(x)));
        }
    }

    @Test
    void network_byHand() {
        // hidden: 0.5 + 3 - 2 = 1.5; -1 - 1.5 + 0.1 < 0, so 0; 3
        assertEquals(10 + 2 * 1.5 + 0.5 * 3, Models.networkModel().predict(3, 1), 1e-12);
        assertEquals(
                ImmutableDoubleArray.of(14.5, -10 + 1.5 - 12),
                Models.networkClassifier("n", "y").scores(3, 1));
    }

    @Test
    void softmaxOf_foldsTheScalingBack() {
        SoftmaxModel model = SoftmaxModel.of(
                DATA, ImmutableMap.of(), ImmutableDoubleArray.of(1, 2, -3, 4, 0.5, -6, 7, 8, 9), provenance(SCALING));
        double[] z = scaled();
        assertClose(
                new double[] {z[0] + 2 * z[1] + 7, -3 * z[0] + 4 * z[1] + 8, 0.5 * z[0] - 6 * z[1] + 9},
                model.scores(ROW));
        assertEquals(List.of("x", "y", "z"), model.classes());
        assertEquals(List.of("a", "b"), model.features());
        assertThrows(
                IllegalArgumentException.class,
                () -> SoftmaxModel.of(
                        DATA, ImmutableMap.of(), ImmutableDoubleArray.of(1, 2, 3, 4, 5, 6), provenance(SCALING)),
                "shifted columns need intercepts");
    }

    @Test
    void softmaxOf_withoutIntercepts_hasNone() {
        Standardizer unshifted = Standardizer.fitWithoutShift(DATA, Scaling.STANDARD);
        SoftmaxModel model = SoftmaxModel.of(
                DATA, ImmutableMap.of(), ImmutableDoubleArray.of(1, 2, 3, 4, 5, 6), provenance(unshifted));
        assertEquals(ImmutableDoubleArray.of(0, 0, 0), model.intercepts());
        assertEquals(5 / unshifted.scales().get(0), model.coefficients().get(2).get(0));
    }

    @Test
    void logisticOf_foldsTheScalingBack() {
        Dataset two = DATA.select(new int[] {0, 1}).withClasses(List.of("no", "yes"));
        LogisticModel model =
                LogisticModel.of(two, ImmutableMap.of(), ImmutableDoubleArray.of(0.5, -2, 7), provenance(SCALING));
        double[] z = scaled();
        assertClose(new double[] {0, 0.5 * z[0] - 2 * z[1] + 7}, model.scores(ROW));
        assertThrows(
                IllegalArgumentException.class,
                () -> LogisticModel.of(
                        DATA, ImmutableMap.of(), ImmutableDoubleArray.of(0.5, -2, 7), provenance(SCALING)),
                "three classes");
    }

    @Test
    void networkOf_foldsScalingAndTargetBack() {
        ImmutableDoubleArray w = ImmutableDoubleArray.of(1, 2, -3, 4, 5, -6, 0.25, -0.5, 9);
        NetworkModel model = NetworkModel.of(DATA, ImmutableMap.of(), w, 2, 100, 10, provenance(SCALING));
        double[] z = scaled();
        double first = Math.max(0, z[0] + 2 * z[1] + 0.25);
        double second = Math.max(0, -3 * z[0] + 4 * z[1] - 0.5);
        assertEquals(100 + 10 * (5 * first - 6 * second + 9), model.predict(ROW), 1e-11);
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkModel.of(DATA, ImmutableMap.of(), w, 3, 0, 1, provenance(SCALING)));
    }

    @Test
    void networkClassifierOf_foldsScalingBack() {
        ImmutableDoubleArray w = ImmutableDoubleArray.of(1, 2, 3, 4, 5, 0.25, 7, 8, 9);
        NetworkClassifier model = NetworkClassifier.of(DATA, ImmutableMap.of(), w, 1, provenance(SCALING));
        double[] z = scaled();
        double hidden = Math.max(0, z[0] + 2 * z[1] + 0.25);
        assertClose(new double[] {3 * hidden + 7, 4 * hidden + 8, 5 * hidden + 9}, model.scores(ROW));
    }

    @Test
    void constructors_refuseWhatIsNoModel() {
        assertThrows(IllegalArgumentException.class, () -> Models.logistic(List.of("a", "a"), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Models.logistic(List.of("a", "b", "c"), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Models.logistic(List.of("a", "b"), 0, Double.NaN));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Network(
                        ImmutableList.of(ImmutableDoubleArray.of(1)),
                        ImmutableDoubleArray.of(1),
                        ImmutableList.of(ImmutableDoubleArray.of(1, 2)),
                        ImmutableDoubleArray.of(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Network(
                        ImmutableList.of(), ImmutableDoubleArray.of(), ImmutableList.of(), ImmutableDoubleArray.of()));
    }

    private static double[] scaled() {
        double[] z = ROW.clone();
        SCALING.apply(z, 0);
        return z;
    }

    private static void assertClose(double[] expected, ImmutableDoubleArray actual) {
        assertEquals(expected.length, actual.length());
        for (int c = 0; c < expected.length; c++) {
            assertEquals(expected[c], actual.get(c), 1e-12);
        }
    }

    private static Provenance provenance(Standardizer scaling) {
        return new Provenance("memory", "", 3, 1, "", 0, "FINISHED", "0.1.0", "2026-11-21T08:00:00Z", scaling);
    }
}
