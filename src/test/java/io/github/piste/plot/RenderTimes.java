package io.github.piste.plot;

import com.google.common.base.Stopwatch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Prints how long pictures take, first and warmed up, and what they allocate. Not a test: run its main method.
 */
final class RenderTimes {
    private RenderTimes() {}

    public static void main(String[] args) throws Exception {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<String, PlotData> runs = Map.of(
                "function of one variable", Laboratory.ratesOverOne(1.05, 60),
                "function of two variables", Laboratory.rates(),
                "3 classes", Laboratory.classes(3, 2),
                "600 epochs", Runs.oldFaithful(0.02, 600, "running"),
                "1000 noisy records, 5000 rows", Runs.stochastic(1000, 6, 5000),
                "20 noisy weights", Runs.stochastic(1000, 20, 10),
                "100000 records", Runs.losses(100_000, i -> 1000.0 / (i + 1) * (1 + 0.5 * Math.sin(i))));
        Renderer renderer = new Renderer();
        for (String run : List.copyOf(runs.keySet()).stream().sorted().toList()) {
            PlotData data = runs.get(run);
            for (Plot plot : Plot.all()) {
                if (data == null || !plot.applies(data)) {
                    continue;
                }
                Stopwatch first = Stopwatch.createStarted();
                int size = renderer.png(plot, data).orElseThrow().length;
                first.stop();
                for (int i = 0; i < 60; i++) {
                    renderer.png(plot, data);
                }
                long before =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                Stopwatch warm = Stopwatch.createStarted();
                for (int i = 0; i < 40; i++) {
                    renderer.png(plot, data);
                }
                double millis = warm.elapsed().toNanos() / 40e6;
                double megabytes =
                        (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 40e6;
                System.out.printf(
                        "%-30s %-14s first %s, then %.1f ms, %.1f MB allocated, %d KB%n",
                        run, plot.name(), first, millis, megabytes, size / 1000);
            }
        }
        var image = new BufferedImage(Renderer.WIDTH, Renderer.HEIGHT, BufferedImage.TYPE_INT_RGB);
        ChartPainter.paint(new LossPlot().draw(Runs.stochastic(1000, 6, 10)), image);
        for (int k = 0; k < 5; k++) {
            Stopwatch own = Stopwatch.createStarted();
            for (int i = 0; i < 40; i++) {
                PngEncoder.encode(image);
            }
            double ours = own.elapsed().toNanos() / 40e6;
            Stopwatch library = Stopwatch.createStarted();
            int size = 0;
            for (int i = 0; i < 40; i++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ImageIO.setUseCache(false);
                var writer = ImageIO.getImageWritersByFormatName("png").next();
                var parameters = writer.getDefaultWriteParam();
                parameters.setCompressionMode(javax.imageio.ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(0.89f);
                try (var stream = ImageIO.createImageOutputStream(out)) {
                    writer.setOutput(stream);
                    writer.write(null, new javax.imageio.IIOImage(image, null, null), parameters);
                }
                writer.dispose();
                size = out.size();
            }
            System.out.printf(
                    "PNG: own %.1f ms (%d KB), ImageIO at level 1 %.1f ms (%d KB)%n",
                    ours,
                    PngEncoder.encode(image).length / 1000,
                    library.elapsed().toNanos() / 40e6,
                    size / 1000);
        }
    }
}
