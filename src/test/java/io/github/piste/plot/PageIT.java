package io.github.piste.plot;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.collect.ImmutableList;
import io.github.piste.files.AtomicFiles;
import io.github.piste.train.Scalars;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, opened from disk in a real browser. */
class PageIT {
    private static final String WIDTH_OF_LOSS =
            "String(document.querySelector('figure[data-src$=\"loss.png\"] img').naturalWidth)";
    private static final String FACTS = "document.getElementById('facts').innerText";

    private final RunPage page =
            new RunPage("<b>old</b> & faithful", "linear regression", ImmutableList.of(new LossPlot(), new FitPlot()));

    @Test
    void page_openedFromDisk_showsPicturesAndRefreshesThemUntilTheRunEnds(@TempDir Path run) throws Exception {
        write(run, 1, true, 40);
        try (Browser browser = Browser.open(run.resolve("index.html"))) {
            awaitEquals("40", () -> browser.evaluate(WIDTH_OF_LOSS));
            assertEquals("<b>old</b> & faithful", browser.evaluate("document.querySelector('h1').textContent"));
            assertEquals(
                    "true", browser.evaluate("String(document.querySelector('figure[data-src$=\"fit.png\"]').hidden)"));

            write(run, 4711, true, 50);
            awaitEquals("50", () -> browser.evaluate(WIDTH_OF_LOSS));
            awaitEquals("true", () -> browser.evaluate("String(" + FACTS + ".includes('4,711'))"));

            write(run, 5000, false, 60);
            awaitEquals("true", () -> browser.evaluate("String(document.documentElement.dataset.done)"));
            assertEquals("60", browser.evaluate(WIDTH_OF_LOSS));
            assertEquals("true", browser.evaluate("String(document.title.includes('finished'))"));
            String refreshes = browser.evaluate("document.documentElement.dataset.refreshes");
            assertFalse(refreshes.isEmpty());
        }
    }

    private void write(Path run, long step, boolean running, int width) throws IOException {
        Path plots = Files.createDirectories(run.resolve("plots"));
        AtomicFiles.replace(
                plots.resolve("loss.png"), PngEncoder.encode(new BufferedImage(width, 10, BufferedImage.TYPE_INT_RGB)));
        Scalars now = new Scalars(step, step, 1, 0.5, Double.NaN, 0.1, 0.01);
        String html = page.html(now, Double.NaN, 100, running ? "running" : "finished", running, Instant.now());
        AtomicFiles.replace(run.resolve("index.html"), html.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitEquals(String expected, java.util.concurrent.Callable<String> actual) {
        await().atMost(Duration.ofSeconds(60)).until(actual, expected::equals);
    }
}
