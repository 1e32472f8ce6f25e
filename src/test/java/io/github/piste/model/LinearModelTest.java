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
import org.junit.jupiter.api.Test;

class LinearModelTest {
    @Test
    void predict_addsUpInOriginalUnits() {
        assertEquals(
                33.474397022753365 + 3 * 10.729641395133521, Models.faithful().predict(3), 1e-12);
        assertEquals(
                1 + 2 * 10 - 3 * 100,
                Models.linear("y", List.of("a", "b"), 1, 2, -3).predict(10, 100));
    }

    @Test
    void predict_ofNaN_isNaN() {
        assertEquals(Double.NaN, Models.faithful().predict(Double.NaN));
    }

    @Test
    void predict_withAnotherNumberOfFeatures_isRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Models.faithful().predict(1, 2));
        assertEquals("2 features, expected 1", e.getMessage());
    }

    @Test
    void of_foldsTheScalingBack() {
        Dataset data =
                Dataset.of(new double[][] {{10, 1}, {20, 5}, {60, 3}}, new double[] {1, 2, 3}, List.of("a", "b"), "t");
        Standardizer scaling = Standardizer.fit(data, Scaling.STANDARD);
        double[] w = {0.5, -2, 7};
        LinearModel model =
                LinearModel.of(data, ImmutableMap.of(), ImmutableDoubleArray.copyOf(w), provenance(scaling));
        double[] row = {20, 5};
        double expected = model.predict(row);
        scaling.apply(row, 0);
        assertEquals(0.5 * row[0] - 2 * row[1] + 7, expected, 1e-12);
        assertEquals(List.of("a", "b"), model.features());
        assertEquals("t", model.target());
    }

    @Test
    void of_throughTheOrigin_hasInterceptZero() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}}, new double[] {2, 4, 6});
        Standardizer scaling = Standardizer.fitWithoutShift(data, Scaling.STANDARD);
        double scale = scaling.scales().get(0);
        LinearModel model =
                LinearModel.of(data, ImmutableMap.of(), ImmutableDoubleArray.of(2 * scale), provenance(scaling));
        assertEquals(0, model.intercept());
        assertEquals(8, model.predict(4), 1e-12);
    }

    @Test
    void constructor_refusesWhatIsNoModel() {
        assertThrows(IllegalArgumentException.class, () -> Models.linear("y", List.of(), 1));
        assertThrows(IllegalArgumentException.class, () -> Models.linear("y", List.of("a"), 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> Models.linear("y", List.of("a", "a"), 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> Models.linear("y", List.of("a"), 1, Double.NaN));
        assertThrows(
                IllegalArgumentException.class, () -> Models.linear("y", List.of("a"), Double.POSITIVE_INFINITY, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LinearModel(
                        ImmutableList.of("a"),
                        ImmutableMap.of(),
                        "y",
                        ImmutableDoubleArray.of(1),
                        0,
                        Models.provenance(2, 1)));
    }

    @Test
    void provenance_takesALossThatIsNotFiniteForNone() {
        assertEquals(Double.NaN, Models.provenance(1, Double.POSITIVE_INFINITY).loss());
        assertEquals(Models.provenance(1, Double.NaN), Models.provenance(1, Double.NEGATIVE_INFINITY));
    }

    private static Provenance provenance(Standardizer scaling) {
        return new Provenance("memory", "", 3, 1, "", 0, "FINISHED", "0.1.0", "2026-11-21T08:00:00Z", scaling);
    }
}
