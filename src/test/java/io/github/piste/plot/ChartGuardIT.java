package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.Torture;
import io.github.piste.plot.Layer.Look;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** N7: whatever the numbers are, there is a picture within the time that a render has. */
@Tag(Torture.TAG)
class ChartGuardIT {
    /** What the design gives a render; a picture takes a hundredth of it. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** A million points take their time where others use the cores too. */
    private static final Duration HANG = Duration.ofSeconds(10);

    /** The first picture of a process loads the chart library and the fonts. */
    @BeforeAll
    static void warmUp() {
        paint(new Drawing("t", "s"));
    }

    /** Those on which the chart library hangs or fails when it sees them as they are. */
    @ParameterizedTest
    @CsvSource({
        "1e15, 0.125",
        "9e15, 1",
        "1e16, 2",
        "1e15, 0",
        "1e128, 0",
        "0, 0",
        "4.9e-324, 0",
        "0, 4.9e-324",
        "-1e16, 2"
    })
    void paint_ofHugeOffsetOrConstant_ends(double from, double step) {
        assertPainted(40, i -> from + i * step);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void paint_ofFewPoints_ends(int n) {
        assertPainted(n, i -> i - 1.0);
    }

    @Test
    void paint_ofTheWholeRangeOfDoubles_ends() {
        assertPainted(2, i -> i == 0 ? -Double.MAX_VALUE : Double.MAX_VALUE);
        assertPainted(3, i -> i == 0 ? Double.MIN_VALUE : Double.MAX_VALUE);
        assertPainted(640, i -> Math.pow(10, i - 320));
    }

    @Test
    void paint_ofNothingFinite_ends() {
        assertPainted(10, i -> Double.NaN);
        assertPainted(10, i -> Double.POSITIVE_INFINITY);
        assertPainted(10, i -> Double.NEGATIVE_INFINITY);
        assertPainted(10, i -> i % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
    }

    @Test
    void paint_withGapsAndInfinities_ends() {
        assertPainted(100, i -> i % 7 == 0 ? Double.POSITIVE_INFINITY : i % 5 == 0 ? Double.NaN : i * 1e-9);
    }

    @Test
    void paint_ofZeroOrNegativeOnLogarithmicAxis_isLinear() {
        assertPainted(100, i -> i == 50 ? 0 : 1e-12 + i * 1e6);
        assertPainted(100, i -> i == 50 ? -1 : 1e-12 + i * 1e6);
    }

    @Test
    void paint_ofAMillionPoints_ends() {
        assertPainted(1_000_000, i -> Math.sin(i) + 1e-6 * i);
        assertPainted(1_000_000, i -> i % 2 == 0 ? Double.NaN : i);
    }

    @Test
    void paint_ofEvenlySpacedPoints_ends() {
        for (int n = 2; n < 120; n++) {
            int count = n;
            assertPainted(n, i -> (double) i / (count - 1));
        }
    }

    @Test
    void paint_ofRandomSeries_ends(TestInfo test) {
        Random random = new Random(7);
        int series = Torture.times(100, 10_000);
        long longest = 0;
        for (int k = 0; k < series; k++) {
            double magnitude = Math.pow(10, random.nextDouble() * 600 - 300) * (random.nextBoolean() ? 1 : -1);
            double ulps = Math.pow(2, random.nextDouble() * 60);
            double spread = Math.min(Math.ulp(magnitude) * ulps, Double.MAX_VALUE / 4);
            int n = 2 + random.nextInt(30);
            double[] values = random.doubles(n, -1, 1).toArray();
            String seen = "series " + k + ": " + magnitude + " with spread " + spread;
            long begin = System.nanoTime();
            assertPainted(seen, n, i -> magnitude + values[i] * spread);
            longest = Math.max(longest, System.nanoTime() - begin);
        }
        Torture.seen(
                test,
                "N7",
                series
                        + " random series of magnitudes 1e-300 to 1e300 and spreads from 1 ulp up, each drawn three ways: 0"
                        + " hangs, 0 failures, the slowest three pictures took " + longest / 1_000_000
                        + " ms together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$x^2$", "$\\frac{$", "a\nb\u0000c", "<script>", "١٢٣ עברית", "😀", "  "})
    void paint_withOddNames_ends(String name) {
        Drawing drawing = new Drawing(name, name)
                .axes(name, name)
                .add(name, Look.LINE, Ink.BLUE, ImmutableDoubleArray.of(1, 2), ImmutableDoubleArray.of(1, 2))
                .add(
                        name.repeat(300),
                        Look.DOTS,
                        Ink.BLUE,
                        ImmutableDoubleArray.of(1, 2),
                        ImmutableDoubleArray.of(1, 2));
        assertNotEquals(0, paint(drawing).getRGB(0, 0) & 0xFFFFFF);
    }

    @Test
    void paint_ofALine_leavesItsColourOnWhitePaper() {
        Drawing drawing = new Drawing("t", "s")
                .axes("x", "y")
                .add("line", Look.LINE, Ink.VERMILLION, Runs.array(50, i -> i), Runs.array(50, i -> i * i));
        BufferedImage image = paint(drawing);
        int coloured = 0;
        for (int y = 100; y < 300; y++) {
            for (int x = 0; x < 500; x++) {
                coloured += (image.getRGB(x, y) & 0xFFFFFF) == Ink.VERMILLION.rgb() ? 1 : 0;
            }
        }
        assertTrue(coloured > 100, "pixels of the line: " + coloured);
        assertEquals(0xFFFFFF, image.getRGB(499, 299) & 0xFFFFFF);
    }

    @Test
    void paint_ofADisc_isWhereItsPointIs() {
        Drawing drawing = new Drawing("t", "s")
                .axes("x", "y")
                .add("", Look.BORDER, Ink.BLUE, Runs.array(2, i -> 4.0 * i), Runs.array(2, i -> 4 - 4.0 * i))
                .add("", Look.DISC, Ink.GREEN, Runs.array(2, i -> 4.0 * i), Runs.array(2, i -> 4.0 * i))
                .add("", Look.DISC, Ink.VERMILLION, Runs.array(1, i -> 1), Runs.array(1, i -> 3));
        BufferedImage image = paint(drawing);
        Rectangle corners = extent(image, Ink.GREEN);
        Rectangle line = extent(image, Ink.BLUE);
        assertEquals(line.getCenterX(), corners.getCenterX(), 1.5);
        assertEquals(line.getCenterY(), corners.getCenterY(), 1.5);
        Rectangle disc = extent(image, Ink.VERMILLION);
        double quarterWidth = (corners.width - disc.width) / 4.0;
        double quarterHeight = (corners.height - disc.height) / 4.0;
        assertTrue(quarterWidth > 50 && quarterHeight > 20, corners::toString);
        assertEquals(corners.x + quarterWidth, disc.x, 2);
        assertEquals(corners.y + quarterHeight, disc.y, 2);
        assertEquals(10, disc.width, 2);
        assertEquals(10, disc.height, 2);
    }

    private static Rectangle extent(BufferedImage image, Ink ink) {
        Rectangle extent = new Rectangle(-1, -1);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == ink.rgb()) {
                    extent.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return extent;
    }

    private static BufferedImage paint(Drawing drawing) {
        BufferedImage image = new BufferedImage(500, 300, BufferedImage.TYPE_INT_RGB);
        ChartPainter.paint(drawing, image);
        return image;
    }

    private static void assertPainted(int n, IntToDoubleFunction y) {
        assertPainted(n + " points", n, y);
    }

    /** As a line, as dots and as both coordinates of a path; small, since only the numbers matter. */
    private static void assertPainted(String seen, int n, IntToDoubleFunction value) {
        ImmutableDoubleArray x = Runs.array(n, i -> i);
        ImmutableDoubleArray y = Runs.array(n, value);
        for (Look look : n > 1000 ? new Look[] {Look.LINE} : new Look[] {Look.LINE, Look.DOTS}) {
            assertPainted(
                    seen, n, new Drawing("t", "s").logarithmicWhereItHelps().add("a", look, Ink.BLUE, x, y));
        }
        assertPainted(seen, n, new Drawing("t", "s").add("a", Look.LINE, Ink.BLUE, y, y));
    }

    private static void assertPainted(String seen, int n, Drawing drawing) {
        assertTimeoutPreemptively(n > 10_000 ? HANG : DEADLINE, () -> paint(drawing), () -> seen);
    }
}
