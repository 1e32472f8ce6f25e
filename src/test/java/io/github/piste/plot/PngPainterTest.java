package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.piste.plot.Layer.Look;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;

class PngPainterTest {
    @Test
    void paint_afterAnotherPicture_showsNothingOfIt() {
        PngPainter painter = painter();
        byte[] before = painter.paint(wave());
        byte[] after = painter.paint(line());
        assertArrayEquals(painter().paint(line()), after);
        assertNotEquals(Arrays.hashCode(before), Arrays.hashCode(after));
    }

    @Test
    void paint_atOnceByTwoThreads_givesTheirOwnPictures() throws Exception {
        PngPainter painter = painter();
        byte[] line = painter().paint(line());
        byte[] wave = painter().paint(wave());
        Phaser together = new Phaser(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> lines = threads.submit(() -> paint(painter, line(), line, together));
            Future<?> waves = threads.submit(() -> paint(painter, wave(), wave, together));
            lines.get();
            waves.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void paint(PngPainter painter, Drawing drawing, byte[] expected, Phaser together) {
        try {
            for (int i = 0; i < 20; i++) {
                together.arriveAndAwaitAdvance();
                assertArrayEquals(expected, painter.paint(drawing));
            }
        } finally {
            together.arriveAndDeregister();
        }
    }

    private static PngPainter painter() {
        return new PngPainter(500, 300);
    }

    private static Drawing line() {
        return new Drawing("line", "s").add("a", Look.LINE, Ink.BLUE, Runs.array(50, i -> i), Runs.array(50, i -> i));
    }

    private static Drawing wave() {
        return new Drawing("wave", "s")
                .add("a", Look.LINE, Ink.VERMILLION, Runs.array(500, i -> i), Runs.array(500, i -> Math.sin(i / 9.0)));
    }
}
