package io.github.piste.plot;

import java.awt.image.BufferedImage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Drawings as PNG images. The pixels of a picture are kept for the next one: they are most of what it would allocate, and
 * memory that a worker uses up is collected while the training waits.
 *
 * <p>Thread-safety: safe; of pictures that are painted at once all but one have pixels of their own.
 */
final class PngPainter implements Renderer.Painter {
    private final int width;
    private final int height;
    private final AtomicReference<@Nullable BufferedImage> spare = new AtomicReference<>();

    PngPainter(int width, int height) {
        this.width = width;
        this.height = height;
    }

    @Override
    public byte[] paint(Drawing drawing) {
        BufferedImage kept = spare.getAndSet(null);
        BufferedImage image = kept == null ? new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB) : kept;
        ChartPainter.paint(drawing, image);
        byte[] png = PngEncoder.encode(image);
        spare.set(image);
        return png;
    }
}
