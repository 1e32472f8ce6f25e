package io.github.piste.plot;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The coloured ground of pictures: quick ways against the plain one. */
class GroundTest {
    @Test
    void tint_ofManyClasses_isThatOfTheMostProbableOneEverywhere() {
        Drawing drawing = new DecisionPlot().draw(Laboratory.classes(10, 2));
        ClassMap map = requireNonNull(Laboratory.classes(10, 2).sample().map());
        double[] x = between(map.x().get(0), map.x().get(map.x().length() - 1), 211);
        double[] y = between(map.y().get(0), map.y().get(map.y().length() - 1), 97);
        int[] rgb = new int[x.length * y.length];
        drawing.tint().orElseThrow().fill(x, y, rgb);
        Map<Integer, Integer> colorOfClass = new HashMap<>();
        for (int k = 0; k < rgb.length; k++) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < map.classes(); c++) {
                double p = map.grid(c).at(x[k % x.length], y[k / x.length]);
                if (p > most) {
                    most = p;
                    best = c;
                }
            }
            Integer before = colorOfClass.putIfAbsent(Math.min(best, Ink.DISTINCT), rgb[k]);
            assertEquals(before == null ? rgb[k] : before, rgb[k], "at " + x[k % x.length] + ", " + y[k / x.length]);
        }
        assertTrue(colorOfClass.size() > 3, "only " + colorOfClass.size() + " colours");
        assertEquals(colorOfClass.size(), new HashSet<>(colorOfClass.values()).size(), "classes share a colour");
    }

    @Test
    void fill_whereClassesHaveNoProbability_isTheMostProbableOfTheOthers() {
        double none = Double.NaN;
        Window window = new Window(0, 3, 0, 1);
        double[][] values = {
            {0.6, 0.2, 0.5, none, 0.5, 0.3, none, none},
            {0.3, 0.5, 0.2, none, 0.2, none, none, none},
            {0.1, 0.3, 0.3, none, 0.3, 0.6, none, none},
        };
        List<Grid> grids =
                Arrays.stream(values).map(v -> new Grid(window, 3, 1, v)).toList();
        double[] x = between(-0.5, 3.5, 40);
        double[] y = between(1.5, -0.5, 23);
        int[] colors = {10, 11, 12, 99};
        int[] rgb = new int[x.length * y.length];
        new ClassGround(grids).fill(x, y, colors, rgb);
        for (int k = 0; k < rgb.length; k++) {
            double inside = Math.max(0, Math.min(3, x[k % x.length]));
            double up = Math.max(0, Math.min(1, y[k / x.length]));
            int best = 3;
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < 3; c++) {
                double p = grids.get(c).at(inside, up);
                if (p > most) {
                    most = p;
                    best = c;
                }
            }
            assertEquals(colors[best], rgb[k], "at " + inside + ", " + up);
        }
        assertEquals(Set.of(10, 12, 99), Arrays.stream(rgb).boxed().collect(Collectors.toSet()));
    }

    private static double[] between(double low, double high, int count) {
        double[] values = new double[count];
        Arrays.setAll(values, k -> low + (high - low) * (k + 0.5) / count);
        return values;
    }

    @Test
    void at_ofARaster_isWhatItIsAtEachPlace() {
        double[] values = {1, 2, 4, 8, Double.NaN, 32, 3, 5, Double.POSITIVE_INFINITY, 1, 0, -4};
        Grid grid = new Grid(new Window(-1, 2, 10, 12), 3, 2, values);
        double[] x = {-1.5, -1, -0.3, 0, 0.5, 1.2, 2, 2.1};
        double[] y = {12.5, 12, 11.3, 11, 10.2, 10, 9};
        double[] raster = grid.at(x, y);
        for (int k = 0; k < raster.length; k++) {
            double at = grid.at(x[k % x.length], y[k / x.length]);
            assertEquals(
                    Double.isFinite(at) ? at : Double.NaN, Double.isFinite(raster[k]) ? raster[k] : Double.NaN, 1e-12);
        }
        Grid line = new Grid(new Window(0, 2, 0, 0), 2, 0, new double[] {1, 3, 7});
        assertArrayEquals(new double[] {2, 5}, line.at(new double[] {0.5, 1.5}, new double[] {0}), 1e-12);
    }

    @Test
    void map_ofTheSameWindow_isDrawnOnce() {
        Landscape landscape = requireNonNull(Laboratory.rates().landscape());
        ContourMap first = landscape.map(new Window(-1, 1, -1, 1));
        assertSame(first, landscape.map(new Window(-1, 1, -1, 1)));
        assertNotSame(first, landscape.map(new Window(-2, 1, -1, 1)));
    }
}
