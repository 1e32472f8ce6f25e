package io.github.piste.plot;

import static io.github.piste.plot.Laboratory.HIMMELBLAU;
import static io.github.piste.plot.Laboratory.RASTRIGIN;
import static io.github.piste.plot.Laboratory.ROSENBROCK;
import static io.github.piste.plot.Laboratory.SQUARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Draws every picture in many situations into {@code target/plots}, for the eye. */
class GalleryTest {
    @Test
    void png_inEverySituation_isAnImageOfTheStatedSize() throws IOException {
        Map<String, PlotData> runs = new LinkedHashMap<>();
        runs.put("faithful", Runs.oldFaithful(0.02, 600, "converged"));
        runs.put("start", Runs.oldFaithful(0.02, 0, "running"));
        runs.put("two-points", Runs.oldFaithful(0.1, 1, "running"));
        runs.put("diverged", Runs.oldFaithful(3.2, 200, "diverged"));
        runs.put("zigzag", Runs.oldFaithful(0.93, 40, "finished"));
        runs.put("noisy", Runs.stochastic(1000, 6, 5000));
        runs.put("20-weights", Runs.stochastic(400, 20, 300));
        runs.put("constant", Runs.losses(50, i -> 3.25));
        runs.put("plateau", Runs.losses(100_000, i -> 1234.5678 + 1e-5 / (i + 1)));
        runs.put("100000", Runs.losses(100_000, i -> 1000.0 / (i + 1) * (1 + 0.5 * Math.sin(i))));
        runs.put("1e300", Runs.losses(200, i -> i < 190 ? Math.pow(10, i * 1.6) : Double.POSITIVE_INFINITY));
        runs.put("with-gaps", Runs.losses(60, i -> i % 10 == 9 ? Double.NaN : 5 - i * 0.1));
        runs.put("two-decades", Runs.losses(60, i -> 36 + 5000 * Math.exp(-i / 5.0)));
        runs.put("tiny", Runs.losses(60, i -> 3e-8 * (1 + Math.exp(-i / 9.0))));
        runs.put("nothing", Runs.losses());
        draw(runs);
    }

    @Test
    void png_ofTheLaboratory_isAnImageOfTheStatedSize() throws IOException {
        Map<String, PlotData> runs = new LinkedHashMap<>();
        runs.put("square-0.1", Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 0.1, 20, 5)));
        runs.put("square-0.9", Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 0.9, 20, 5)));
        runs.put("square-1.05", Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 1.05, 20, 5)));
        runs.put("square-1.05-long", Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 1.05, 2000, 5)));
        runs.put("square-crawl", Laboratory.run("x^2", SQUARE, Laboratory.descend(SQUARE, 1e-3, 20, 5)));
        runs.put("square-rates", Laboratory.ratesOverOne(1.05, 60));
        runs.put("valleys", Laboratory.run("valleys", RASTRIGIN, Laboratory.descend(RASTRIGIN, 0.001, 50, 2.3)));
        runs.put(
                "rosenbrock",
                Laboratory.run("Rosenbrock", ROSENBROCK, Laboratory.descend(ROSENBROCK, 0.001, 20_000, -1.2, 1)));
        runs.put(
                "rosenbrock-diverged",
                Laboratory.run("Rosenbrock", ROSENBROCK, Laboratory.descend(ROSENBROCK, 0.005, 30, -1.2, 1)));
        runs.put(
                "himmelblau",
                Laboratory.run("Himmelblau", HIMMELBLAU, Laboratory.descend(HIMMELBLAU, 0.01, 40, -0.5, -0.5)));
        runs.put(
                "rastrigin",
                Laboratory.run("Rastrigin", RASTRIGIN, Laboratory.descend(RASTRIGIN, 0.001, 60, 2.3, 1.4)));
        runs.put("rates", Laboratory.rates());
        for (int k : new int[] {2, 3, 10, 25}) {
            runs.put("classes-" + k, Laboratory.classes(k, 2));
        }
        runs.put("classes-over-one-2", Laboratory.classes(2, 1));
        runs.put("classes-over-one-3", Laboratory.classes(3, 1));
        draw(runs);
        for (int weights = 1; weights <= 2; weights++) {
            Path file = Path.of("target", "plots", "sweep-" + weights + ".png");
            SweepPlot.write(Laboratory.sweep(weights == 1 ? SQUARE : ROSENBROCK, weights), new Renderer(), file);
            assertEquals(Renderer.WIDTH, ImageIO.read(file.toFile()).getWidth());
        }
    }

    private static void draw(Map<String, PlotData> runs) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "plots"));
        Renderer renderer = new Renderer();
        for (Map.Entry<String, PlotData> run : runs.entrySet()) {
            for (Plot plot : Plot.all()) {
                if (plot.applies(run.getValue())) {
                    byte[] png = renderer.png(plot, run.getValue()).orElseThrow();
                    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
                    assertEquals(Renderer.WIDTH, image.getWidth());
                    assertEquals(Renderer.HEIGHT, image.getHeight());
                    Files.write(folder.resolve(run.getKey() + "-" + plot.name() + ".png"), png);
                }
            }
        }
    }

    @Test
    void html_ofARun_isWrittenForTheEye() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "page", "plots"));
        PlotData data = Runs.oldFaithful(0.02, 600, "converged");
        for (Plot plot : Runs.plots(data)) {
            Files.write(
                    folder.resolve(plot.name() + ".png"),
                    new Renderer().png(plot, data).orElseThrow());
        }
        RunPage page = new RunPage("old-faithful", data.model(), Plot.all());
        String html = page.html(data.history().scalars(600), 0.5, 123456, "running", true, Instant.now());
        Files.writeString(Path.of("target", "page", "index.html"), html);
    }
}
