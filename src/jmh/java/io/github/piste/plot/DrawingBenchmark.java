package io.github.piste.plot;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One picture, drawn and encoded; with {@code -prof gc} what it allocates. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Djava.awt.headless=true", "-XX:+UseSerialGC"})
@State(Scope.Benchmark)
public class DrawingBenchmark {
    /** What is drawn of which run. */
    @Param({
        "one weight: curve",
        "sample: loss",
        "sample: fit",
        "sample: path",
        "sample: weights",
        "sample: gradient-norm",
        "sample: residuals",
        "5000 rows: fit",
        "5000 rows: residuals",
        "20 weights: weights",
        "100000 epochs: loss",
        "100000 epochs: gradient-norm",
        "Rosenbrock: path",
        "Rosenbrock: field",
        "3 classes: decision",
        "25 classes: decision",
        "25 classes: confusion",
        "sweep"
    })
    public String picture = "";

    private final Renderer renderer = new Renderer();
    private PictureMaker maker = () -> new byte[0];

    /** Draws and encodes. */
    private interface PictureMaker {
        byte[] make() throws IOException;
    }

    @Setup
    public void setUp() {
        String[] words = picture.split(": ");
        if (words.length == 1) {
            Sweep sweep = Laboratory.sweep(Laboratory.ROSENBROCK, 2);
            maker = () -> renderer.png(SweepPlot.draw(sweep)).orElseThrow();
            return;
        }
        PlotData data = data(words[0]);
        Plot plot = Plot.all().stream()
                .filter(kind -> kind.name().equals(words[1]))
                .findFirst()
                .orElseThrow();
        maker = () -> renderer.png(plot, data).orElseThrow();
    }

    private static PlotData data(String run) {
        return switch (run) {
            case "one weight" -> Laboratory.ratesOverOne(1.05, 60);
            case "sample" -> Runs.oldFaithful(0.02, 600, "running");
            case "5000 rows" -> Runs.stochastic(1000, 6, 5000);
            case "20 weights" -> Runs.stochastic(1000, 20, 10);
            case "100000 epochs" ->
                Runs.losses(100_000, i -> 1000.0 / (i + 1) * (1 + 0.5 * Math.sin(i)));
            case "Rosenbrock" ->
                Laboratory.run(
                        run,
                        Laboratory.ROSENBROCK,
                        Laboratory.descend(Laboratory.ROSENBROCK, 0.001, 20_000, -1.2, 1));
            case "3 classes" -> Laboratory.classes(3, 2);
            case "25 classes" -> Laboratory.classes(25, 2);
            default -> throw new IllegalArgumentException(run);
        };
    }

    @Benchmark
    public byte[] draw() throws IOException {
        return maker.make();
    }
}
