package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.plot.Sweep;
import org.junit.jupiter.api.Test;

class SweepTextTest {
    private static Sweep one(double... losses) {
        double[] values = new double[losses.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5 * i;
        }
        return new Sweep(
                "title",
                "squared error",
                ImmutableList.of("weight"),
                ImmutableDoubleArray.copyOf(values),
                ImmutableDoubleArray.of(),
                ImmutableDoubleArray.copyOf(losses),
                ImmutableDoubleArray.of(0.7),
                1.5);
    }

    private static Sweep two(double... losses) {
        return new Sweep(
                "title",
                "squared error",
                ImmutableList.of("a,b", "c"),
                ImmutableDoubleArray.of(1, 2, 3),
                ImmutableDoubleArray.of(10, 20, 30),
                ImmutableDoubleArray.copyOf(losses),
                ImmutableDoubleArray.of(2, 20),
                0.5);
    }

    @Test
    void csv_hasEveryPlaceInFullPrecision_namesQuotedWhereNeeded() {
        assertEquals("weight,loss\n0.0,0.1\n0.5,NaN\n", SweepText.csv(one(0.1, Double.NaN)));
        String csv = SweepText.csv(two(9, 8, 7, 6, 5, 4, 3, 2, 1));
        assertTrue(csv.startsWith("\"a,b\",c,loss\n1.0,10.0,9.0\n2.0,10.0,8.0\n"), csv);
        assertTrue(csv.endsWith("2.0,30.0,2.0\n3.0,30.0,1.0\n"), csv);
    }

    @Test
    void table_namesTheMinimumAndTheDescent() {
        String table = SweepText.table(one(3, 1, 2), 21);
        assertTrue(table.contains("3 places searched"), table);
        assertTrue(table.contains("minimum    weight = 0.5: squared error 1"), table);
        assertTrue(table.contains("descent at weight = 0.7: squared error 1.5"), table);
        assertFalse(table.contains("edge"), table);
        assertTrue(SweepText.table(one(Double.NaN), 21).contains("none: no loss is finite"));
    }

    @Test
    void table_ofManyPlaces_showsSomeWithBothEnds() {
        double[] losses = new double[101];
        losses[50] = -1;
        String table = SweepText.table(one(losses), 5);
        assertEquals(5 + 1 + 3, table.lines().count(), table);
        assertTrue(table.lines().skip(1).findFirst().orElseThrow().strip().startsWith("0 "), table);
        assertTrue(table.lines().skip(5).findFirst().orElseThrow().strip().startsWith("50 "), table);
    }

    @Test
    void minimumAtAnEdge_isCalledSo() {
        assertTrue(SweepText.table(one(1, 2, 3), 21).contains("at the edge of the range of weight"));
        assertTrue(SweepText.table(one(3, 2, 1), 21).contains("at the edge of the range of weight"));
        assertFalse(SweepText.table(one(3), 21).contains("edge"));
        assertTrue(SweepText.table(two(9, 8, 7, 6, 5, 4, 3, 2, 1), 21).contains("range of a,b and c"));
        assertTrue(SweepText.table(two(9, 8, 9, 9, 9, 9, 9, 9, 9), 21).contains("range of c:"));
        assertFalse(SweepText.table(two(9, 9, 9, 9, 8, 9, 9, 9, 9), 21).contains("edge"));
    }
}
