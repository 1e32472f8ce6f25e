package io.github.piste.plot;

import static io.github.piste.plot.Laboratory.ROSENBROCK;
import static io.github.piste.plot.Laboratory.SQUARE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.util.concurrent.Uninterruptibles;
import io.github.piste.objective.Ascent;
import io.github.piste.objective.Quadratic;
import io.github.piste.plot.Layer.Look;
import io.github.piste.train.History;
import io.github.piste.train.Scalars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pictures of functions, classes and sweeps show. */
class LaboratoryPlotsTest {
    private static final Duration HANG = Duration.ofSeconds(20);

    @Test
    void curve_showsThePathOnItWithItsSlope() {
        PlotData data = Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 0.1, 20, 5));
        Drawing drawing = new CurvePlot().draw(data);
        assertEquals(
                List.of(
                        "lowest here (0, 0)",
                        "rate 0.1",
                        "slope now 0.1153",
                        "start (5, 25)",
                        "now (0.05765, 0.003323)"),
                legend(drawing));
        Layer path = layer(drawing, "rate 0.1");
        for (int i = 0; i < path.x().length(); i++) {
            assertEquals(path.x().get(i) * path.x().get(i), path.y().get(i), 1e-3);
        }
        assertTrue(drawing.subtitle().startsWith("gradient descent  ·  step 20  ·  value 0.003323"));
    }

    @Test
    void curve_ofARunaway_followsItAWhileAndSaysThatItLeft() {
        PlotData data = Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 1.05, 200, 5));
        Drawing drawing = new CurvePlot().draw(data);
        assertTrue(drawing.xScale().fraction(100) > 1, "the window is too wide");
        assertTrue(drawing.xScale().fraction(10) < 0.9, "the window is too narrow");
        assertTrue(legend(drawing).get(legend(drawing).size() - 1).endsWith(", outside the picture"));
    }

    @Test
    void curve_ofAShortDivergence_showsAllOfIt() {
        PlotData data = Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 1.05, 20, 5));
        assertTrue(new CurvePlot().draw(data).xScale().fraction(33.6) < 1);
    }

    @Test
    void path_ofRosenbrock_hasContoursOnFloorAndWallsAndItsMinimum() {
        PlotData data = Laboratory.run("Rosenbrock", ROSENBROCK, Laboratory.descend(ROSENBROCK, 0.001, 2000, -1.2, 1));
        Drawing drawing = new PathPlot().draw(data);
        assertEquals(
                "contours, 4× apart above the lowest point", legend(drawing).get(0));
        assertTrue(legend(drawing).contains("start (−1.2, 1)"), legend(drawing).toString());
        Layer cross = drawing.layers().stream()
                .filter(layer -> layer.look() == Look.CROSS)
                .findFirst()
                .orElseThrow();
        assertEquals(1, cross.x().get(0), 1e-3);
        assertTrue(drawing.tint().isPresent());
        int floor = color(drawing.tint().get(), 0.5, 0.25);
        int wall = color(drawing.tint().get(), 1.5, 0);
        assertTrue((floor & 0xFF0000) < (wall & 0xFF0000), "the floor is not darker than the wall");
    }

    private static int color(Drawing.Tint tint, double x, double y) {
        int[] rgb = new int[1];
        tint.fill(new double[] {x}, new double[] {y}, rgb);
        return rgb[0];
    }

    @Test
    void path_ofSeveralRates_namesEachInItsOwnInk() {
        Drawing drawing = new PathPlot().draw(Laboratory.rates());
        List<Layer> lines = drawing.layers().stream()
                .filter(layer -> layer.look() == Look.LINE)
                .toList();
        assertEquals(
                List.of("rate 0.01", "rate 0.1", "rate 0.95", "rate 1.02"),
                lines.stream().map(Layer::name).toList());
        assertEquals(4, lines.stream().map(Layer::ink).distinct().count());
    }

    @Test
    void field_pointsDownhill() {
        PlotData data =
                Laboratory.run("ellipse", Laboratory.ELLIPSE, Laboratory.descend(Laboratory.ELLIPSE, 0.1, 9, -7, 2));
        Drawing drawing = new GradientFieldPlot().draw(data);
        Layer arrows = drawing.layers().stream()
                .filter(layer -> layer.look() == Look.ARROWS)
                .findFirst()
                .orElseThrow();
        int found = 0;
        for (int i = 0; i + 6 < arrows.x().length(); i += 7, found++) {
            double tail = Laboratory.ELLIPSE.applyAsDouble(
                    new double[] {arrows.x().get(i), arrows.y().get(i)});
            double tip = Laboratory.ELLIPSE.applyAsDouble(
                    new double[] {arrows.x().get(i + 1), arrows.y().get(i + 1)});
            // Beside the valley's floor an arrow may cross it.
            assertTrue(
                    tip < tail || tail < 0.5,
                    "uphill at " + arrows.x().get(i) + ", " + arrows.y().get(i));
        }
        assertTrue(found > 100, found + " arrows");
        assertFalse(new GradientFieldPlot().applies(Runs.oldFaithful(0.02, 3, "running")));
    }

    @Test
    void loss_ofSeveralRates_followsTheOneThatDiverges_toACeiling() {
        Drawing slow = new LossPlot().draw(Laboratory.ratesOverOne(1.05, 60));
        assertEquals(List.of("rate 0.01", "rate 0.1", "rate 0.9", "rate 1.05"), legend(slow));
        assertTrue(slow.yScale().fraction(2e6) < 1);
        Drawing fast = new LossPlot().draw(Laboratory.ratesOverOne(1.5, 30));
        assertEquals(List.of("rate 0.01", "rate 0.1", "rate 0.9", "rate 1.5 (leaves upwards)"), legend(fast));
        assertTrue(fast.yScale().fraction(1e12) > 1);
    }

    @Test
    void decision_colorsGroundByClassAndCirclesWrongRows() {
        PlotData data = Laboratory.classes(3, 2);
        Drawing drawing = new DecisionPlot().draw(data);
        assertEquals(
                List.of("where the most probable class changes", "setosa", "versicolor", "virginica", "wrong (5)"),
                legend(drawing));
        assertTrue(drawing.subtitle().endsWith("145 of 150 rows right, 96.7 %"));
        Drawing.Tint tint = drawing.tint().orElseThrow();
        assertEquals(color(tint, 7, 2), color(tint, 7.5, 2.5));
        assertTrue(color(tint, 7, 2) != color(tint, 3, 3) && color(tint, 3, 3) != color(tint, 3, 1));
        assertEquals(50, layer(drawing, "setosa").x().length());
    }

    @Test
    void decision_ofTwoClasses_hasOneBoundaryWhereBothAreEquallyProbable() {
        Layer boundary = layer(new DecisionPlot().draw(Laboratory.classes(2, 2)), "both classes equally probable");
        assertTrue(boundary.x().stream().allMatch(x -> Double.isNaN(x) || Math.abs(x - 4) < 1e-9));
    }

    @Test
    void confusion_countsActualAgainstPredicted() {
        Sample sample = classes(List.of("a", "b"), new double[] {0, 0, 1, 1, 1, 7, Double.NaN}, 0, 1, 1, 1, 0, 0, 0);
        Matrix matrix = new ConfusionPlot().draw(Laboratory.of(sample)).matrix().orElseThrow();
        assertEquals(List.of(1, 1, 1, 2), matrix.counts().asList());
        assertTrue(new ConfusionPlot().draw(Laboratory.of(sample)).subtitle().endsWith("3 of 5 rows right, 60 %"));
    }

    @Test
    void confusion_ofManyClasses_saysWhatIsLeftOut() {
        Drawing drawing = new ConfusionPlot().draw(Laboratory.classes(25, 0));
        assertEquals(20, drawing.matrix().orElseThrow().size());
        assertTrue(drawing.subtitle().endsWith("the first 20 of 25 classes"));
    }

    @Test
    void classes_haveNoResidualsAndAFitOverOneFeatureOnly() {
        assertFalse(new ResidualsPlot().applies(Laboratory.classes(3, 1)));
        assertFalse(new FitPlot().applies(Laboratory.classes(3, 2)));
        assertEquals(
                List.of("probability of versicolor", "setosa", "versicolor"),
                legend(new FitPlot().draw(Laboratory.classes(2, 1))));
        assertEquals(
                List.of("setosa", "versicolor", "virginica"), legend(new FitPlot().draw(Laboratory.classes(3, 1))));
    }

    @Test
    void sweep_marksItsLowestPointAndTheDescent(@TempDir Path folder) throws IOException {
        assertEquals(
                List.of("loss at every value", "lowest 0 at 0", "descent 0.988036 at 0.994"),
                legend(SweepPlot.draw(Laboratory.sweep(SQUARE, 1))));
        assertEquals(
                List.of(
                        "contours, 4× apart above the lowest point",
                        "lowest 0 at (1, 1)",
                        "descent 0.152541 at (0.61, 0.37)"),
                legend(SweepPlot.draw(Laboratory.sweep(ROSENBROCK, 2))));
        Path file = folder.resolve("sweep.png");
        assertTrue(SweepPlot.write(Laboratory.sweep(SQUARE, 1), new Renderer(), file));
        assertEquals(Renderer.WIDTH, ImageIO.read(file.toFile()).getWidth());
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void sweep_withSizesThatDoNotFit_isRefused() {
        ImmutableDoubleArray two = ImmutableDoubleArray.of(1, 2);
        ImmutableDoubleArray none = ImmutableDoubleArray.of();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Sweep("", "", ImmutableList.of("w"), two, none, ImmutableDoubleArray.of(1), none, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Sweep("", "", ImmutableList.of("w"), two, two, two, none, 0));
    }

    @Test
    void relief_ofOneWindow_isEvaluatedOnce() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger evaluated = new AtomicInteger();
        Landscape landscape = new Landscape(() -> {
            made.incrementAndGet();
            return new Laboratory.Function(2, w -> {
                evaluated.incrementAndGet();
                return w[0] * w[0] + w[1] * w[1];
            });
        });
        Window window = new Window(-1, 1, -1, 1);
        Relief relief = landscape.relief(window);
        int once = evaluated.get();
        assertTrue(once > 400);
        assertEquals(relief, landscape.relief(new Window(-1, 1, -1, 1)));
        assertEquals(once, evaluated.get());
        assertEquals(1, made.get());
    }

    @Test
    void window_ofAGrowingPath_staysForAWhile() {
        List<Window> windows = new ArrayList<>();
        for (int steps = 20; steps < 60; steps++) {
            History history = Laboratory.descend(SQUARE, 0.1, steps, 5);
            windows.add(Window.around(List.of(new Descent("", Ink.BLUE, history)), 1)
                    .orElseThrow());
        }
        assertEquals(1, windows.stream().distinct().count());
    }

    /** NaN and infinite in places or everywhere, constant, of the whole range of doubles; over paths of all kinds. */
    @Test
    void png_ofAnyLandscapeAndPath_isAPicture() {
        List<ToDoubleFunction<double[]>> functions = List.of(
                w -> Double.NaN,
                w -> Double.POSITIVE_INFINITY,
                w -> Double.NEGATIVE_INFINITY,
                w -> 0,
                w -> 1e300,
                w -> w[0] > 0.3 ? Double.NaN : w[0],
                w -> 1 / w[0],
                w -> Math.log(w[0]),
                w -> Math.exp(100 * w[0]),
                w -> w[0] * 1e308,
                w -> w[0] * 1e-320,
                w -> Math.floor(w[0]),
                w -> w[0] < 0 ? -Double.MAX_VALUE : Double.MAX_VALUE);
        double[][] paths = {
            {0},
            {1, 0.5},
            {Double.NaN},
            {Double.POSITIVE_INFINITY, 1},
            {1, -2, 4, -8, 16, -32, Double.NEGATIVE_INFINITY},
            {1e15, 1e15 + 1},
            {1e-300, 2e-300},
            {-1e308, 1e308, Double.NaN},
            {5, 5, 5, 5}
        };
        Renderer renderer = new Renderer();
        for (int f = 0; f < functions.size(); f++) {
            for (int p = 0; p < paths.length; p++) {
                // Every function over every path would take long; each meets half of them in each dimension.
                for (int weights = 1 + (f + p) % 2; weights <= 2; weights += 2) {
                    PlotData data = Laboratory.run(
                            "any",
                            functions.get(f),
                            history(paths[p], weights),
                            new Trail("", history(paths[p], weights)));
                    String seen = "function " + f + ", path " + p + ", " + weights + " weights";
                    assertTimeoutPreemptively(
                            HANG,
                            () -> {
                                for (Plot plot : List.of(new CurvePlot(), new PathPlot(), new GradientFieldPlot())) {
                                    if (plot.applies(data)) {
                                        assertTrue(renderer.png(plot, data).isPresent());
                                    }
                                }
                                PlotData read = HistoryFile.decode(HistoryFile.encode(data), "history.bin");
                                assertArrayEquals(HistoryFile.encode(data), HistoryFile.encode(read));
                            },
                            seen);
                }
            }
        }
    }

    @Test
    void png_ofOddClasses_isAPicture() {
        ImmutableDoubleArray one = ImmutableDoubleArray.of(1);
        List<Sample> samples = List.of(
                classes(List.of("only"), new double[] {0, 5, -1, 1e300, Double.NaN}, 0, 0, 0, 0, 0),
                classes(List.of("a", "", "x".repeat(2000)), new double[] {0, 1, 2}, 2, 2, Double.NaN),
                new Sample(
                        ImmutableList.of("u", "v"),
                        ImmutableList.of(ImmutableDoubleArray.of(Double.NaN), one),
                        one,
                        one,
                        ImmutableList.of("a", "b"),
                        new ClassMap(
                                ImmutableDoubleArray.of(0, 1),
                                ImmutableDoubleArray.of(0, 1),
                                ImmutableDoubleArray.of(Double.NaN, 0, 0, 0))),
                new Sample(
                        ImmutableList.of("u"),
                        ImmutableList.of(one),
                        one,
                        one,
                        ImmutableList.of("a", "b"),
                        new ClassMap(one, ImmutableDoubleArray.of(), one)));
        Renderer renderer = new Renderer();
        for (Sample sample : samples) {
            PlotData data = Laboratory.of(sample);
            for (Plot plot : Runs.plots(data)) {
                assertTimeoutPreemptively(
                        HANG, () -> assertTrue(renderer.png(plot, data).isPresent(), plot.name()));
            }
        }
    }

    @Test
    void png_ofOddSweeps_isAPicture() throws IOException {
        double[][] losses = {{Double.NaN, Double.NaN}, {1, Double.POSITIVE_INFINITY}, {3, 3}, {-1e308, 1e308}};
        ImmutableDoubleArray two = ImmutableDoubleArray.of(1, 2);
        ImmutableDoubleArray none = ImmutableDoubleArray.of();
        for (double[] of : losses) {
            ImmutableDoubleArray values = ImmutableDoubleArray.copyOf(of);
            for (Sweep sweep : List.of(
                    new Sweep("", "", ImmutableList.of("w"), two, none, values, none, Double.NaN),
                    new Sweep(
                            "",
                            "",
                            ImmutableList.of("u", "v"),
                            two,
                            two,
                            ImmutableDoubleArray.builder()
                                    .addAll(values)
                                    .addAll(values)
                                    .build(),
                            ImmutableDoubleArray.of(Double.NaN, 7),
                            1),
                    new Sweep("", "", ImmutableList.of("u", "v"), two, ImmutableDoubleArray.of(4), values, none, 1))) {
                assertTrue(new Renderer().png(SweepPlot.draw(sweep)).isPresent());
            }
        }
    }

    private static History history(double[] path, int weights) {
        List<Scalars> scalars = new ArrayList<>();
        double[][] rows = new double[path.length][weights];
        for (int i = 0; i < path.length; i++) {
            scalars.add(new Scalars(i, i, i, path[i] * path[i], Double.NaN, 1, 0.1));
            Arrays.fill(rows[i], path[i]);
        }
        return History.of(scalars, rows);
    }

    private static Sample classes(List<String> names, double[] actual, double... predicted) {
        return new Sample(
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableDoubleArray.copyOf(actual),
                ImmutableDoubleArray.copyOf(predicted),
                ImmutableList.copyOf(names),
                null);
    }

    private static Layer layer(Drawing drawing, String name) {
        return drawing.layers().stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> legend(Drawing drawing) {
        return drawing.layers().stream()
                .map(Layer::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Test
    void curve_ofAClimb_showsTheFunctionAndItsTrueEnds() {
        PlotData data = climb(w -> -w[0] * w[0], Laboratory.descend(SQUARE, 0.1, 20, 5));
        Drawing drawing = new CurvePlot().draw(data);
        assertTrue(
                legend(drawing).contains("highest here (0, 0)"), legend(drawing).toString());
        assertTrue(legend(drawing).contains("start (5, −25)"), legend(drawing).toString());
        assertTrue(
                legend(drawing).contains("slope now −0.1153"), legend(drawing).toString());
        assertTrue(drawing.subtitle().contains("value −0.003323"), drawing.subtitle());
        assertTrue(drawing.yScale().fraction(-25) > 0 && drawing.yScale().fraction(25) > 1);
        Layer loss = new LossPlot().draw(data).layers().get(0);
        assertEquals(-25, loss.y().get(0), 1e-12);
        assertTrue(loss.y().get(20) > loss.y().get(0));
    }

    @Test
    void curve_ofARunaway_namesItsTrueStart() {
        ToDoubleFunction<double[]> hill = w -> -w[0] * w[0];
        PlotData data = Laboratory.run("hill", hill, Laboratory.descend(hill, 0.1, 70, -3));
        String legend = legend(new CurvePlot().draw(data)).toString();
        assertTrue(legend.contains("start (−3, −9)"), legend);
    }

    @Test
    void curve_besideAPole_hasNoLowestPoint() {
        for (ToDoubleFunction<double[]> pole : List.<ToDoubleFunction<double[]>>of(
                w -> Math.log(w[0]), w -> Math.log(Math.abs(w[0])), w -> 1 / w[0])) {
            PlotData data = Laboratory.run("pole", pole, Laboratory.descend(pole, 0.01, 20, 1));
            String legend = legend(new CurvePlot().draw(data)).toString();
            assertFalse(legend.contains("lowest"), legend);
        }
    }

    @Test
    void loss_ofSeveral_hasItsOptimumOverTheWholeWidthInItsOwnInk() {
        PlotData alone = Laboratory.ratesOverOne(1.05, 60);
        PlotData data = new PlotData(
                alone.title(),
                alone.model(),
                alone.loss(),
                alone.target(),
                alone.weightNames(),
                Laboratory.descend(SQUARE, 1.5, 10, 5),
                "rate 1.5",
                alone.others(),
                alone.sample(),
                alone.landscape(),
                0.5,
                alone.state());
        Drawing drawing = new LossPlot().draw(data);
        Layer optimum = layer(drawing, "optimum 0.5 of all rows (losses of few rows may lie below)");
        assertEquals(ImmutableDoubleArray.of(0, 60), optimum.x());
        assertEquals(
                1,
                drawing.layers().stream()
                        .filter(layer -> layer.ink() == optimum.ink())
                        .count());
        assertTrue(drawing.subtitle().contains("rate 1.5"), drawing.subtitle());
        Layer explosion = layer(drawing, "rate 1.5");
        assertTrue(explosion.y().stream().filter(Double::isFinite).max().orElseThrow() >= 25e3);
    }

    @Test
    void path_ofSeveral_isNotZoomedOutByOneThatDiverges() {
        PlotData data = Laboratory.run(
                "bowl",
                Laboratory.ELLIPSE,
                Laboratory.descend(Laboratory.ELLIPSE, 1.1, 50, -7, 2),
                Laboratory.trail(Laboratory.ELLIPSE, 0.1, 40, -7, 2));
        PlotData bowl = new PlotData(
                data.title(),
                data.model(),
                data.loss(),
                data.target(),
                data.weightNames(),
                data.history(),
                data.label(),
                data.others(),
                data.sample(),
                new Landscape(() -> new Quadratic(0, 0, 0, 0.05, 0, 1)),
                data.optimum(),
                data.state());
        assertTrue(new PathPlot().draw(bowl).yScale().fraction(60) > 1);
        assertTrue(new PathPlot().draw(data).yScale().fraction(60) > 1);
    }

    @Test
    void relief_ofAnotherWindow_doesNotWaitForASlowOne() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Landscape landscape = new Landscape(() -> new Laboratory.Function(1, w -> {
            if (w[0] > 50) {
                begun.countDown();
                Uninterruptibles.awaitUninterruptibly(slow);
            }
            return w[0];
        }));
        Thread stuck = new Thread(() -> landscape.relief(new Window(100, 101, 0, 0)), "stuck");
        stuck.start();
        begun.await();
        Relief first = assertTimeoutPreemptively(HANG, () -> landscape.relief(new Window(0, 1, 0, 0)));
        assertSame(first, landscape.relief(new Window(0, 1, 0, 0)));
        slow.countDown();
        stuck.join();
    }

    private static PlotData climb(ToDoubleFunction<double[]> f, History history) {
        PlotData down = Laboratory.run("climb", f, history);
        return new PlotData(
                down.title(),
                "gradient ascent",
                down.loss(),
                down.target(),
                down.weightNames(),
                history,
                down.label(),
                down.others(),
                down.sample(),
                new Landscape(() -> new Ascent(new Laboratory.Function(history.tracked(), f))),
                down.optimum(),
                down.state());
    }
}
