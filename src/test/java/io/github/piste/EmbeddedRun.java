package io.github.piste;

import io.github.piste.train.Cadence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** What an application does with Piste, for a class loader that is thrown away afterwards. */
public final class EmbeddedRun implements Callable<String> {
    private final Path directory;

    public EmbeddedRun(String directory) {
        this.directory = Path.of(directory);
    }

    @Override
    public String call() throws Exception {
        CountDownLatch seen = new CountDownLatch(3);
        TrainingService service = Training.on(
                        new double[][] {{1, 2}, {2, 1}, {3, 5}, {4, 0}}, new double[] {1, 2, 3, 5})
                .set("train.mode", "stochastic")
                .set("train.learning-rate", 1e-6)
                .set("train.epochs", Long.MAX_VALUE)
                .set("observe.plots.every", "50ms")
                .set("observe.metrics.every", "1 epoch")
                .set("observe.checkpoint.every", "10ms")
                .listener(snapshot -> seen.countDown())
                .inlineListener(new Cadence.Every(Duration.ofMillis(5)), snapshot -> {})
                .directory(directory)
                .service();
        service.startAsync().awaitRunning();
        seen.await();
        service.stopAsync();
        service.awaitTerminated(Duration.ofSeconds(60));
        return service.result().orElseThrow().state().name();
    }
}
