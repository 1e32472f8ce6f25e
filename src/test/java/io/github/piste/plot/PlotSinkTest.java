package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.github.piste.train.Cadence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotSinkTest {
    private static final Cadence OFTEN = new Cadence.Every(Duration.ofMillis(1));

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(-Duration.ofMillis(5).toNanos());
    private final PlotDataSource source = snapshot -> {
        asked.incrementAndGet();
        return Runs.losses(3, 2, 1);
    };

    @Test
    void accept_writesThePictureUnderItsName() throws Exception {
        PlotSink sink = new PlotSink(new LossPlot(), folder, OFTEN, source, new Renderer());
        sink.accept(Runs.snapshot(2, false));
        assertEquals("plot-loss", sink.name());
        assertEquals(OFTEN, sink.cadence());
        assertEquals(Duration.ofSeconds(10), sink.deadline());
        assertNotNull(ImageIO.read(folder.resolve("loss.png").toFile()));
    }

    @Test
    void accept_ofWhatIsShown_drawsNothing_butTheEnd() throws Exception {
        PlotSink sink = new PlotSink(new LossPlot(), folder, OFTEN, source, painting(Duration.ZERO), nanos::get);
        sink.accept(Runs.snapshot(2, false));
        sink.accept(Runs.snapshot(2, false));
        assertEquals(1, asked.get());
        sink.accept(Runs.snapshot(2, true));
        assertEquals(2, asked.get());
        sink.accept(Runs.snapshot(2, true));
        assertEquals(2, asked.get());
        sink.accept(Runs.snapshot(3, false));
        assertEquals(3, asked.get());
    }

    @Test
    void accept_afterADrawing_restsManyTimesAsLong_butShowsTheEndAtOnce() throws Exception {
        PlotSink sink =
                new PlotSink(new LossPlot(), folder, OFTEN, source, painting(Duration.ofMillis(10)), nanos::get);
        sink.accept(Runs.snapshot(1, false));
        nanos.addAndGet(Duration.ofMillis(149).toNanos());
        sink.accept(Runs.snapshot(2, false));
        assertEquals(1, asked.get());
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        sink.accept(Runs.snapshot(3, false));
        assertEquals(2, asked.get());
        sink.accept(Runs.snapshot(4, false));
        assertEquals(2, asked.get());
        sink.accept(Runs.snapshot(4, true));
        assertEquals(3, asked.get());
    }

    @Test
    void accept_besideOtherPictures_restsForTheirTimeToo_upToALimit() throws Exception {
        Renderer renderer = painting(Duration.ofMillis(10));
        PlotSink loss = new PlotSink(new LossPlot(), folder, OFTEN, source, renderer, nanos::get);
        PlotSink norm = new PlotSink(new GradientNormPlot(), folder, OFTEN, source, renderer, nanos::get);
        loss.accept(Runs.snapshot(1, false));
        norm.accept(Runs.snapshot(1, false));
        nanos.addAndGet(Duration.ofMillis(300 - 11).toNanos()); // and 10 while the second was drawn
        loss.accept(Runs.snapshot(2, false));
        assertEquals(2, asked.get());
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        loss.accept(Runs.snapshot(2, false));
        assertEquals(3, asked.get());

        PlotSink[] slow = new PlotSink[50];
        Renderer many = painting(Duration.ofMillis(100));
        Arrays.setAll(slow, k -> new PlotSink(new LossPlot(), folder, OFTEN, source, many, nanos::get));
        slow[0].accept(Runs.snapshot(1, false));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        slow[0].accept(Runs.snapshot(2, false));
        assertEquals(5, asked.get());
    }

    @Test
    void accept_ofAPictureThatTakesLong_restsFourTimesAsLong_beyondTheLimit() throws Exception {
        PlotSink sink =
                new PlotSink(new LossPlot(), folder, OFTEN, source, painting(Duration.ofSeconds(1)), nanos::get);
        sink.accept(Runs.snapshot(1, false));
        nanos.addAndGet(Duration.ofMillis(3999).toNanos());
        sink.accept(Runs.snapshot(2, false));
        assertEquals(1, asked.get());
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        sink.accept(Runs.snapshot(3, false));
        assertEquals(2, asked.get());
    }

    /** Draws nothing, in so much time of the test's clock. */
    private Renderer painting(Duration time) {
        return new Renderer(drawing -> {
            nanos.addAndGet(time.toNanos());
            return new byte[] {1};
        });
    }

    @Test
    void accept_whereThePictureMeansNothing_writesNone() throws Exception {
        new PlotSink(new PathPlot(), folder, OFTEN, source, new Renderer()).accept(Runs.snapshot(1, true));
        assertFalse(Files.exists(folder.resolve("path.png")));
    }

    @Test
    void accept_withoutAFolder_failsAndDrawsAgainNextTime() throws Exception {
        Path missing = folder.resolve("missing");
        PlotSink sink = new PlotSink(new LossPlot(), missing, OFTEN, source, new Renderer(drawing -> new byte[] {1}));
        assertThrows(IOException.class, () -> sink.accept(Runs.snapshot(1, false)));
        Files.createDirectory(missing);
        sink.accept(Runs.snapshot(1, false));
        assertTrue(Files.exists(missing.resolve("loss.png")));
    }

    @Test
    void accept_onAMachineThatCannotDraw_saysSoAndGoesOn() throws Exception {
        Renderer renderer = new Renderer(drawing -> {
            throw new InternalError("java.lang.reflect.InvocationTargetException", new Error("no fonts here"));
        });
        PlotSink loss = new PlotSink(new LossPlot(), folder, OFTEN, source, renderer);
        PlotSink norm = new PlotSink(new GradientNormPlot(), folder, OFTEN, source, renderer);
        assertTrue(renderer.unavailable().isEmpty());
        loss.accept(Runs.snapshot(1, false));
        norm.accept(Runs.snapshot(1, true));
        assertTrue(renderer.unavailable().orElseThrow().contains("no fonts here"));
        assertFalse(Files.exists(folder.resolve("loss.png")));
    }

    @Test
    void accept_whileOthersRead_neverShowsHalfAPicture() throws Exception {
        Path file = folder.resolve("loss.png");
        PlotSink sink = new PlotSink(new LossPlot(), folder, OFTEN, source, new Renderer());
        sink.accept(Runs.snapshot(0, false));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> reads = reader.submit(() -> {
                int whole = 0;
                while (!done.get()) {
                    assertEquals(
                            Renderer.HEIGHT,
                            ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)))
                                    .getHeight());
                    whole++;
                }
                return whole;
            });
            for (int step = 1; step <= 60; step++) {
                sink.accept(Runs.snapshot(step, true)); // always drawn
            }
            done.set(true);
            assertTrue(reads.get() > 0);
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void accept_ofHistory_writesWhatCanBeReadBack() throws Exception {
        HistorySink sink = new HistorySink(folder.resolve("history.bin"), OFTEN, source);
        sink.accept(Runs.snapshot(1, true));
        assertEquals("history", sink.name());
        assertEquals(
                3, HistoryFile.decode(folder.resolve("history.bin")).history().length());
    }

    @Test
    void accept_ofThePage_writesStateAndSpeed() throws IOException {
        RunPage page = new RunPage("run", "model", ImmutableList.of());
        PageSink sink = new PageSink(
                folder.resolve("index.html"),
                OFTEN,
                page,
                s -> s.last() ? "finished" : "running",
                () -> Double.NaN,
                () -> Instant.EPOCH);
        sink.accept(Runs.snapshot(1000, false));
        String running = Files.readString(folder.resolve("index.html"));
        assertTrue(running.contains("data-running=\"true\""));
        assertTrue(running.contains("<dt>steps per second</dt><dd>100</dd>"), running);
        sink.accept(Runs.snapshot(2000, true));
        String ended = Files.readString(folder.resolve("index.html"));
        assertTrue(ended.contains("data-running=\"false\""));
        assertTrue(ended.contains("<dd>2,000</dd>"));
        assertTrue(ended.contains("finished</span>"));
    }
}
