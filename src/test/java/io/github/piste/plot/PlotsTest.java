package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import io.github.piste.objective.Quadratic;
import io.github.piste.plot.Layer.Look;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each picture shows of a run. */
class PlotsTest {
    private static final PlotData FAITHFUL = Runs.oldFaithful(0.02, 600, "converged");

    @Test
    void all_haveTheNamesOfTheRunDirectory() {
        assertEquals(
                List.of(
                        "curve",
                        "loss",
                        "fit",
                        "decision",
                        "confusion",
                        "path",
                        "field",
                        "weights",
                        "gradient-norm",
                        "residuals"),
                Plot.all().stream().map(Plot::name).toList());
    }

    @Test
    void loss_showsTrainingValidationAndOptimum() {
        Drawing drawing = new LossPlot().draw(FAITHFUL);
        assertEquals(List.of("training loss", "validation loss", "optimum 34.7183"), legend(drawing));
        assertEquals("mean squared error", drawing.yTitle());
        assertEquals(AxisScale.Kind.LOGARITHMIC, drawing.yScale().kind());
        assertTrue(drawing.subtitle().endsWith("converged"));
    }

    @Test
    void loss_withAnOptimumOfZero_keepsTheLogarithmicAxis() {
        PlotData data = withOptimum(Runs.losses(1e4, 10, 1e-4), 0);
        Drawing drawing = new LossPlot().draw(data);
        assertEquals(List.of("training loss", "optimum 0 (below the axis)"), legend(drawing));
        assertEquals(AxisScale.Kind.DECADES, drawing.yScale().kind());
    }

    @Test
    void loss_thatDiverged_isLogarithmicOverItsFiniteValues() {
        AxisScale scale = new LossPlot()
                .draw(Runs.losses(1, 1e100, 1e200, Double.POSITIVE_INFINITY))
                .yScale();
        assertEquals(AxisScale.Kind.DECADES, scale.kind());
        assertTrue(scale.fraction(1e100) > 0.4 && scale.fraction(1e100) < 0.6);
    }

    @Test
    void loss_ofASmallRangeOrWithZeros_isLinear() {
        assertEquals(
                AxisScale.Kind.LINEAR,
                new LossPlot().draw(Runs.losses(3, 2, 1)).yScale().kind());
        assertEquals(
                AxisScale.Kind.LINEAR,
                new LossPlot().draw(Runs.losses(1e9, 1, 0)).yScale().kind());
    }

    @Test
    void fit_ofOneFeature_namesTheLineAndSortsIt() {
        Drawing drawing = new FitPlot().draw(FAITHFUL);
        assertEquals(List.of("272 rows", "fit: 33.47 + 10.73 × eruptions"), legend(drawing));
        assertTrue(Thinning.isAscending(drawing.layers().get(1).x().toArray()));
        assertEquals("eruptions", drawing.xTitle());
    }

    @Test
    void fit_ofManyFeatures_comparesPredictedWithActual() {
        Drawing drawing = new FitPlot().draw(Runs.stochastic(10, 6, 100));
        assertEquals(List.of("100 rows", "predicted = actual"), legend(drawing));
        assertEquals("y, actual", drawing.xTitle());
    }

    @Test
    void weights_areColouredUpToSevenAndGreyBeyond() {
        Drawing few = new WeightsPlot().draw(Runs.stochastic(10, 6, 5));
        assertEquals(List.of("intercept", "x1", "x2", "x3", "x4", "x5"), legend(few));
        Drawing many = new WeightsPlot().draw(Runs.stochastic(10, 20, 5));
        assertEquals(20, many.layers().size());
        assertEquals(8, legend(many).size());
        assertTrue(legend(many).contains("13 smaller weights"));
        Drawing thousands = new WeightsPlot().draw(Runs.stochastic(3, 2000, 5));
        assertEquals(100, thousands.layers().size());
    }

    @Test
    void residuals_areActualMinusPredicted() {
        Drawing drawing = new ResidualsPlot().draw(FAITHFUL);
        Sample sample = FAITHFUL.sample();
        assertEquals(
                sample.y().get(5) - sample.predicted().get(5),
                drawing.layers().get(0).y().get(5));
        assertEquals(
                2 * Math.sqrt(FAITHFUL.optimum()), drawing.layers().get(2).y().get(0), 1e-3);
    }

    @Test
    void path_showsStartEndMinimumAndContoursInsideTheWindow() {
        Drawing drawing = new PathPlot().draw(FAITHFUL);
        assertEquals(
                List.of(
                        "loss contours, 4× apart above the minimum",
                        "minimum (33.47, 10.73)",
                        "start (0, 0)",
                        "now (33.47, 10.73)"),
                legend(drawing));
        assertTrue(drawing.xScale().fraction(0) > 0.05 && drawing.xScale().fraction(33.5) < 0.95);
        assertTrue(drawing.yScale().fraction(0) > 0.05 && drawing.yScale().fraction(10.8) < 0.95);
        assertTrue(drawing.layers().get(0).x().length() > 200);
    }

    @Test
    void path_ofMoreOrFewerWeights_doesNotApply() {
        assertFalse(new PathPlot().applies(Runs.stochastic(3, 3, 3)));
        assertFalse(new PathPlot().applies(Runs.losses(1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-150, 1, 1e100, 1e290})
    void path_ofAnySize_isDrawn(double size) {
        ImmutableDoubleArray u = ImmutableDoubleArray.of(0, size, -size, Double.NaN);
        for (Quadratic surface : List.of(
                new Quadratic(1, 0, 0, 1, 0, 1),
                new Quadratic(0, 1, 1, 1, 1, 1),
                new Quadratic(0, 1, 1, 0, 0, 0),
                new Quadratic(0, 0, 0, 1, 0, -1),
                new Quadratic(0, 1e300, 0, 1e300, 0, 1e-300),
                new Quadratic(Double.NaN, Double.NaN, 0, 1, 0, 1))) {
            Drawing drawing = new Drawing("t", "s").axes("u", "v");
            Optional<Bowl> bowl = Bowl.around(surface, u, u);
            bowl.ifPresent(b -> b.map().addTo(drawing));
            drawing.add("path", Look.LINE, Ink.BLUE, u, u);
            BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
            ChartPainter.paint(drawing, image);
            assertNotEquals(0, image.getRGB(0, 0) & 0xFFFFFF);
        }
    }

    @Test
    void bowl_ofAValley_hasNoMinimumButContours() {
        Drawing drawing = new Drawing("t", "s");
        ImmutableDoubleArray u = ImmutableDoubleArray.of(0, 1);
        Bowl.around(new Quadratic(0, -1, -1, 1, 1, 1), u, ImmutableDoubleArray.of(0, 0.5))
                .orElseThrow()
                .map()
                .addTo(drawing);
        assertEquals(1, drawing.layers().size());
        assertFalse(drawing.layers().get(0).x().isEmpty());
    }

    @Test
    void draw_ofAnEmptyHistory_works() {
        for (Plot plot : Plot.all()) {
            PlotData data = Runs.losses();
            if (plot.applies(data)) {
                assertTrue(legend(plot.draw(data)).size() <= 1);
            }
        }
    }

    @Test
    void png_renderedBySeveralThreadsAtOnce_isTheSame() throws Exception {
        Renderer renderer = new Renderer();
        List<Callable<byte[]>> tasks = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (Plot plot : Runs.plots(FAITHFUL)) {
                tasks.add(() -> renderer.png(plot, FAITHFUL).orElseThrow());
                expected.add(renderer.png(plot, FAITHFUL).orElseThrow());
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<byte[]>> drawn = threads.invokeAll(tasks);
            for (int i = 0; i < drawn.size(); i++) {
                assertArrayEquals(expected.get(i), drawn.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> legend(Drawing drawing) {
        return drawing.layers().stream()
                .map(Layer::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static PlotData withOptimum(PlotData d, double optimum) {
        return new PlotData(
                d.title(),
                d.model(),
                d.loss(),
                d.target(),
                ImmutableList.of(),
                d.history(),
                d.label(),
                d.others(),
                d.sample(),
                null,
                optimum,
                d.state());
    }
}
