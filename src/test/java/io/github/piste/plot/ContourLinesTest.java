package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.plot.ContourLines.Polyline;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContourLinesTest {
    @Test
    void at_ofABowl_isOneClosedRing() {
        ContourLines lines = lines((x, y) -> x * x + y * y, -2, 2, 80, -2, 2, 80);
        List<Polyline> rings = lines.at(1);
        assertEquals(1, rings.size());
        Polyline ring = rings.get(0);
        assertTrue(ring.isClosed());
        for (int i = 0; i < ring.x().length(); i++) {
            assertEquals(1, Math.hypot(ring.x().get(i), ring.y().get(i)), 1e-3);
        }
    }

    @Test
    void at_ofARingCutByTheBorder_isOpenArcs() {
        ContourLines lines = lines((x, y) -> x * x + y * y, -1, 1, 40, -1, 1, 40);
        List<Polyline> arcs = lines.at(1.5);
        assertEquals(4, arcs.size());
        assertTrue(arcs.stream().noneMatch(Polyline::isClosed));
    }

    @Test
    void at_ofAPlane_isOneStraightLine() {
        Polyline line = lines((x, y) -> x + 2 * y, 0, 1, 7, 0, 1, 5).at(1.2).get(0);
        for (int i = 0; i < line.x().length(); i++) {
            assertEquals(1.2, line.x().get(i) + 2 * line.y().get(i), 1e-12);
        }
        assertFalse(line.isClosed());
    }

    @Test
    void at_ofASaddle_isTwoBranchesThatDoNotCross() {
        ContourLines lines = lines((x, y) -> x * y, -1, 1, 21, -1, 1, 21);
        assertEquals(2, lines.at(0.05).size());
        assertEquals(2, lines.at(-0.05).size());
    }

    @Test
    void at_ofOneSaddleCell_followsItsMean() {
        // Corners 1, 0, 1, 0 in turn: the mean of 0.5 decides which corners are cut off.
        ContourLines cell = lines((x, y) -> x == y ? 1 : 0, 0, 1, 1, 0, 1, 1);
        assertEquals(2, cell.at(0.4).size());
        Polyline first = cell.at(0.4).get(0);
        boolean aroundZeroCorner =
                first.x().stream().allMatch(x -> x >= 0.5) == first.y().stream().allMatch(y -> y < 0.5);
        assertTrue(aroundZeroCorner, first.toString());
    }

    @Test
    void at_besideValuesThatAreNotFinite_leavesThemOut() {
        ContourLines lines = lines((x, y) -> x < 0 ? Double.NaN : x + y, -1, 1, 20, -1, 1, 20);
        assertTrue(lines.at(0).stream().allMatch(line -> line.x().stream().allMatch(x -> x >= 0)));
    }

    @Test
    void at_outsideTheRange_isNothing() {
        assertEquals(0, lines((x, y) -> x, 0, 1, 4, 0, 1, 4).at(5).size());
    }

    private static ContourLines lines(
            DoubleBinaryOperator f, double xMin, double xMax, int columns, double yMin, double yMax, int rows) {
        return new ContourLines(Grid.of(f, new Window(xMin, xMax, yMin, yMax), columns, rows));
    }
}
